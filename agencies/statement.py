"""The confidentiality statement of the year, in our own words, by version: what each member signs for their account.

The one that is accepted at each meeting is its own (agenda.statement); this one is a condition of being let in (C05).
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class YearlyStatement:
    """One version. Never reworded once signed by somebody: a change is a new version."""

    version: int
    paragraphs: tuple[str, ...]


YEARLY = (
    YearlyStatement(
        1,
        (
            "My account is mine alone. Nobody else uses it, and I sign out when I leave my screen.",
            "I open only what my part in a case needs. I know that every opening is recorded, and that my agency and "
            "the MARAC's auditors read the record.",
            "What I see and hear is for making somebody safer. I pass it on to nobody, in my agency or outside it, "
            "unless the agency that brought it agrees or the law demands it.",
            "I copy nothing out of this system but what an action of mine needs, keep that safe, and destroy it when "
            "it is done.",
            "If I know anybody in a case, or could gain or lose by it, I say so before I read it and leave it.",
            "If I have seen what I should not have seen, or something has gone to the wrong place, I tell my agency's "
            "data protection officer and the coordinator at once.",
            "When my job changes or I leave my agency, I say so beforehand, so that my access ends with it.",
        ),
    ),
)
CURRENT = YEARLY[-1]
