"""How often one account and one address may try: moving windows, in the memory of each process.

With several processes each counts for itself, so that together they allow at most that many times as much.
"""

from dataclasses import dataclass, field
from hashlib import sha256

from limits import RateLimitItem, RateLimitItemPerHour, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.exceptions import HTTPException
from starlette.requests import Request


@dataclass(frozen=True)
class Rate:
    """So many times within a window, of one kind of thing."""

    name: str
    limit: RateLimitItem


# An agency's people often share one address: a police force signs in at nine behind it.
SIGN_IN_FROM = Rate("sign-in-from", RateLimitItemPerMinute(120))
SIGN_IN_AS = Rate("sign-in-as", RateLimitItemPerMinute(10, 5))
CALLBACK_FROM = Rate("callback-from", RateLimitItemPerMinute(120))
BACK_CHANNEL_FROM = Rate("back-channel-from", RateLimitItemPerMinute(240))
DOWNLOADS = Rate("downloads", RateLimitItemPerHour(60))


class TooMany(HTTPException):
    """429, with the seconds after which it may be tried again. `rate` names what was tried too often."""

    def __init__(self, rate: Rate, first: bool) -> None:
        seconds = rate.limit.get_expiry()
        super().__init__(429, headers={"retry-after": str(seconds)})
        self.rate = rate
        self.first = first


@dataclass(frozen=True)
class Rates:
    """What one process has counted. `off` is for tests of other refusals."""

    off: bool = False
    _counted: MovingWindowRateLimiter = field(default_factory=lambda: MovingWindowRateLimiter(MemoryStorage()))

    def hit(self, rate: Rate, key: str) -> None:
        """Count one try. Raises TooMany; `first` once in a window, so that the record is not flooded."""
        if self.off:
            return
        hashed = sha256(key.encode()).hexdigest()
        if not self._counted.hit(rate.limit, rate.name, hashed):
            told = type(rate.limit)(1, rate.limit.multiples)
            raise TooMany(rate, first=self._counted.hit(told, f"{rate.name}-told", hashed))


def count(request: Request, rate: Rate, key: str = "") -> None:
    """Count a try under a key, or under the address that it came from. Raises TooMany."""
    rates = request.app.state.rates
    assert isinstance(rates, Rates)
    rates.hit(rate, key or from_where(request))


def from_where(request: Request) -> str:
    """The address that a request came from, as the server was told it."""
    return request.client.host if request.client else ""
