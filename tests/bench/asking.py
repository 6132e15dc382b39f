"""A small client: four connections kept open, each asking again as soon as it is answered."""

import http.client
import threading
import time
from dataclasses import dataclass, field
from statistics import median

CONNECTIONS = 4


@dataclass
class Rate:
    """Answers a second, round by round."""

    rounds: list[float] = field(default_factory=list)

    @property
    def middle(self) -> float:
        return median(self.rounds)


@dataclass(frozen=True)
class Target:
    """One address and how it is asked for."""

    port: int
    path: str
    cookie: str = ""

    def ask(self, connection: http.client.HTTPConnection) -> int:
        connection.request("GET", self.path, headers={"cookie": self.cookie} if self.cookie else {})
        answer = connection.getresponse()
        answer.read()
        return answer.status


def a_round(target: Target, seconds: float) -> float:
    """Answers a second over all connections. Raises RuntimeError at an answer other than 200."""
    until = time.perf_counter() + seconds
    counts = [0] * CONNECTIONS
    failed: list[int] = []

    def keep_asking(number: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", target.port, timeout=30)
        while time.perf_counter() < until and not failed:
            status = target.ask(connection)
            if status != 200:
                failed.append(status)
            counts[number] += 1
        connection.close()

    began = time.perf_counter()
    threads = [threading.Thread(target=keep_asking, args=(number,)) for number in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise RuntimeError(f"{target.path} was answered with {failed[0]}")
    return sum(counts) / (time.perf_counter() - began)


def in_turn(targets: dict[str, Target], seconds: float, rounds: int) -> dict[str, Rate]:
    """A, B, C, A, B, C, ...: whatever else this machine does meets all of them alike. One round each to warm up."""
    rates = {name: Rate() for name in targets}
    for number in range(rounds + 1):
        for name, target in targets.items():
            rate = a_round(target, seconds if number else seconds / 2)
            if number:
                rates[name].rounds.append(rate)
    return rates
