"""Debian's glewlwyd, another program in another language: one agency's provider on loopback, its rows in SQLite."""

import gzip
import hmac
import os
import secrets
import socket
import sqlite3
import subprocess
import time
from base64 import b32encode
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
from joserfc.jwk import RSAKey

from tests.interop.op import PLAIN, Client
from tests.interop.visitor import Visitor

UNPACKED = Path(__file__).parents[2] / ".interop" / "glewlwyd"
PLUGIN = "agency"
PATIENCE = 20  # seconds
ADMIN = {"username": "admin", "password": "password"}  # as its SQL has it
SCHEME = {"scheme_type": "otp", "scheme_name": "otp"}
STEP, DIGITS = 30, 6  # of its authenticator: seconds, figures
CONFIG = """
port={port}
bind_address="127.0.0.1"
external_url="http://127.0.0.1:{port}"
login_url="login.html"
api_prefix="api"
cookie_domain="127.0.0.1"
cookie_secure=0
session_key="GLEWLWYD_{port}"
log_mode="file"
log_file="{home}/log"
log_level="WARNING"
hash_algorithm="SHA512"
user_module_path="{lib}/user"
user_middleware_module_path="{lib}/user_middleware"
client_module_path="{lib}/client"
user_auth_scheme_module_path="{lib}/scheme"
plugin_module_path="{lib}/plugin"
database = {{ type = "sqlite3", path = "{home}/rows.db" }};
"""


