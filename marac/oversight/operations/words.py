"""Words about a case are sealed under its key; about no case they are of staff alone, and stand in the plain field."""

from typing import Any


def write(row: Any, name: str, words: str) -> None:
    setattr(row, name if row.case_id else f"plain_{name}", words)


def read(row: Any, name: str) -> str:
    return str(getattr(row, name if row.case_id else f"plain_{name}"))
