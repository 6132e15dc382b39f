"""Reading what was posted for a topic: typed, capped, in plain English where it cannot be read."""

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from datetime import date

from marac.cases.topics.dates import BadDate, day_of, spoken_day
from marac.cases.topics.fields import Field, FieldKind

Answer = str | list[str]
Posted = Mapping[str, list[str]]

MOST = 9999
# Overrides of writing direction can make one name or number read as another.
DISGUISES = frozenset("\u202d\u202e")


class Mistake(Exception):
    """An answer that cannot be kept, with the sentence for the person who gave it."""


def validate(
    fields: Iterable[Field], posted: Posted, today: date | None = None
) -> tuple[dict[str, Answer], dict[str, str]]:
    """Answers by field name, and sentences by field name for those that could not be read.

    Empty answers are left out, and so are answers to questions that an earlier answer does not bring up. Dates come
    out as YYYY-MM-DD, several choices as a list in the order offered. `today` is needed to refuse dates in the future.
    """
    answers: dict[str, Answer] = {}
    errors: dict[str, str] = {}
    for field in fields:
        if not asked(field, answers):
            continue
        try:
            answer = READERS[field.kind](field, posted)
            _check_past(field, answer, today)
        except Mistake as mistake:
            errors[field.name] = str(mistake)
            continue
        if answer:
            answers[field.name] = answer
        elif field.required:
            errors[field.name] = f"Answer “{field.label}”"
    return answers, errors


def asked(field: Field, answers: Mapping[str, Answer]) -> bool:
    """Whether the answers so far bring this question up."""
    if field.shown_if is None:
        return True
    name, value = field.shown_if
    answer = answers.get(name)
    return value in answer if isinstance(answer, list) else answer == value


def in_words(field: Field, answer: Answer) -> str:
    """An answer as a person reads it: "Ex-partner", "21 November 2026"."""
    if field.options:
        labels = {option.value: option.label for option in field.options}
        values = [answer] if isinstance(answer, str) else answer
        return ", ".join(labels.get(value, value) for value in values)
    words = answer if isinstance(answer, str) else ", ".join(answer)
    return spoken_day(words) if field.kind is FieldKind.DATE else words


def _single(name: str, label: str, posted: Posted) -> str:
    given = [value for value in posted.get(name, []) if value.strip()]
    if len(given) > 1:
        raise Mistake(f"Give one answer to “{label}”")
    return unicodedata.normalize("NFC", given[0]).strip() if given else ""


def _refuse_hidden(value: str, label: str, allowed: str = "") -> None:
    for character in value:
        hidden = unicodedata.category(character) in ("Cc", "Cs") or character in DISGUISES
        if hidden and character not in allowed:
            raise Mistake(f"“{label}” has a hidden character in it. Type it again instead of pasting it")


def _text(field: Field, posted: Posted) -> str:
    value = _single(field.name, field.label, posted)
    _refuse_hidden(value, field.label)
    return _capped(field, value)


def _long(field: Field, posted: Posted) -> str:
    value = _single(field.name, field.label, posted).replace("\r\n", "\n").replace("\r", "\n")
    _refuse_hidden(value, field.label, allowed="\n\t")
    return _capped(field, value)


def _capped(field: Field, value: str) -> str:
    if len(value) > field.longest:
        raise Mistake(f"“{field.label}” must be {field.longest:,} characters or fewer. It has {len(value):,}")
    return value


def _choice(field: Field, posted: Posted) -> str:
    value = _single(field.name, field.label, posted)
    if value and value not in {option.value for option in field.options}:
        raise Mistake(f"Choose one of the answers to “{field.label}”")
    return value


def _choices(field: Field, posted: Posted) -> list[str]:
    given = {value.strip() for value in posted.get(field.name, [])} - {""}
    chosen = [option for option in field.options if option.value in given]
    if len(chosen) < len(given):
        raise Mistake(f"Choose from the answers to “{field.label}”")
    alone = next((option for option in chosen if option.exclusive), None)
    if alone and len(chosen) > 1:
        raise Mistake(f"“{field.label}”: choose “{alone.label}” or other answers, not both")
    return [option.value for option in chosen]


def _number(field: Field, posted: Posted) -> str:
    value = _single(field.name, field.label, posted)
    if not value:
        return ""
    if not (value.isascii() and value.isdecimal() and len(value) <= len(str(MOST))):
        raise Mistake(f"“{field.label}” must be a whole number from 0 to {MOST:,}, in figures")
    return str(int(value))


def _date(field: Field, posted: Posted) -> str:
    parts = [_single(f"{field.name}-{part}", field.label, posted) for part in ("day", "month", "year")]
    whole = parts if any(parts) else _single(field.name, field.label, posted)
    try:
        return day_of(whole)
    except BadDate as bad:
        raise Mistake(f"“{field.label}” {bad}") from None


def _check_past(field: Field, answer: Answer, today: date | None) -> None:
    if field.past and today and isinstance(answer, str) and answer > today.isoformat():
        raise Mistake(f"“{field.label}” must be today or in the past")


READERS: Mapping[FieldKind, Callable[[Field, Posted], Answer]] = {
    FieldKind.TEXT: _text,
    FieldKind.LONG: _long,
    FieldKind.YES_NO: _choice,
    FieldKind.YES_NO_UNKNOWN: _choice,
    FieldKind.CHOICE: _choice,
    FieldKind.CHOICES: _choices,
    FieldKind.DATE: _date,
    FieldKind.NUMBER: _number,
}
