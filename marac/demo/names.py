"""Invented names of varied origins; telephone numbers kept for fiction, and addresses that cannot exist."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random


@dataclass(frozen=True, slots=True)
class Origin:
    surnames: tuple[str, ...]
    women: tuple[str, ...]
    men: tuple[str, ...]


def _of(surnames: str, women: str, men: str) -> Origin:
    return Origin(tuple(surnames.split()), tuple(women.split()), tuple(men.split()))


ORIGINS: tuple[Origin, ...] = (
    _of(
        "Ashenhurst Brackwell Cottermill Dunsmoor Eastaway Fernihough Gathercole Hollinsend Ibbotson-Reave Kettlewick "
        "Larkinhay Mossgrove Netherton-Pyke Oakshott Pennifold Quarmby-Stell Rudyerd Shallcross-Venn Tunnicliff-Rowe "
        "Underhay Wolstenbury Yarnfold Aldcroftson Blytheway Dovebridge Elkstonely Froghallam Grindonby "
        "Hulmendale Ipstonham Kingsleyford Longnorton Mayfieldes",
        "Alice Beth Carol Donna Emma Fay Gemma Holly Jess Kelly Lauren Megan Natalie Paige Rachel Stacey Tina Vicky",
        "Adam Ben Craig Dean Edward Gary Ian Jamie Kyle Lee Mark Nathan Oliver Paul Ryan Shane Tom Wayne",
    ),
    _of(
        "Bartoszkiewicz Czarnolas Dobrowidz Grabniak Jastrzebny Kurowiec Lubanczyk Mazurkowski Przybyrad "
        "Sosnowicz Olszewniak Tarnobrzyk Wrzosowicz",
        "Agnieszka Beata Dorota Ewa Iwona Joanna Magda Renata",
        "Bartek Dariusz Jacek Kamil Marcin Pawel Rafal Wojtek",
    ),
    _of(
        "Abiolade Chukwuebi Edozieme Ifeanyira Kamarabo Obinwanne Olatunbosi Sesaykoma Tengbeh Uzomakalu "
        "Adewunmire Boatengwa Nkansahene Omoruyike",
        "Adaeze Bisi Chiamaka Folake Ngozi Sade Temi Yewande",
        "Chidi Emeka Femi Ikenna Kelechi Sola Tunde Uche",
    ),
    _of(
        "Akhtarzai Bashirani Chaudhrani Dhaliwara Gillanpur Hussainabi Kaurwal Malikzada Randhera Sandhupal "
        "Begumwala Qureshani Rahmatullin Siddiquan",
        "Amina Farzana Jaspreet Kiran Nasreen Parveen Rukhsana Simran",
        "Asif Bilal Gurdev Harjit Imtiaz Kashif Sajid Tariq",
    ),
    _of(
        "Berwynog Cadwalling Gwyndaf-Hale Llewelfryn Morfudd-Price Pryderon Trevallyn Ynysgwyn Brynmorgan Dyfriglas",
        "Angharad Bronwen Carys Eleri Ffion Lowri Mared Nia",
        "Aled Dewi Emyr Gethin Huw Iolo Rhodri Steffan",
    ),
    _of(
        "Balanescu-Orr Ciobotaru-Lee Dragulin Ionitescu-May Munteanca Petrovicel Stoicavel Vasilcea Horvathiu",
        "Alina Carmen Daniela Elena Gabriela Irina Mihaela Simona",
        "Andrei Bogdan Cristian Florin Ionut Marius Radu Sorin",
    ),
    _of(
        "Braithwin Campbellor Dacosta-Finn Galbrant Josephine-Clay Lamontine Pinnockford Rowecliffe Grantleyson "
        "Hyltonbrook",
        "Charmaine Denise Jacinth Keisha Leonie Marcia Novlette Shanice",
        "Curtis Delroy Errol Jermaine Leroy Marlon Tyrell Winston",
    ),
    _of(
        "Bahramzad Darwishani Farahmandi Ghorbanek Hosseinabad Karimzai Najafpour Tehranchi Mirzadeghan Yazdanfar",
        "Azadeh Fereshteh Golnar Laleh Mahsa Nasrin Parisa Shirin",
        "Arash Behrouz Dariush Farhad Kaveh Mehdi Reza Siavash",
    ),
)

# What people with these names are called by those who know them. Whoever has none here has no other name.
NICKNAMES = dict(
    pair.split(":")
    for pair in (
        "Carol:Caz Gemma:Gem Lauren:Loz Megan:Meg Natalie:Nat Rachel:Rach Stacey:Stace Vicky:Vic "
        "Edward:Ted Gary:Gaz Nathan:Nate Oliver:Ollie Tom:Tommy "
        "Agnieszka:Aga Dorota:Dorotka Joanna:Asia Magda:Madzia Dariusz:Darek "
        "Chiamaka:Amaka Ikenna:Ike Jaspreet:Jas Simran:Simi Bronwen:Bron Rhodri:Rhod "
        "Daniela:Dana Gabriela:Gabi Cristian:Cristi Siavash:Sia"
    ).split()
)

GIRLS = tuple("Ada Bella Cara Daisy Esme Freya Grace Heidi Isla Jaya Kira Lola Maya Nell Orla Poppy Rosa Sofia".split())
BOYS = tuple("Alfie Blake Cody Dylan Ethan Finn Harvey Idris Jay Kian Leo Milo Noah Omar Reece Sami Theo Zac".split())

STREETS = tuple(
    "Example Rise,Invention Close,Pretend Lane,Sample Street,Fable Court,Specimen Road,Placebo Way".split(",")
)
TOWNS = tuple("Fictown,Mocksford,Sampleham,Nowherley,Storybourne".split(","))


@dataclass
class Names:
    """Names without end, none of a family twice; always in the same order for the same chance."""

    chance: Random

    def __post_init__(self) -> None:
        families = [(origin, surname) for origin in ORIGINS for surname in origin.surnames]
        self.chance.shuffle(families)
        self._families: Iterator[tuple[Origin, str]] = iter(families)
        self._numbers = iter(self.chance.sample(range(200, 1000), 700))

    def family(self) -> tuple[Origin, str]:
        return next(self._families)

    def forename(self, origin: Origin, gender: str) -> str:
        return self.chance.choice(origin.women if gender == "woman" else origin.men)

    def child(self, gender: str) -> str:
        return self.chance.choice(GIRLS if gender == "girl" else BOYS)

    def address(self) -> tuple[str, str]:
        """A street in a town that is on no map, and a postcode of no area."""
        street = f"{self.chance.randint(1, 90)} {self.chance.choice(STREETS)}, {self.chance.choice(TOWNS)}"
        return street, f"QX{self.chance.randint(1, 9)} {self.chance.randint(1, 9)}ZZ"

    def mobile(self) -> str:
        return f"07700 900{next(self._numbers)}"

    def landline(self) -> str:
        return f"01632 960{next(self._numbers)}"
