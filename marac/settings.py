"""Every environment variable, read once into one frozen dataclass."""

import ipaddress
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

YES = ("1", "yes", "true", "on")
NO = ("0", "no", "false", "off")


class BadSetting(ValueError):
    """An environment variable that cannot be used; the message names it."""


@dataclass(frozen=True)
class Settings:
    """What can be set from outside. An empty address means: the embedded PostgreSQL."""

    database_url: str = field(repr=False)  # DATABASE_URL: the app's role, owns nothing
    owner_url: str = field(repr=False)  # MARAC_OWNER_URL: migrations; not a superuser
    superuser_url: str = field(repr=False)  # MARAC_SUPERUSER_URL: for `marac prepare-database` only
    port: int  # PORT
    home: Path  # MARAC_HOME: embedded database, keys, logs
    base_url: str  # MARAC_BASE_URL: the origin that people type, without a slash at the end
    demo: bool  # MARAC_DEMO: demonstration data and provider
    master_key_file: Path  # MARAC_MASTER_KEY_FILE: 32 bytes that wrap the keys of cases
    signing_key_file: Path  # MARAC_SIGNING_KEY_FILE: 32 bytes that sign the record's checkpoints
    smtp_url: str = field(repr=False)  # MARAC_SMTP_URL: smtp:// or smtps://; empty: nothing is sent by e-mail
    mail_from: str  # MARAC_MAIL_FROM: the sender of what is sent
    key_store: Path  # MARAC_KEY_STORE: a folder with a part of each case's key, in no dump of the database
    threads: int  # MARAC_THREADS: requests worked on at once in one process

    @classmethod
    def read(cls, environ: Mapping[str, str] = os.environ) -> "Settings":
        """Raises BadSetting when a variable cannot be used."""
        home = Path(environ.get("MARAC_HOME") or ".marac").expanduser().absolute()
        port = _number(environ, "PORT", 8000, 65535)
        base_url = _origin(environ, f"http://127.0.0.1:{port}")
        database_url = _address(environ, "DATABASE_URL")
        master_key = Path(environ.get("MARAC_MASTER_KEY_FILE") or home / "keys" / "master.key").absolute()
        return cls(
            database_url=database_url,
            owner_url=_address(environ, "MARAC_OWNER_URL"),
            superuser_url=_address(environ, "MARAC_SUPERUSER_URL"),
            port=port,
            home=home,
            base_url=base_url,
            demo=_switch(environ, "MARAC_DEMO", not database_url),
            master_key_file=master_key,
            key_store=Path(environ.get("MARAC_KEY_STORE") or master_key.parent / "cases").absolute(),
            signing_key_file=Path(environ.get("MARAC_SIGNING_KEY_FILE") or home / "keys" / "signing.key").absolute(),
            smtp_url=_mail_server(environ),
            mail_from=environ.get("MARAC_MAIL_FROM") or f"marac@{urlsplit(base_url).hostname}",
            threads=_number(environ, "MARAC_THREADS", 20, 200),
        )

    @property
    def local_url(self) -> str:
        """Where the server listens on this machine."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def demo_sign_in(self) -> bool:
        """Whether anybody may sign in as anybody: in a demonstration whose address only this machine can reach."""
        return self.demo and _is_loopback(urlsplit(self.base_url).hostname or "")


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _number(environ: Mapping[str, str], name: str, usual: int, most: int) -> int:
    text = environ.get(name) or str(usual)
    if text.isascii() and text.isdigit() and 1 <= int(text) <= most:
        return int(text)
    raise BadSetting(f"{name} must be a whole number from 1 to {most}, not {text!r}.")


def _switch(environ: Mapping[str, str], name: str, usual: bool) -> bool:
    text = environ.get(name, "").lower()
    if text in YES + NO:
        return text in YES
    if text:
        raise BadSetting(f"{name} must be yes or no, not {text!r}.")
    return usual


def _address(environ: Mapping[str, str], name: str) -> str:
    text = environ.get(name, "")
    scheme, found, rest = text.partition("://")
    if not text:
        return ""
    if not found or scheme not in ("postgres", "postgresql", "postgresql+psycopg"):
        raise BadSetting(f"{name} must begin with postgresql://.")
    return f"postgresql+psycopg://{rest}"


def _mail_server(environ: Mapping[str, str]) -> str:
    text = environ.get("MARAC_SMTP_URL", "")
    if text and (urlsplit(text).scheme not in ("smtp", "smtps") or not urlsplit(text).hostname):
        raise BadSetting("MARAC_SMTP_URL must be like smtps://name:password@mail.example:465.")
    return text


def _origin(environ: Mapping[str, str], usual: str) -> str:
    text = (environ.get("MARAC_BASE_URL") or usual).rstrip("/")
    scheme, _, host = text.partition("://")
    if scheme not in ("http", "https") or not host or "/" in host:
        raise BadSetting(f"MARAC_BASE_URL must be an origin such as https://marac.example, not {text!r}.")
    return text
