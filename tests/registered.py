"""The cast as the demonstration's provider knows them: a provider an agency, an account a person."""

from sqlalchemy import Engine
from sqlmodel import Session, select

from agencies.demo_idp.people import demo_provider
from marac.store.people import Account, Provider
from tests.cast import AGENCIES, PEOPLE, Cast


def domain(agency: str) -> str:
    return f"{agency.replace('_', '-')}.example"


def email(name: str) -> str:
    return f"{name.replace('_', '.')}@{domain(PEOPLE[name][0])}"


def register(owner: Engine, cast: Cast) -> None:
    """Give every agency of the cast the demonstration's provider, and everybody an account with it."""
    with Session(owner) as session:
        for row in session.exec(select(Provider)):
            session.delete(row)
        session.flush()
        for agency in AGENCIES:
            session.add(demo_provider(cast.agencies[agency], domain(agency), cast.store.keyring))
        for name, member in cast.members.items():
            session.add(Account(member_id=member, email=email(name)))
        session.commit()
