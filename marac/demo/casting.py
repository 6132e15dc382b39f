"""Giving a plot its people: the same plot becomes another story with other names, ages and places."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from marac.demo.maracs import SOUTH
from marac.demo.members import MEMBERS
from marac.demo.names import NICKNAMES, Names, Origin
from marac.demo.plot import Kid, Plot, Who, voice
from marac.demo.sections import sections_of
from marac.demo.story import Called, Deed, Discussion, Human, Place, Remark, Reply, Story, Told, Warned
from marac.demo.world import World
from marac.proceedings import NoteKind
from marac.vocabulary import Criterion, DetailKind, LineKind, NameKind, PartyRole, Role

YEAR = 365.25
KEYS = {PartyRole.PERPETRATOR: "pqr", PartyRole.CHILD: "kl"}
AREAS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    SOUTH: {
        "council": ("south-staffordshire-council", "cannock-chase-council"),
        "children": ("county-children",),
        "mental-health": ("midlands-partnership",),
    },
    "stoke-north": {
        "council": ("stoke-council", "newcastle-council"),
        "children": ("stoke-children",),
        "mental-health": ("combined-healthcare",),
    },
}


@dataclass
class Casting:
    """One cast after another, for one world."""

    world: World
    names: Names
    casts: int = 0

    def cast(
        self, plot: Plot, day: int, marac: str = SOUTH, *, telling: int = 0, tenure: str = "", referrer: str = ""
    ) -> Story:
        """A story of this day. `tenure` and `referrer`: others than the plot's."""
        plot = replace(plot, tenure=tenure or plot.tenure)
        people = self._people(plot)
        area = {key: self.world.chance.choice(found) for key, found in AREAS[marac].items()}
        fill = _Filling({human.key: human.names[0].forenames for human in people}, area)
        referrer = referrer or self._referrer(plot, marac, telling)
        texts = {name: fill.text(said) for name, said in plot.grounds.items()}
        texts |= {"what_happened": fill.text(plot.what[telling % 2]), "victim_wants": fill.text(plot.wants)}
        return Story(
            referrer=referrer,
            people=people,
            sections=sections_of(plot, _member(referrer), day, texts, self.world, fill.text),
            yes=plot.yes,
            unknown=plot.unknown,
            not_asked=plot.not_asked,
            criteria=tuple(Criterion(criterion) for criterion in plot.criteria.split()),
            marac=marac,
            judgement=plot.judgement,
            warned=Warned(plot.warnings, plot.note, plot.staff),
            replies=_replies(plot, fill, _member(referrer).agency),
            discussion=_discussion(plot, fill),
        )

    def _referrer(self, plot: Plot, marac: str, telling: int) -> str:
        roles = (Role.REPRESENTATIVE, Role.ADVOCATE, Role.CONTRIBUTOR)
        known = self.world.people.viewers
        here = [key for key in plot.referrers if any((key, marac, role) in known for role in roles)]
        return here[telling % len(here)] if here else self.world.spokesperson("police", marac)

    def _people(self, plot: Plot) -> tuple[Human, ...]:
        families = {"victim": self.names.family()}
        home = self.names.address()
        victim = self._adult("v", PartyRole.VICTIM, plot.victim, families["victim"], home, plot)
        made = [victim]
        for key, who in zip(KEYS[PartyRole.PERPETRATOR], plot.perpetrators, strict=False):
            families[key] = families[who.named] if who.named else self.names.family()
            made.append(self._adult(key, PartyRole.PERPETRATOR, who, families[key], home, plot))
        for key, kid in zip(KEYS[PartyRole.CHILD], plot.kids, strict=False):
            made.append(self._child(key, kid, families["p" if kid.of == "perpetrator" else "victim"][1]))
        return tuple(made)

    def _adult(
        self, key: str, party: PartyRole, who: Who, family: tuple[Origin, str], home: tuple[str, str], plot: Plot
    ) -> Human:
        origin, surname = family
        names = [Called(surname, self.names.forename(origin, who.gender))]
        if self.world.chance.random() < 0.25 and (short := NICKNAMES.get(names[0].forenames)):
            names.append(Called(surname, short, NameKind.ALIAS))
        particulars = {"gender": who.gender, **who.more}
        if party is PartyRole.PERPETRATOR:
            lives = {"relationship_to_victim": who.kin, "lives_with_victim": who.home}
            particulars = {"justice": "none", **particulars, **lives}
        places = self._places(party, who, home, any(other.home == "yes" for other in plot.perpetrators))
        return Human(key, party, tuple(names), (self._born(who.ages),), particulars, places)

    def _places(self, party: PartyRole, who: Who, home: tuple[str, str], shared: bool) -> tuple[Place, ...]:
        if party is PartyRole.PERPETRATOR:
            street, code = home if who.home == "yes" else self.names.address()
            return (
                Place(DetailKind.HOME_ADDRESS, street, code),
                Place(DetailKind.PHONE, self.names.mobile()),
            )
        known = True if shared or self.world.chance.random() < 0.6 else None
        return (
            Place(DetailKind.HOME_ADDRESS, *home, known=known),
            Place(DetailKind.PHONE, self.names.mobile(), audience=("new-era",)),
        )

    def _child(self, key: str, kid: Kid, surname: str) -> Human:
        gender = self.world.chance.choice(("girl", "boy"))
        born = self._born(kid.ages)
        answers = {
            "gender": gender,
            "relationship_to_victim": "child",
            "relationship_to_perpetrator": "child" if kid.of == "perpetrator" else "household",
            "lives_with": "victim",
            "school_stage": _stage(kid.ages[0]),
            **kid.more,
        }
        return Human(key, PartyRole.CHILD, (Called(surname, self.names.child(gender)),), (born,), answers)

    def _born(self, ages: tuple[int, int]) -> str:
        age = self.world.chance.randint(*ages) + self.world.chance.random() * 0.9
        return (self.world.today - timedelta(days=round(age * YEAR) + 3)).isoformat()


