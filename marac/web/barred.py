"""Why somebody who is signed in is let in under no hat that shows a case, and what to do about it."""

from marac.vocabulary import Refused

SAID = {
    "training": "Your MARAC training is out of date, or none is recorded. Ask your agency's administrator "
    "or the coordinator to record it; until then you are shown no case.",
    "statement": "You have not signed the confidentiality statement this year. Read and sign it under "
    "“Your account”; until then you are shown no case.",
}


class Barred(Refused):
    """A condition of access is not met: 403 with the reason. `why` is the name of the condition (C05, C06)."""

    def __init__(self, why: str) -> None:
        super().__init__(SAID[why])
        self.why = why
