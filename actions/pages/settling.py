"""What is reported of an action: three outcomes, another person or date, an answer to a condition."""

from collections.abc import Callable
from typing import TypeVar

from starlette.datastructures import FormData
from starlette.requests import Request

from actions import operations
from actions.catalogue import find
from actions.forms import CompleteForm, ConditionForm, NotDoneForm, NotPossibleForm, OpenAgainForm, ReassignForm
from actions.models import Action
from actions.pages.showing import Tried, asks_warnings, drawn, found
from marac.cases.operations.leading import may_lead
from marac.policy import actions as policy
from marac.store.work import Work
from marac.vocabulary import Conflict, Refused, Verdict, Viewer
from marac.web.endpoint import Answer, go_to
from marac.web.forms import Form, Invalid
from marac.web.page import url_maker

F = TypeVar("F", bound=Form)
Rule = Callable[[Viewer, Action], Verdict]


def complete(request: Request, work: Work, posted: FormData) -> Answer:
    def do(action: Action, form: CompleteForm) -> None:
        read = form.warnings_read == "yes"
        if asks_warnings(work, action, find(action.catalogue_code)) and not read:
            raise Invalid({"warnings_read": "Confirm that the safe-contact warnings were read."}, form.model_dump())
        operations.complete(work, action, form.outcome, form.evidence, version=form.version, warnings_read=read)

    return _try(request, work, posted, CompleteForm, policy.may_settle, do, "completed")


def not_possible(request: Request, work: Work, posted: FormData) -> Answer:
    def do(action: Action, form: NotPossibleForm) -> None:
        operations.not_possible(work, action, form.changed, version=form.version)

    return _try(request, work, posted, NotPossibleForm, policy.may_settle, do, "not-possible")


def not_done(request: Request, work: Work, posted: FormData) -> Answer:
    def do(action: Action, form: NotDoneForm) -> None:
        operations.not_done(work, action, form.why, version=form.version)

    return _try(request, work, posted, NotDoneForm, policy.may_settle, do, "not-done")


def open_again(request: Request, work: Work, posted: FormData) -> Answer:
    def do(action: Action, form: OpenAgainForm) -> None:
        operations.open_again(work, action, form.again, version=form.version)

    return _try(request, work, posted, OpenAgainForm, policy.may_open_again, do, "again")


def reassign(request: Request, work: Work, posted: FormData) -> Answer:
    def do(action: Action, form: ReassignForm) -> None:
        dated = form.due_on is not None and form.due_on != action.due_on
        if dated and not form.reason:
            raise Invalid({"reason": "Say why the date changes."}, form.model_dump())
        try:
            operations.reassign(
                work, action, form.member_id, form.due_on if dated else None, reason=form.reason, version=form.version
            )
        except Refused as why:
            raise Invalid({"member_id": str(why)}, form.model_dump()) from None

    return _try(request, work, posted, ReassignForm, policy.may_hand_on, do, "changed")


def answer_condition(request: Request, work: Work, posted: FormData) -> Answer:
    def do(action: Action, form: ConditionForm) -> None:
        operations.answer_condition(work, action, form.code, form.answer, version=form.version)

    return _try(request, work, posted, ConditionForm, policy.may_answer, do, "answered")


def _try(
    request: Request,
    work: Work,
    posted: FormData,
    kind: type[F],
    rule: Rule,
    do: Callable[[Action, F], None],
    done: str,
) -> Answer:
    """Do it and show the action; what cannot be taken comes back with everything typed, also beside a newer version.

    What is settled by now is no refusal but a change by somebody else, where the form is older than that.
    """
    action = found(request, work)
    work.require(may_lead(work, action.case_id))
    try:
        form = kind.read(posted)
    except Invalid as wrong:
        work.require(rule(work.viewer, action), action)
        return drawn(work, action, Tried(done, wrong.typed, wrong.errors)).whole(422)
    work.require(policy.may_see_to(work.viewer, action))
    action = found(request, work, lock=True)
    try:
        if getattr(form, "version", action.version) != action.version:
            raise Conflict("action")
        work.require(rule(work.viewer, action), action)
        do(action, form)
    except Conflict:
        return drawn(work, action, Tried(done, form.model_dump(), conflict=True)).whole(409)
    except Invalid as wrong:
        return drawn(work, action, Tried(done, wrong.typed, wrong.errors)).whole(422)
    return go_to(request, url_maker(request)("action", {"done": done}, action_id=action.id))
