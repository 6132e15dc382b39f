"""What is typed about an information-sharing agreement."""

from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from pydantic import Field
from starlette.datastructures import FormData, UploadFile

from marac.web.forms import Form, Invalid
from marac.web.posted import LARGEST_FILE

PDF = b"%PDF-"


class Kind(StrEnum):
    UMBRELLA = "umbrella"
    MARAC = "marac"


class AgreementForm(Form):
    agency_id: UUID = Field(title="Choose the agency")
    kind: Kind = Field(title="Choose what was signed")
    label: str = Field(max_length=40, title="Enter the version")
    signed_by: str = Field(max_length=120, title="Enter who signed")
    signed_as: str = Field(max_length=120, title="Enter the post of who signed")
    signed_on: date = Field(title="Enter the date of signing")
    review_on: date = Field(title="Enter the date of the next review")
    expires_on: date = Field(title="Enter the date on which it expires")
    successor_id: UUID = Field(title="Choose to whom open actions would go")


class DecisionForm(Form):
    """For every deed on one agreement; which of these are needed depends on the deed."""

    said: str = Field(default="", max_length=2000)
    version: int = Field(default=0)
    review_on: date | None = Field(default=None, title="Enter a date as day, month and year")
    successor_id: UUID | None = Field(default=None, title="Choose somebody from the list")


def read_document(posted: FormData, typed: dict[str, Any]) -> tuple[bytes, str]:
    """The PDF and its name, cut to what a name needs. Raises Invalid with what was typed beside it."""
    given = posted.get("document")
    if not isinstance(given, UploadFile) or not given.filename:
        raise Invalid({"document": "Choose the signed document."}, typed)
    content = given.file.read(LARGEST_FILE + 1)
    if len(content) > LARGEST_FILE:
        raise Invalid({"document": "The document is larger than 10 MB."}, typed)
    if not content.startswith(PDF):
        raise Invalid({"document": "The document must be a PDF."}, typed)
    name = "".join(c for c in given.filename.rsplit("/")[-1].rsplit("\\")[-1] if c.isprintable())
    return content, name[-120:]
