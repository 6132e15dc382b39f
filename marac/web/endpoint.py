"""The one door between HTTP and a unit of work: leaving it commits, and nothing is sent before."""

import logging
from collections.abc import Awaitable, Callable
from typing import Any, Protocol
from uuid import UUID, uuid4

from sqlalchemy.orm.exc import StaleDataError
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from marac.store.work import Work, open_work
from marac.verbs import Verb
from marac.vocabulary import SIGN_IN, Conflict, NotFound, Refused, Viewer
from marac.web.barred import Barred
from marac.web.errors import ErrorPage
from marac.web.house import house_of
from marac.web.page import Drawn, Page, draw, url_maker
from marac.web.posted import check_query, read_form, read_upload
from marac.web.signed_out import answer_signed_out
from marac.web.viewer import SignedIn, token_of, touch, who

Endpoint = Callable[[Request], Awaitable[Response]]
Answer = Page | Drawn | Response
log = logging.getLogger("marac")


class Handler(Protocol):
    def __call__(self, request: Request, work: Work, /) -> Answer: ...


class FormHandler(Protocol):
    def __call__(self, request: Request, work: Work, form: FormData, /) -> Answer: ...


class Door:
    """An endpoint that lets one handler do one viewer's work, in a thread."""

    def __init__(self, handler: Any, reads_form: bool, takes_file: bool = False) -> None:
        self.handler = handler
        self.reads_form = reads_form
        self.takes_file = takes_file

    async def answer(self, request: Request) -> Response:
        check_query(request)
        form: tuple[FormData, ...] = ()
        if self.reads_form:
            form = (await (read_upload if self.takes_file else read_form)(request),)
        try:
            return await run_in_threadpool(self._answer, request, *form)
        finally:
            await request.close()  # and with it any file that was sent

    def _answer(self, request: Request, *form: FormData) -> Response:
        house = house_of(request)
        signed_in = who(house.store.engine, token_of(request, house.settings))
        if signed_in is None:
            return answer_signed_out(request, *form)
        if request.headers.get("x-unattended") != "yes":  # a live screen that looks again by itself is no use of it
            touch(house.store, signed_in)
        request_id = uuid4().hex[:16]
        viewer: Viewer | None = None
        try:
            viewer = signed_in.viewer(request.path_params["marac"], request.path_params["hat"])
            with open_work(house.store, viewer, request_id) as work:
                return self._drawn(request, work, signed_in, self.handler(request, work, *form))
        except (Refused, NotFound, Conflict, StaleDataError) as why:
            return refuse(request, signed_in, viewer, request_id, why)

    def _drawn(self, request: Request, work: Work, signed_in: SignedIn, answer: Answer) -> Response:
        """Render inside the work, then record what was opened: no record, no page."""
        if isinstance(answer, Response):
            work.session.info.pop("opened", None)
            return answer
        drawn = answer.whole() if isinstance(answer, Page) else answer
        html = draw(request, drawn, signed_in)
        work.log_openings()
        return HTMLResponse(html, drawn.status)


def page(show: Handler) -> Endpoint:
    """A GET: shows something to one viewer."""
    return Door(show, reads_form=False).answer


def deed(do: FormHandler, file: bool = False) -> Endpoint:
    """A POST: does something as one viewer, from a form; perhaps one with a file."""
    return Door(do, reads_form=True, takes_file=file).answer


def is_htmx(request: Request) -> bool:
    return request.headers.get("hx-request") == "true"


def redirect(request: Request, name: str, /, **params: Any) -> Response:
    """After a deed: to the page that shows its result (303, or its htmx equal)."""
    return go_to(request, url_maker(request)(name, **params))


def go_to(request: Request, path: str) -> Response:
    if is_htmx(request):
        return Response(status_code=200, headers={"HX-Redirect": path})
    return RedirectResponse(path, status_code=303)


def refuse(request: Request, signed_in: SignedIn, viewer: Viewer | None, request_id: str, why: Exception) -> Response:
    """403, 404 or 409: the same page and the same effort whether the thing exists or not; recorded."""
    status = 403 if isinstance(why, Refused) else 404 if isinstance(why, NotFound) else 409
    reason = str(why) if status == 403 else ""
    if isinstance(why, Barred):
        record_bar(request, signed_in, request_id, why)
    elif viewer is not None and status != 409:
        record_refusal(request, viewer, request_id, Verb.REQUEST_REFUSED if reason else Verb.REQUEST_NOT_FOUND, reason)
    return told(request, ErrorPage.of(status, reason, request_id), signed_in)


def told(request: Request, shown: ErrorPage, signed_in: SignedIn | None = None) -> Response:
    """The whole page, or in answer to htmx the notice alone, above what was typed."""
    if is_htmx(request):
        html = draw(request, shown.fragment("notice"), signed_in)
        return HTMLResponse(html, shown.status, {"HX-Retarget": "#notice", "HX-Reswap": "outerHTML"})
    return HTMLResponse(draw(request, shown.whole(), signed_in), shown.status)


def record_bar(request: Request, signed_in: SignedIn, request_id: str, why: Barred) -> None:
    """Nobody looks yet, so signing in records it, under the member's agency."""
    with open_work(house_of(request).store, SIGN_IN, request_id) as work:
        member = {"t": "member", "id": str(signed_in.member_id)}
        work.log(Verb.REQUEST_REFUSED, items=[member], reason=why.why, agency_id=signed_in.agency_id)


def record_refusal(request: Request, viewer: Viewer, request_id: str, verb: Verb, reason: str) -> None:
    """A refused work rolled back with its work, so it is recorded in a small work of its own."""
    asked = [{"t": "route", "id": str(getattr(request.scope.get("route"), "name", ""))}]
    asked += [{"t": name, "id": str(value)} for name, value in request.path_params.items() if isinstance(value, UUID)]
    with open_work(house_of(request).store, viewer, request_id) as work:
        work.log(verb, items=asked, reason=reason)
