"""An event as the bytes that are hashed (docs/decisions/0006)."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

FIELDS = (
    "agency_id", "at", "case_id", "hat", "items", "marac_id", "meeting_id", "member_id", "operation", "reason",
    "recipients", "request_id", "salt", "schema_version", "seat_id", "sign_in_id", "verb",
)  # fmt: skip
_JSON = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def canonical(event: Mapping[str, Any]) -> bytes:
    """JSON with sorted keys, no spaces, UTF-8; times in UTC with microseconds, UUIDs in lower case, salt as hex."""
    return _JSON.encode({name: _plain(event[name]) for name in FIELDS}).encode()


def _plain(value: Any) -> Any:
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    return value
