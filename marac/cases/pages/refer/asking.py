"""A page of questions given as data: drawn, read back, and nothing typed lost."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

from starlette.datastructures import FormData

from marac import clock
from marac.cases import topics
from marac.cases.pages.refer.draft import Draft
from marac.web.forms import PIECES, clean
from marac.web.page import Drawn, Page

Values = Mapping[str, Any]
LOST = "This page was saved in another tab or window while you were writing. Yours is below and is not saved yet."


@dataclass(frozen=True)
class PersonRow:
    """Somebody in a topic's list."""

    title: str
    name: str
    href: str


@dataclass(frozen=True)
class QuestionsPage(Page):
    """One topic, or one thing about a person: a heading and its questions."""

    template: ClassVar[str] = "cases/refer/questions.html"

    title: str
    code: str
    action: str
    back: str
    fields: tuple[topics.Field, ...]
    values: Values
    version: str
    hint: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)
    theirs: Sequence[tuple[str, str]] = ()
    may_return: bool = True
    checking: bool = False
    notice: str = ""
    people: Sequence[PersonRow] | None = None
    add: tuple[str, str] | None = None


@dataclass(frozen=True)
class Answered:
    """What was posted: the answers that could be read, what could not, and how it was typed."""

    answers: dict[str, Any]
    errors: dict[str, str]
    typed: dict[str, Any]
    version: str
    returns: bool

    def wrong(self, page: QuestionsPage, **errors: str) -> Drawn:
        """The page again, with every error beside its question and everything that was typed."""
        return replace(page, values=self.typed, errors={**self.errors, **errors}).whole(422)

    def late(self, page: QuestionsPage) -> Drawn:
        """The page again after another tab saved it: what was typed, and what stands now."""
        now = [
            (asked.label, said(asked, page.values.get(asked.name)))
            for asked in page.fields
            if self.answers.get(asked.name, "") != (page.values.get(asked.name) or "")
        ]
        return replace(page, values=self.typed, theirs=now, notice=LOST).whole(409)


def answered(fields: Iterable[topics.Field], form: FormData, *, strict: bool = False) -> Answered:
    """Read a form. What is missing is let pass unless `strict`: a half-empty page is saved too."""
    asked = list(fields) if strict else [replace(one, required=False) for one in fields]
    posted = {name: [str(value) for value in form.getlist(name)] for name in form}
    answers, errors = topics.validate(asked, posted, clock.today())
    return Answered(
        answers,
        errors,
        {one.name: _typed(one, form) for one in asked},
        str(form.get("version", "")),
        form.get("then") == "return",
    )


def _typed(asked: topics.Field, form: FormData) -> Any:
    if asked.kind is topics.FieldKind.DATE:
        return {piece: clean(str(form.get(f"{asked.name}-{piece}", ""))) for piece in PIECES}
    if asked.kind is topics.FieldKind.CHOICES:
        return [clean(str(value)) for value in form.getlist(asked.name)]
    return clean(str(form.get(asked.name, "")))


def said(asked: topics.Field, answer: Any) -> str:
    """An answer in words; empty where none was given."""
    return topics.in_words(asked, answer) if answer else ""


def stamp(draft: Draft, *values: object) -> str:
    """The version of a row that has none of its own: a fingerprint of what it said when the page was drawn."""
    return draft.work.keyring.blind("|".join(map(str, values))).hex()[:16]
