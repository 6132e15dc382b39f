"""What could not be answered: a page in plain words for input that cannot be read, a lost database, a fault."""

import logging
from uuid import uuid4

from sqlalchemy.exc import DataError, InterfaceError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as NoneFree
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from marac.store.work import open_work
from marac.verbs import Verb
from marac.vocabulary import SIGN_IN
from marac.web.endpoint import told
from marac.web.errors import ErrorPage
from marac.web.house import house_of
from marac.web.rates import TooMany

LOST = (OperationalError, InterfaceError, NoneFree)
log = logging.getLogger("marac")


async def not_answered(request: Request, why: Exception) -> Response:
    """No such address, or what was sent to it cannot be read."""
    status = why.status_code if isinstance(why, HTTPException) else 404
    reference = uuid4().hex[:16]
    if isinstance(why, TooMany) and why.first:
        await run_in_threadpool(record_too_many, request, why, reference)
    answer = told(request, ErrorPage.of(status, "", reference))
    answer.headers.update((why.headers or {}) if isinstance(why, HTTPException) else {})
    return answer


def record_too_many(request: Request, why: TooMany, reference: str) -> None:
    """That somebody tried too often, once in each window; neither who nor from where is known for certain."""
    with open_work(house_of(request).store, SIGN_IN, reference) as work:
        work.log(Verb.REQUEST_REFUSED, reason=f"too many: {why.rate.name}")


async def not_kept(request: Request, why: Exception) -> Response:
    """503 when the database is away, 400 when it cannot hold what was sent; all else is a fault."""
    if isinstance(why, DataError):
        status = 400
    elif is_lost(why):
        status = 503
    else:
        raise why
    answer = told(request, ErrorPage.of(status, "", _logged(request, why)))
    if status == 503:
        answer.headers["retry-after"] = "30"
    return answer


async def broken(request: Request, why: Exception) -> Response:
    return told(request, ErrorPage.of(500, "", _logged(request, why)))


def is_lost(why: BaseException | None) -> bool:
    """Whether the connection went: leaving a nested look may say so in words of its own."""
    return why is not None and (isinstance(why, LOST) or is_lost(why.__context__))


def _logged(request: Request, why: Exception) -> str:
    """What happened and where, without a word of what was typed; the reference under which it stands in the log."""
    reference = uuid4().hex
    log.error("fault %s at %s: %s", reference, getattr(request.scope.get("route"), "name", "?"), type(why).__name__)
    return reference


HANDLERS = {HTTPException: not_answered, SQLAlchemyError: not_kept, 500: broken}