def _stage(age: int) -> str:
    return next(stage for oldest, stage in ((3, "none"), (5, "pre-school"), (11, "primary"), (19, "secondary"))
                if age < oldest)  # fmt: skip


def _member(key: str) -> Any:
    return next(member for member in MEMBERS if member.key == key)


@dataclass(frozen=True)
class _Filling:
    """Puts names into texts, and the area's own agencies in their places."""

    names: Mapping[str, str]
    area: Mapping[str, str]

    def text(self, said: Any) -> Any:
        return said.format_map(self.names) if isinstance(said, str) else said

    def agencies(self, keys: Iterable[str]) -> tuple[str, ...]:
        return tuple(self.area.get(key, key) for key in keys)

    def reply(self, reply: Reply) -> Reply:
        lines = tuple(self._told(told) for told in reply.lines)
        return replace(reply, agency=self.agencies([reply.agency])[0], lines=lines)

    def _told(self, told: Told) -> Told:
        return replace(told, text=self.text(told.text), named=self.agencies(told.named))

    def deed(self, deed: Deed) -> Deed:
        said = {"wording": self.text(deed.wording), "report": self.text(deed.report)}
        return replace(deed, agency=self.agencies([deed.agency])[0], **said)

    def remark(self, remark: Remark) -> Remark:
        return replace(remark, text=self.text(remark.text), agency=self.agencies([remark.agency])[0])


def _replies(plot: Plot, fill: _Filling, referrer: str) -> tuple[Reply, ...]:
    """What agencies bring; whoever referred knows the victim, with nothing to add."""
    replies = tuple(fill.reply(reply) for reply in plot.replies)
    return replies if referrer in {reply.agency for reply in replies} else (*replies, Reply(referrer, ("v",)))


def _discussion(plot: Plot, fill: _Filling) -> Discussion:
    """Where nobody has brought the victim's voice, what they want is said from the referral, unless a reason stands."""
    remarks = list(plot.remarks)
    brought = any(told.kind is LineKind.VOICE for reply in plot.replies for told in reply.lines)
    if not (brought or plot.no_voice or any(remark.kind is NoteKind.VOICE for remark in remarks)):
        remarks.append(voice(plot.wants))
    return Discussion(
        tuple(fill.remark(remark) for remark in remarks),
        tuple(fill.deed(deed) for deed in plot.deeds),
        teller=fill.agencies([plot.teller])[0],
        no_voice=plot.no_voice,
        no_perpetrator=plot.no_perpetrator,
    )
