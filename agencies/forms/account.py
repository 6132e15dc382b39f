"""Forms about oneself."""

from pydantic import Field

from marac.cases.likeness import of_home
from marac.web.forms import Form, Invalid


class HomeForm(Form):
    """One's own address: the line with house or flat, and the postcode; both empty take it back."""

    line: str = Field(default="", max_length=200)
    postcode: str = Field(default="", max_length=10)

    def check(self) -> None:
        """Raises Invalid for half an address."""
        if not (self.line or self.postcode) or (self.line and of_home(self.line, self.postcode)):
            return
        errors = {} if self.line else {"line": "Enter the first line, with house and flat."}
        if not of_home("1", self.postcode):
            errors["postcode"] = "Enter a full postcode, such as QX6 1ZZ."
        raise Invalid(errors, self.model_dump())
