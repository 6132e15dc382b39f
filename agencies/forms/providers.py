"""What is posted about an agency's identity provider. The secret is taken in here and never given back."""

import re

from pydantic import Field, field_validator

from marac.policy.providers import AUTH_METHODS, SAFE_ALGORITHMS
from marac.web.forms import Form

LONGEST_ADDRESS = 500
LONGEST_NAME = 100
LONGEST_SECRET = 1000
LONGEST_AGE = 12 * 3600  # seconds, as long as a session may last (NIST SP 800-63B 4.2.3)
_ISSUER = re.compile(r"(?:https?://[^\s/?#@\\]+(?:/[!-\"$->@-~]*)?|/demo-idp/[0-9a-z-]+)", re.ASCII)
_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")


class ProviderForm(Form):
    """A provider as it is registered. `secret` empty: keep the one there is; `max_age` in seconds."""

    name: str = Field(min_length=1, max_length=LONGEST_NAME, title="Enter a name by which you know this provider")
    issuer: str = Field(min_length=1, max_length=LONGEST_ADDRESS, title="Enter the issuer")
    client_id: str = Field(min_length=1, max_length=LONGEST_ADDRESS, title="Enter the client ID")
    auth_method: str = Field(title="Choose how this service shows the provider who it is")
    secret: str = Field(default="", max_length=LONGEST_SECRET, repr=False)
    new_key: bool = False
    email_domains: str = Field(min_length=1, max_length=2000, title="Enter at least one e-mail domain")
    algorithms: list[str] = Field(default_factory=list, validate_default=True)
    acr: str = Field(default="", max_length=LONGEST_ADDRESS)
    amr: str = Field(default="", max_length=LONGEST_ADDRESS)
    max_age: int | None = Field(default=None, title="Enter a whole number of seconds")
    version: int = 0

    @field_validator("issuer")
    @classmethod
    def is_an_issuer(cls, value: str) -> str:
        if not _ISSUER.fullmatch(value):
            raise ValueError("Enter an address that begins with https:// and has no ? or # in it.")
        return value

    @field_validator("client_id")
    @classmethod
    def is_one_line(cls, value: str) -> str:
        if not value.isprintable():
            raise ValueError("Enter the client ID on one line.")
        return value

    @field_validator("auth_method")
    @classmethod
    def is_a_method(cls, value: str) -> str:
        if value not in AUTH_METHODS:
            raise ValueError("Choose how this service shows the provider who it is.")
        return value

    @field_validator("secret")
    @classmethod
    def is_no_key(cls, value: str) -> str:
        if value.startswith("-----BEGIN") or not value.isprintable():
            raise ValueError("Enter the secret on one line. A private key is made here and not entered.")
        return value

    @field_validator("email_domains")
    @classmethod
    def are_domains(cls, value: str) -> str:
        domains = value.replace(",", " ").lower().replace("@", " ").split()
        if wrong := [domain for domain in domains if not _DOMAIN.fullmatch(domain)]:
            raise ValueError(
                f"{wrong[0][:60]} is not an e-mail domain. Enter what stands after the @, such as example.org."
            )
        if not domains:
            raise ValueError("Enter at least one e-mail domain.")
        return " ".join(dict.fromkeys(domains))

    @field_validator("algorithms")
    @classmethod
    def are_safe(cls, value: list[str]) -> list[str]:
        if not value or not set(value) <= SAFE_ALGORITHMS:
            raise ValueError("Choose at least one algorithm from the list.")
        return sorted(set(value))

    @field_validator("max_age")
    @classmethod
    def is_an_age(cls, value: int | None) -> int | None:
        if value is not None and not 0 <= value <= LONGEST_AGE:
            raise ValueError(f"Enter a number of seconds from 0 to {LONGEST_AGE}.")
        return value

    @property
    def domains(self) -> list[str]:
        return self.email_domains.split()


class VersionForm(Form):
    """Which state of the provider the page showed; `instead_of`: that of the one it takes over from."""

    version: int = 0
    instead_of: int = 0
    rebind: bool = False
    sign_out: bool = False