@dataclass(frozen=True)
class Resident:
    """Somebody whom it knows."""

    name: str
    password: str
    seed: bytes

    def code(self) -> str:
        """What their authenticator shows now (RFC 6238)."""
        made = hmac.digest(self.seed, int(time.time() // STEP).to_bytes(8), "sha1")
        at = made[-1] & 15
        return str((int.from_bytes(made[at : at + 4]) & 0x7FFFFFFF) % 10**DIGITS).zfill(DIGITS)


class Glewlwyd:
    """One process with one plug-in, its administrator at hand."""

    def __init__(self, home: Path) -> None:
        assert (UNPACKED / "unpacked").exists(), "run `make install-dev`: glewlwyd is missing"
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{port}"
        self.issuer = f"{self.address}/api/{PLUGIN}"
        lib = UNPACKED / "usr" / "lib" / "glewlwyd"
        (home / "config").write_text(CONFIG.format(port=port, home=home, lib=lib))
        with closing(sqlite3.connect(home / "rows.db")) as rows:
            rows.executescript(_packaged("init.sqlite3.sql.gz"))
        places = [str(place) for place in (UNPACKED / "usr" / "lib").glob("*-linux-gnu*")]
        ends_with_us = ["setpriv", "--pdeathsig", "TERM"]
        self._process = subprocess.Popen(
            [*ends_with_us, str(UNPACKED / "usr" / "bin" / "glewlwyd"), "--config-file", str(home / "config")],
            env={"LD_LIBRARY_PATH": ":".join(places), "PATH": os.environ["PATH"]},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self.clients: list[Client] = []
        self._entered: dict[str, dict[tuple[str, str], str]] = {}
        self._admin = httpx2.Client(base_url=f"{self.address}/api", **PLAIN)

    def stop(self) -> None:
        self._admin.close()
        self._process.terminate()
        self._process.wait(PATIENCE)

    def begin(self) -> None:
        """Its one plug-in: an OpenID Connect provider that wants PKCE and says who somebody is in the ID token."""
        deadline = time.monotonic() + PATIENCE
        while not self._answers():
            assert self._process.poll() is None and time.monotonic() < deadline, "glewlwyd does not start"
            time.sleep(0.05)
        key = RSAKey.generate_key(2048, private=True)
        settings = {
            "iss": self.issuer,
            "jwt-type": "rsa",
            "jwt-key-size": "256",
            "key": key.as_pem(private=True).decode(),
            "cert": key.as_pem(private=False).decode(),
            "jwks-show": True,
            "access-token-duration": 3600,
            "refresh-token-duration": 3600,
            "code-duration": 600,
            "refresh-token-rolling": False,
            "allow-non-oidc": False,
            "auth-type-code-enabled": True,
            "subject-type": "public",
            "email-claim": "mandatory",
            "email-claim-scope": [],
            "pkce-allowed": True,
            "pkce-required": True,
            "pkce-method-plain-allowed": False,
            "session-management-allowed": True,
            "session-cookie-name": "AGENCY",
            "session-cookie-expiration": 3600,
            "oauth-as-iss-id": True,
            "back-channel-logout-allowed": True,
        }
        row = {"name": PLUGIN, "display_name": PLUGIN, "module": "oidc", "parameters": settings}
        self._ask("POST", "mod/plugin/", row)
        self._ask_for_two_factors()

    def _ask_for_two_factors(self) -> None:
        codes = {
            "issuer": self.address,
            "secret-minimum-size": 16,
            "otp-length": DIGITS,
            "hotp-allow": False,
            "totp-allow": True,
            "totp-window": 1,
        }
        usual = {"display_name": "Authenticator", "expiration": 600, "max_use": 0, "allow_user_register": True}
        self._ask("POST", "mod/scheme/", {"module": "otp", "name": "otp", "parameters": codes} | usual)
        needs = {
            "password_required": True,
            "password_max_age": 0,
            "scheme": {"2": [SCHEME]},
            "scheme_required": {"2": 1},
        }
        self._ask("PUT", "scope/openid", {"name": "openid", "display_name": "openid"} | needs)

    def register(self, house: str, key: str, **asked: Any) -> Client:
        """A client as `OidcProvider.register` makes it; asked: more, in its own names."""
        client = Client(f"marac-{key}", secrets.token_urlsafe(32))
        row = {
            "client_id": client.id,
            "name": client.id,
            "client_secret": client.secret,
            "confidential": True,
            "enabled": True,
            "redirect_uri": [f"{house}/auth/callback/{key}"],
            "post_logout_redirect_uri": f"{house}/signed-out",
            "backchannel_logout_uri": f"{house}/auth/backchannel/{key}",
            "authorization_type": ["code"],
            "token_endpoint_auth_method": ["client_secret_basic"],
            "scope": ["openid"],
        }
        self._ask("POST", "client/", row | asked)
        self.clients.append(client)
        return client

    def know(self, name: str, email: str) -> Resident:
        """Somebody who can sign in here, with a password and an authenticator."""
        person = Resident(name, secrets.token_urlsafe(16), secrets.token_bytes(20))
        row = {"username": name, "name": name, "email": email, "password": person.password, "enabled": True}
        self._ask("POST", "user/", row | {"scope": ["g_profile", "openid"]})
        value = {"type": "TOTP", "secret": b32encode(person.seed).decode(), "time_step_size": STEP}
        with Visitor(self.address) as browser:
            self._enter(browser, {"username": name, "password": person.password})
            seed = {"username": name, **SCHEME, "value": value}
            browser.put("POST", f"{self.address}/api/profile/scheme/register/", seed)
        return person

    def enter(self, visitor: Visitor, person: Resident, otp: bool = True) -> None:
        """What its login page does by script: password, code, and consent to every client.

        A code is good once: a person's later browsers hold the session of the first.
        """
        if otp and person.name in self._entered:
            visitor.cookies |= self._entered[person.name]
        else:
            self._enter(visitor, {"username": person.name, "password": person.password})
            if otp:
                self._enter(visitor, {"username": person.name, **SCHEME, "value": {"value": person.code()}})
                self._entered[person.name] = dict(visitor.cookies)
        for client in self.clients:
            visitor.put("PUT", f"{self.address}/api/auth/grant/{client.id}", {"scope": "openid"})

    def _enter(self, visitor: Visitor, shown: dict[str, Any]) -> None:
        visitor.put("POST", f"{self.address}/api/auth/", shown)

    def _answers(self) -> bool:
        try:
            return self._admin.post("/auth/", json=ADMIN).status_code == 200
        except httpx2.TransportError:
            return False

    def _ask(self, method: str, what: str, row: dict[str, Any]) -> None:
        answer = self._admin.request(method, f"/{what}", json=row)
        assert answer.status_code == 200, f"{answer.status_code} {answer.text}"


def _packaged(name: str) -> str:
    return gzip.decompress((UNPACKED / "usr/share/doc/glewlwyd/database" / name).read_bytes()).decode()


@contextmanager
def running(home: Path) -> Iterator[Glewlwyd]:
    provider = Glewlwyd(home)
    try:
        provider.begin()
        yield provider
    finally:
        provider.stop()
