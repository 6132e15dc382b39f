"""What is posted about keeping and erasing a case."""

from pydantic import Field

from marac.proceedings import ErasureGround, HoldKind
from marac.web.forms import Form

LONGEST = 4000


class HoldForm(Form):
    kind: HoldKind = Field(title="Choose why it must be kept")
    reason: str = Field(title="Say what is going on", min_length=1, max_length=LONGEST)


class CodeForm(HoldForm):
    """An officer names the case by its code."""

    code: str = Field(title="Enter the code of the case", min_length=1, max_length=40)


class LiftForm(Form):
    why: str = Field(title="Say why it can be lifted", min_length=1, max_length=LONGEST)


class EraseForm(Form):
    ground: ErasureGround = Field(title="Choose why it is to be erased")
    words: str = Field(title="Say why, for the person who confirms", min_length=1, max_length=LONGEST)
