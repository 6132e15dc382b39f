"""Our public keys, one set for each provider at which this house signs for itself."""

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from agencies.signin import register
from marac.web.house import house_of


async def show_keys(request: Request) -> Response:
    """A JWK set (RFC 7517), for anybody: nothing in it is secret."""
    keys = await run_in_threadpool(register.own_keys, house_of(request), register.key_of(request))
    if keys is None:
        raise HTTPException(404)
    return JSONResponse(keys)
