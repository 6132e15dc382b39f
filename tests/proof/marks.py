"""Unique words and days, one for each sealed field of each row, and how they are found again in what was sent."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

LETTERS = "bcdfghjklmnprstvwx"  # no vowel: no word of ours; no z: it ends a mark
FOUND = re.compile(r"qz[b-x]+?z|qv[b-x]{5}z", re.IGNORECASE)
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
DAY = re.compile(rf"(\d{{1,2}}) ({'|'.join(MONTHS)}) (19[0-6]\d)")
ISO = re.compile(r"19[0-6]\d-\d\d-\d\d")
FIRST = date(1900, 1, 1)
DAYS = 25_000


@dataclass(frozen=True)
class Mark:
    """Where a word was put: which field of which row."""

    row: Any
    field: str


class Marks:
    """Gives out words, and remembers where each was put."""

    def __init__(self) -> None:
        self.count = 0
        self.put: dict[str, Mark] = {}

    def word(self, row: Any, field: str) -> str:
        return self._keep(f"qz{self._letters()}z", row, field)

    def code(self, row: Any) -> str:
        return self._keep(f"qv{self._letters(5)}z", row, "code").upper()

    def day(self, row: Any, field: str) -> str:
        self.count += 1
        return self._keep((FIRST + timedelta(self.count % DAYS)).isoformat(), row, field)

    def forget(self) -> None:
        """Begin a new world: its words are its own, and are not used again."""
        self.put = {}

    def _keep(self, word: str, row: Any, field: str) -> str:
        self.put[word] = Mark(row, field)
        return word

    def _letters(self, least: int = 1) -> str:
        self.count += 1
        number, found = self.count, ""
        while number or len(found) < least:
            number, digit = divmod(number, len(LETTERS))
            found += LETTERS[digit]
        return found


def marks_in(text: str) -> frozenset[str]:
    """Every word and day of ours that stands in a text, in whatever capitals."""
    return frozenset(_found(text))


def _found(text: str) -> Iterator[str]:
    for word in FOUND.findall(text):
        yield word.casefold()
    for day, month, year in DAY.findall(text):
        yield f"{year}-{MONTHS.index(month) + 1:02d}-{int(day):02d}"
    yield from ISO.findall(text)
