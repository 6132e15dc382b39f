"""What a browser sends is read here: text in UTF-8, and no more of it than a form of ours holds."""

from urllib.parse import unquote_to_bytes

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request

MOST_BYTES = 2 * 1024 * 1024
MOST_FIELDS = 600
LONGEST_FIELD = 256 * 1024  # bytes
LARGEST_FILE = 10 * 1024 * 1024  # bytes
_AROUND_FILE = 64 * 1024  # bytes of the form's other fields
_ENCODED = "application/x-www-form-urlencoded"


async def read_form(request: Request, most_fields: int = MOST_FIELDS, longest: int = LONGEST_FIELD) -> FormData:
    """The form that was posted. Raises HTTPException: 413 for too much of it, 400 for what is no text or no form.

    Starlette by itself would read wrong bytes as other characters, and say "Content Too Large" on an empty page.
    """
    body = await _body(request)
    kind = request.headers.get("content-type", "").lower()
    if kind.startswith(_ENCODED):
        right = body.isascii() and _is_text(unquote_to_bytes(body))
    else:
        right = _is_text(body) and ("charset" not in kind or "utf-8" in kind)
    if not right:
        raise HTTPException(400)
    try:
        return await request.form(max_files=0, max_fields=most_fields, max_part_size=longest)
    except HTTPException as wrong:
        too_much = "maximum size" in wrong.detail or "Too many fields" in wrong.detail
        raise HTTPException(413 if too_much else 400) from wrong


async def read_upload(request: Request) -> FormData:
    """A form with at most one file, of at most LARGEST_FILE. Raises HTTPException as read_form.

    Its other fields are wholly ours to clean (marac.web.forms): bytes of a file are no text to check.
    """
    if not request.headers.get("content-type", "").lower().startswith("multipart/form-data"):
        return await read_form(request)
    await _body(request, LARGEST_FILE + _AROUND_FILE)
    try:
        return await request.form(max_files=1, max_fields=MOST_FIELDS, max_part_size=_AROUND_FILE)
    except HTTPException as wrong:
        too_much = "maximum size" in wrong.detail or "Too many" in wrong.detail
        raise HTTPException(413 if too_much else 400) from wrong


def check_query(request: Request) -> None:
    """Raises HTTPException 400: after the question mark stands something that is no text."""
    query = unquote_to_bytes(request.scope["query_string"])
    if b"\0" in query or not _is_text(query):
        raise HTTPException(400)


async def _body(request: Request, most: int = MOST_BYTES) -> bytes:
    """All that was sent, kept for the parser; what is said to be too long is not read at all."""
    said = request.headers.get("content-length", "")
    if said.isdecimal() and int(said) > most:
        raise HTTPException(413)
    read = bytearray()
    async for piece in request.stream():
        read += piece
        if len(read) > most:
            raise HTTPException(413)
    request._body = bytes(read)  # as request.body() keeps it
    return request._body


def _is_text(sent: bytes) -> bool:
    try:
        sent.decode()
    except UnicodeDecodeError:
        return False
    return True
