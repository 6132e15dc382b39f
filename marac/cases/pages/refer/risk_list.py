"""The risk list, four to six questions a page, and the stalking follow-up when its question is answered yes."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from starlette.datastructures import FormData
from starlette.requests import Request

from marac.cases import risk, topics
from marac.cases.operations import refer
from marac.cases.pages.refer.asking import LOST, Answered, answered
from marac.cases.pages.refer.draft import Draft, opened
from marac.store.work import Work
from marac.vocabulary import NotFound, RiskAnswer
from marac.web.endpoint import Answer
from marac.web.page import Page

TOPIC = "risk"
FOUR = "four"
ANSWERS = (
    topics.Option(RiskAnswer.YES, "Yes"),
    topics.Option(RiskAnswer.NO, "No"),
    topics.Option(RiskAnswer.DONT_KNOW, "Don't know"),
    topics.Option(RiskAnswer.NOT_ASKED, "Not asked"),
)
ANSWER_NAMES = {option.value: option.label for option in ANSWERS}
LAST = len(risk.R24.pages)
# The follow-up comes after the list, on pages of its own.
EACH = 6
FOLLOW_UP = LAST + 1
FOLLOW_UPS = tuple(risk.STALKING.items[start : start + EACH] for start in range(0, len(risk.STALKING.items), EACH))
END = LAST + len(FOLLOW_UPS)
OPTIONS = [(option.value, option.label) for option in ANSWERS]


@dataclass(frozen=True)
class RiskPage(Page):
    """One page of the list: each question with its answer and a comment, and the score so far."""

    template: ClassVar[str] = "cases/refer/risk.html"

    title: str
    code: str
    place: str
    action: str
    back: str
    items: tuple[risk.RiskItem, ...]
    values: Mapping[str, Any]
    errors: Mapping[str, str]
    version: str
    score: str
    hint: str
    checking: bool
    options: list[tuple[str, str]]
    four: list[tuple[str, str, str]]
    notice: str = ""
    theirs: tuple[tuple[str, str], ...] = ()


def show_risk(request: Request, work: Work) -> Answer:
    draft = opened(request, work)
    return _page(draft, _number(draft))


def save_risk(request: Request, work: Work, form: FormData) -> Answer:
    draft = opened(request, work, lock=True)
    number = _number(draft)
    page, got = _page(draft, number), answered(_fields(number), form)
    errors = got.errors or _too_long(number, got.answers)
    if errors:
        return replace(page, values=got.typed, errors=errors).whole(422)
    if got.version != page.version:
        return replace(page, values=got.typed, notice=LOST, theirs=_theirs(page, got)).whole(409)
    row = refer.risk_of(work, draft.case)
    kept = refer.save_risk(work, draft.case, _given(number, got.answers), version=row.version if row else 0, done=False)
    asked = risk.R24.follow_up_asked(refer.answered(kept))
    last = number == (END if asked else LAST)
    if last and not got.returns:
        refer.topic_done(work, draft.case, TOPIC)
    if got.returns:
        return draft.go(draft.home)
    return _onwards(draft, number, asked)


def _onwards(draft: Draft, number: int, follow_up_asked: bool) -> Answer:
    """The next page; from the answers to check back to them, but for a follow-up that has only now come up."""
    after = number + 1
    fresh = risk.R24.item(risk.STALKING.after).page == number
    if draft.checking:
        if fresh and follow_up_asked:
            return draft.go("refer.risk", page=FOLLOW_UP)
        return draft.go("refer.check")
    if after <= (END if follow_up_asked else LAST):
        return draft.go("refer.risk", page=after)
    return draft.after(TOPIC)


def _number(draft: Draft) -> int:
    """Raises NotFound for a page that is not there, or a follow-up that nothing has brought up."""
    number: int = draft.request.path_params["page"]
    asked = risk.R24.follow_up_asked(refer.answered(refer.risk_of(draft.work, draft.case)))
    if not 1 <= number <= (END if asked else LAST):
        raise NotFound("page")
    return number


def _items(number: int) -> tuple[risk.RiskItem, ...]:
    return risk.R24.page(number).items if number <= LAST else FOLLOW_UPS[number - FOLLOW_UP]


def _fields(number: int) -> list[topics.Field]:
    fields = []
    for item in _items(number):
        fields.append(topics.Field(item.code, item.label, topics.FieldKind.CHOICE, ANSWERS))
        fields.append(topics.Field(f"{item.code}-comment", f"Comment on “{item.label}”", topics.FieldKind.LONG))
    if number == END:
        words = tuple(topics.Option(four.value, four.value.capitalize(), four.hint) for four in risk.Four)
        fields.append(topics.Field(FOUR, "The four words", topics.FieldKind.CHOICES, words))
    return fields


def _too_long(number: int, answers: Mapping[str, Any]) -> dict[str, str]:
    names = [f"{item.code}-comment" for item in _items(number)]
    return {
        name: f"A comment must be {risk.LONGEST_COMMENT} characters or fewer"
        for name in names
        if len(answers.get(name, "")) > risk.LONGEST_COMMENT
    }


def _given(number: int, answers: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """What was posted, by item code; an item left empty is emptied."""
    given = {
        item.code: {"answer": answers.get(item.code, ""), "comment": answers.get(f"{item.code}-comment", "")}
        for item in _items(number)
    }
    if number == END:
        given |= {four.value: {"answer": "yes" if four in answers.get(FOUR, []) else ""} for four in risk.Four}
    return {code: {part: text for part, text in said.items() if text} for code, said in given.items()}


def _values(number: int, answers: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for item in _items(number):
        kept = answers.get(item.code, {})
        values |= {item.code: kept.get("answer", ""), f"{item.code}-comment": kept.get("comment", "")}
    return values | {FOUR: [four.value for four in risk.Four if answers.get(four.value, {}).get("answer")]}


def _theirs(page: RiskPage, got: Answered) -> tuple[tuple[str, str], ...]:
    return tuple(
        (item.label, ANSWER_NAMES.get(page.values[item.code], "No answer"))
        for item in page.items
        if page.values[item.code] != got.answers.get(item.code, "")
    )


def _page(draft: Draft, number: int) -> RiskPage:
    row = refer.risk_of(draft.work, draft.case)
    answers = row.answers if row else {}
    follow_up = number > LAST
    back = draft.path("refer.risk", page=number - 1) if number > 1 else draft.path("refer.topic", topic=TOPIC)
    return RiskPage(
        title=risk.STALKING.title if follow_up else risk.R24.page(number).title,
        code=draft.case.code,
        place=_place(number),
        action=draft.path("refer.risk.save", page=number),
        back=draft.path(draft.home) if draft.checking else back,
        items=_items(number),
        values=_values(number, answers),
        errors={},
        version=str(row.version if row else 0),
        score=risk.in_words(refer.answered(row)),
        hint=risk.HINT,
        checking=draft.checking,
        options=OPTIONS,
        four=[(four.value, four.value.capitalize(), four.hint) for four in risk.Four] if number == END else [],
    )


def _place(number: int) -> str:
    if number <= LAST:
        return f"Risk list, page {number} of {LAST}"
    return f"Stalking follow-up, page {number - LAST} of {len(FOLLOW_UPS)}"
