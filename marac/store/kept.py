"""The opened keys that one process remembers: a bounded number of them, for a bounded time."""

import time
from collections import OrderedDict
from threading import Lock
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

MOST = 4096
LONGEST = 600.0  # seconds from opening, however often it is used


class KeptKeys:
    """Safe to use from several threads.

    Each key is kept with the number of keys that had been destroyed when it was opened. A work that begins after
    another destruction knows a higher number, and is given none that was opened before.
    """

    def __init__(self, most: int = MOST, longest: float = LONGEST) -> None:
        self._most, self._longest = most, longest
        self._kept: OrderedDict[UUID, tuple[AESGCM, int, float]] = OrderedDict()
        self._lock = Lock()

    def get(self, case_id: UUID, destroyed: int) -> AESGCM | None:
        found = self._kept.get(case_id)
        if found is None or found[1] < destroyed or time.monotonic() > found[2]:
            return None
        return found[0]

    def put(self, case_id: UUID, cipher: AESGCM, destroyed: int) -> None:
        with self._lock:
            self._kept.pop(case_id, None)
            self._kept[case_id] = cipher, destroyed, time.monotonic() + self._longest
            while len(self._kept) > self._most or next(iter(self._kept.values()))[2] < time.monotonic():
                self._kept.popitem(last=False)

    def __len__(self) -> int:
        return len(self._kept)
