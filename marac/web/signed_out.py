"""What somebody is answered whose session is over: the way to sign in, and every word that they had just sent.

docs/decisions/0010: nothing typed is lost, and nothing typed is kept anywhere but in the page on their screen.
"""

from dataclasses import dataclass
from typing import ClassVar
from urllib.parse import urlencode

from starlette.datastructures import URL, FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from marac.web.page import Page, draw, url_maker


@dataclass(frozen=True)
class HeldPage(Page):
    """What was sent, ready to be sent again; `words`: those of its answers that somebody wrote as text."""

    template: ClassVar[str] = "errors/held.html"

    action: str
    answers: list[tuple[str, str]]
    words: list[str]
    sign_in: str


def answer_signed_out(request: Request, form: FormData | None = None) -> Response:
    """To sign-in when nothing was typed; else a page that holds it. A script is told, and its page left as it is."""
    answers = [(name, value) for name, value in form.multi_items() if isinstance(value, str)] if form else []
    words = [value for _, value in answers if len(value.split()) > 1]
    held = HeldPage(request.url.path + _query(request.url), answers, words, _then(request, "signed-in-again"))
    if request.headers.get("hx-request") == "true":
        told = {"HX-Retarget": "#notice", "HX-Reswap": "outerHTML"}
        return HTMLResponse(draw(request, held.fragment("notice")), 401, told)
    if request.headers.get("accept") == "application/json":
        return JSONResponse({"error": "signed-out"}, 401)
    if answers:
        return HTMLResponse(draw(request, held.whole()), 401)
    return RedirectResponse(_then(request), 303)


def _then(request: Request, name: str = "") -> str:
    """Sign-in, and afterwards a page: the one named, the one asked for, or the one whose empty form was sent."""
    if name:
        wanted = url_maker(request)(name)
    elif request.method in ("GET", "HEAD"):
        wanted = request.url.path + _query(request.url)
    else:
        came_from = URL(request.headers.get("referer", ""))
        wanted = came_from.path + _query(came_from)
    path = str(request.app.url_path_for("sign-in"))
    return f"{path}?{urlencode({'next': wanted})}" if wanted else path


def _query(asked: URL) -> str:
    return f"?{asked.query}" if asked.query else ""
