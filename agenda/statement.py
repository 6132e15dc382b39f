"""The confidentiality statement, in our own words, by version: what each member accepts at each meeting (C05)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Statement:
    """One version. Never reworded once accepted by somebody: a change is a new version."""

    version: int
    paragraphs: tuple[str, ...]


STATEMENTS = (
    Statement(
        1,
        (
            "We meet to make a person at high risk of serious harm safer, and those around them, children above all. "
            "What is shared here may be used for that and for nothing else.",
            "I share what is needed and no more: facts as facts, opinions as opinions, with where they come from.",
            "What I see and hear about a case is for those who take part in that case. I tell nobody else, in my "
            "agency or outside it, unless the agency that brought it agrees or the law demands it.",
            "I do not record the meeting, and nobody can overhear me or see my screen. "
            "I keep papers safe and destroy them when I am asked to.",
            "Nobody tells the perpetrator or their family that a case was heard, nor does anything from which they "
            "could guess it. I read the safe-contact warnings before I call, write or visit.",
            "If I know anybody in a case, or could gain or lose by it, I say so before it is heard and leave it.",
            "I treat everybody we talk about with respect, whoever they are, and say so when somebody here does not.",
        ),
    ),
)
CURRENT = STATEMENTS[-1]
