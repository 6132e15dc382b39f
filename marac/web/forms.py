"""A form is a pydantic model; what is wrong comes back by field, in plain words, with what was typed."""

import unicodedata
from typing import Any, Self, get_origin

from pydantic import BaseModel, ConfigDict, ValidationError
from starlette.datastructures import FormData

LONGEST = 20_000
HIDDEN = "This held a hidden character, which has been taken out. Check the words and send them again."
PIECES = ("day", "month", "year")


class Invalid(Exception):
    """What was posted cannot be taken: `errors` by field, `typed` as it was."""

    def __init__(self, errors: dict[str, str], typed: dict[str, Any]) -> None:
        super().__init__(", ".join(errors))
        self.errors = errors
        self.typed = typed


class Form(BaseModel):
    """Fields of a list type take every value posted; `x-day`, `x-month`, `x-year` make up a date `x`.

    A field's `title` is its error when nothing usable was given: "Enter the date of the meeting".
    """

    model_config = ConfigDict(str_strip_whitespace=True, extra="ignore", frozen=True)

    @classmethod
    def read(cls, posted: FormData) -> Self:
        """Raises Invalid."""
        typed = {name: _value(posted, name, _many(field.annotation)) for name, field in cls.model_fields.items()}
        given = {name: value for name, value in typed.items() if not _empty(value)}
        errors: dict[str, str] = {}
        try:
            read = cls.model_validate(given)
        except ValidationError as wrong:
            for error in wrong.errors():
                name = str(error["loc"][0]) if error["loc"] else "form"
                errors.setdefault(name, cls._said(name, dict(error)))
        for name in cls.model_fields:
            if any("\0" in str(value) for value in posted.getlist(name)):
                errors.setdefault(name, HIDDEN)
        if errors:
            raise Invalid(errors, typed) from None
        return read

    @classmethod
    def _said(cls, name: str, error: dict[str, Any]) -> str:
        if error["type"] == "value_error":
            return str(error["ctx"]["error"])
        if error["type"] == "string_too_long":
            return f"Use {error['ctx']['max_length']} characters or fewer."
        field = cls.model_fields.get(name)
        return (field.title if field and field.title else f"Check {name.replace('_', ' ')}").rstrip(".") + "."


def _empty(value: Any) -> bool:
    """White space alone is nothing given, so that what is required is asked for."""
    return not value.strip() if isinstance(value, str) else value is None


def _many(annotation: Any) -> bool:
    return get_origin(annotation) in (list, tuple, set, frozenset)


def _value(posted: FormData, name: str, many: bool) -> Any:
    if many:
        return [clean(str(value)) for value in posted.getlist(name) if str(value)]
    pieces = [clean(str(posted.get(f"{name}-{piece}", ""))).strip() for piece in PIECES]
    if any(pieces):
        day, month, year = pieces
        return f"{year.zfill(4)}-{month.zfill(2)}-{day.zfill(2)}"
    return clean(str(posted.get(name, "")))


def clean(text: str) -> str:
    """Plain text: line ends made one kind, quotes from Word kept, control characters dropped, length capped."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    kept = "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cs", "Co"})
    return kept[:LONGEST]
