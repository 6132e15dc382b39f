"""The house with agencies whose people sign in at providers of their own."""

import time
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from sqlalchemy import Engine
from sqlmodel import Session, SQLModel, col, select

from agencies.signin.own_key import new_key
from marac.policy.providers import PRIVATE_KEY
from marac.settings import Settings
from marac.store.audit import AuditEvent
from marac.store.people import Account, LoginTransaction, Provider, SignIn
from marac.verbs import Verb
from tests.cast import PEOPLE, Cast
from tests.interop.glewlwyd import Glewlwyd
from tests.interop.op import OidcProvider
from tests.interop.visitor import Visitor
from tests.registered import domain, email

PATIENCE = 5  # seconds


class House:
    """Served over HTTP; nobody but the people of enrolled agencies can sign in."""

    def __init__(self, settings: Settings, cast: Cast, owner: Engine, superuser: Engine) -> None:
        self.settings, self.cast, self.owner, self.superuser = settings, cast, owner, superuser
        with Session(owner) as session:
            for row in session.exec(select(Provider)):
                session.delete(row)
            session.commit()

    @property
    def address(self) -> str:
        return self.settings.base_url

    def enrol(
        self,
        agency: str,
        provider: OidcProvider | Glewlwyd,
        client: dict[str, Any] | None = None,
        secret: str = "",
        **settings: Any,
    ) -> str:
        """Register the house with the agency's provider, and that provider here; its key.

        client: more of what is registered there; secret: in place of the one that it gives.
        """
        key = uuid4().hex
        registered = provider.register(self.address, key, **client or {})
        usual: dict[str, Any] = {"email_domains": [domain(agency)], "acr": "aal2", "amr": "otp", "max_age": 300}
        row = Provider(
            agency_id=self.cast.agencies[agency],
            key=key,
            issuer=provider.issuer,
            client_id=registered.id,
            **usual | settings,
        )
        secret = secret or (new_key() if row.auth_method == PRIVATE_KEY else registered.secret)
        self.cast.store.keyring.seal_secret(row, "secret_sealed", secret)
        with Session(self.owner) as session:
            session.add(row)
            session.commit()
        self.admit(agency)
        return key

    def admit(self, agency: str) -> None:
        """An account for everybody of the agency who has none."""
        with Session(self.owner) as session:
            known = set(session.exec(select(Account.member_id)))
            for name, (theirs, _, _) in PEOPLE.items():
                if theirs == agency and self.cast.members[name] not in known:
                    session.add(Account(member_id=self.cast.members[name], email=email(name)))
            session.commit()

    def home(self, name: str) -> str:
        return f"/m/{self.cast.slug}/{self.cast[name].hat}/"

    def reads_home(self, visitor: Visitor, name: str) -> bool:
        """Whether this browser is let into the first page of somebody's role; else it is sent to sign in."""
        page = visitor.follow(visitor.get(self.address + self.home(name)))
        assert page.status_code == 200
        assert page.url.path.startswith(self.home(name)) or page.url.path == "/sign-in"
        return page.url.path != "/sign-in"

    def account(self, name: str) -> Account:
        with Session(self.owner, expire_on_commit=False) as session:
            return session.exec(select(Account).where(Account.member_id == self.cast.members[name])).one()

    def change(self, row: SQLModel, **values: object) -> None:
        with Session(self.owner) as session:
            for field, value in values.items():
                setattr(row, field, value)
            session.add(row)
            session.commit()

    def under_way(self) -> LoginTransaction:
        """The one sign-in that has left for a provider."""
        with Session(self.owner, expire_on_commit=False) as session:
            return session.exec(select(LoginTransaction)).one()

    def session_of(self, name: str) -> SignIn:
        """The latest."""
        with Session(self.owner, expire_on_commit=False) as session:
            theirs = select(SignIn).where(SignIn.member_id == self.cast.members[name])
            found = session.exec(theirs.order_by(col(SignIn.started_at).desc())).first()
            assert found
            return found

    def ended(self, name: str) -> str:
        """Why somebody's session ended, soon after it did."""
        soon(lambda: self.session_of(name).ended_at)
        return self.session_of(name).ended_why

    def refusals(self, verb: Verb = Verb.SIGN_IN_REFUSED) -> list[str]:
        """At which checks sign-ins were refused, as the record has it."""
        with Session(self.superuser) as session:
            asked = select(AuditEvent.reason).where(AuditEvent.verb == verb)
            return list(session.exec(asked.order_by(col(AuditEvent.at))))

    def refused_logouts(self) -> list[str]:
        """At which checks what providers said of themselves was refused, soon after they said it."""
        soon(lambda: self.refusals(Verb.LOGOUT_REFUSED))
        return self.refusals(Verb.LOGOUT_REFUSED)


def soon(happened: Callable[[], object]) -> None:
    """Wait for what another process does, and not for ever."""
    deadline = time.monotonic() + PATIENCE
    while not happened() and time.monotonic() < deadline:
        time.sleep(0.05)
