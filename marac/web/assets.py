"""Files of our own that browsers keep: an address changes with what the file holds, so it may be kept for long."""

from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from urllib.parse import parse_qs

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

import marac

FOLDER = Path(marac.__file__).parent / "static"
KEPT = "public, max-age=31536000, immutable"
ASKED_AGAIN = "public, no-cache"  # scripts import each other without a version: the browser asks, and is told 304


def static(name: str) -> str:
    """The address of a file of `marac/static`. Raises FileNotFoundError when there is none."""
    return f"/static/{name}?v={version(name)}"


def version(name: str) -> str:
    """The first ten digits of the file's SHA-256."""
    file = FOLDER / name
    return _digest(file, file.stat().st_mtime_ns)


@lru_cache
def _digest(file: Path, _changed: int) -> str:
    return sha256(file.read_bytes()).hexdigest()[:10]


class Assets(StaticFiles):
    """Serves `marac/static`: kept for a year when asked for by the version that it has, else asked for again."""

    def __init__(self) -> None:
        super().__init__(directory=FOLDER)

    async def get_response(self, path: str, scope: Scope) -> Response:
        answer = await super().get_response(path, scope)
        asked = parse_qs(scope["query_string"].decode("ascii", "replace")).get("v", [""])[0]
        if answer.status_code in (200, 304):
            right = asked and asked == version(path)
            answer.headers["cache-control"] = KEPT if right else ASKED_AGAIN
        return answer
