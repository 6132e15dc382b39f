"""Commands: `marac --help` lists them."""

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from marac.settings import BadSetting, Settings
from marac.store.home import CannotStart
from marac.vocabulary import AgencyKind

Command = Callable[[Settings, argparse.Namespace], int | None]


def main(words: Sequence[str] | None = None) -> int:
    """Run one command; 0 when it did what was asked."""
    asked = _parser().parse_args(words)
    try:
        return asked.command(Settings.read(), asked) or 0
    except (BadSetting, CannotStart, PermissionError, TimeoutError) as error:
        print(error, file=sys.stderr)
        return 1


def _run(settings: Settings, _asked: argparse.Namespace) -> None:
    from marac.commands.run import run

    run(settings)


def _serve(settings: Settings, asked: argparse.Namespace) -> None:
    from marac.commands.serve import serve

    serve(settings, asked.host, asked.workers)


def _stop(settings: Settings, _asked: argparse.Namespace) -> None:
    from marac.commands.stop import stop

    stop(settings)


def _reset(settings: Settings, asked: argparse.Namespace) -> int:
    from marac.commands.stop import reset

    return reset(settings, asked.yes)


def _prepare_database(settings: Settings, _asked: argparse.Namespace) -> None:
    from marac.commands.database import prepare_database

    prepare_database(settings)


def _migrate(settings: Settings, _asked: argparse.Namespace) -> None:
    from marac.commands.database import migrate, with_database

    with_database(settings, migrate)


def _demo_data(settings: Settings, _asked: argparse.Namespace) -> None:
    from marac.commands.database import seed_if_empty, with_database

    def make(found: Settings) -> None:
        if not seed_if_empty(found):
            raise CannotStart("The database is not empty: demonstration data goes into an empty one only.")

    with_database(settings, make)


def _revision(_settings: Settings, asked: argparse.Namespace) -> None:
    from marac.commands.schema import revise

    revise(asked.message)


def _check_schema(_settings: Settings, _asked: argparse.Namespace) -> None:
    from marac.commands.schema import check

    check()


def _healthcheck(settings: Settings, _asked: argparse.Namespace) -> int:
    from marac.commands.listen import answers

    return 0 if answers(settings.port) else 1


def _keep(settings: Settings, _asked: argparse.Namespace) -> None:
    from marac.commands.keep import keep

    keep(settings)


def _audit(settings: Settings, asked: argparse.Namespace) -> int:
    from marac.commands import audit
    from marac.commands.database import with_database

    codes: list[int] = []
    if asked.what == "verify":
        with_database(settings, lambda found: codes.append(audit.verify(found, asked.against, asked.key)))
    else:
        with_database(settings, lambda found: audit.export(found, asked.marac, asked.file, asked.reason))
    return sum(codes)


def _admit_administrator(settings: Settings, asked: argparse.Namespace) -> None:
    from marac.commands import partnership
    from marac.commands.database import with_database

    who = partnership.Administrator(asked.marac, asked.agency, asked.name, asked.email, asked.kind, asked.another)
    with_database(settings, lambda found: print(partnership.admit_administrator(found, who)))


def _add_provider(settings: Settings, asked: argparse.Namespace) -> None:
    from marac.commands import partnership
    from marac.commands.database import with_database

    secret = partnership.ask_secret()
    registered = partnership.Registration(
        asked.agency, asked.issuer, asked.client_id, asked.domain, secret, asked.auth_method, asked.acr
    )
    with_database(settings, lambda found: print(partnership.add_provider(found, registered)))


def _join_agency(settings: Settings, asked: argparse.Namespace) -> None:
    from marac.commands import partnership
    from marac.commands.database import with_database

    with_database(settings, lambda found: print(partnership.join_agency(found, asked.marac, asked.agency, asked.core)))


def _rotate_master_key(settings: Settings, asked: argparse.Namespace) -> None:
    from marac.commands.database import with_database
    from marac.commands.keys import rotate

    with_database(settings, lambda found: rotate(found, asked.drop_old))


def _rotate_signing_key(settings: Settings, asked: argparse.Namespace) -> None:
    from marac.commands.keys import rotate_signing_key

    rotate_signing_key(settings)


def _permissions(_settings: Settings, _asked: argparse.Namespace) -> None:
    from marac.policy.documents import permissions

    print(permissions(), end="")


def _lifecycle(_settings: Settings, _asked: argparse.Namespace) -> None:
    from marac.policy.documents import lifecycle

    print(lifecycle(), end="")


def _visibility(_settings: Settings, _asked: argparse.Namespace) -> None:
    from marac.commands.visibility import visibility

    print(visibility(), end="")


_COMMANDS: dict[str, tuple[Command, str]] = {
    "run": (_run, "everything on this machine, with the embedded PostgreSQL unless DATABASE_URL is set"),
    "serve": (_serve, "the server alone, on a real PostgreSQL"),
    "stop": (_stop, "stop what runs with this MARAC_HOME"),
    "reset": (_reset, "delete the embedded database of this MARAC_HOME"),
    "healthcheck": (_healthcheck, "exit 0 when the server on PORT is well"),
    "prepare-database": (_prepare_database, "make roles, database and schemas: needs MARAC_SUPERUSER_URL"),
    "migrate": (_migrate, "bring the tables up to date"),
    "keep": (_keep, "close agreements that have lapsed, sign the record: as the server does by itself"),
    "rotate-master-key": (_rotate_master_key, "a new master key, and every case's key under it; servers may run"),
    "rotate-signing-key": (_rotate_signing_key, "a new key to sign the record with, from the next start on"),
    "audit": (_audit, "check the record against what was signed, or take it out as a pack"),
    "admit-administrator": (_admit_administrator, "the first administrator of a MARAC on a new installation"),
    "add-provider": (
        _add_provider,
        "the identity provider of an agency that has none: the first one to sign in needs it",
    ),
    "join-agency": (_join_agency, "make an agency that another MARAC knows a partner of this one"),
    "demo-data": (_demo_data, "fill an empty database with invented people and meetings"),
    "revision": (_revision, "write the next migration from the tables in the code"),
    "check-schema": (_check_schema, "compare the tables in the code with the migrations"),
    "permissions": (_permissions, "print who may do what"),
    "lifecycle": (_lifecycle, "print which status may follow which"),
    "visibility": (_visibility, "print of which class each column is, and who sees a row"),
}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="marac", description="The MARAC platform.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    made = {}
    for name, (command, help_text) in _COMMANDS.items():
        made[name] = commands.add_parser(name, help=help_text, description=help_text)
        made[name].set_defaults(command=command)
    made["serve"].add_argument("--host", default="127.0.0.1", help="address to listen on")
    made["serve"].add_argument("--workers", type=int, default=1, help="processes")
    made["reset"].add_argument("--yes", action="store_true", help="do not ask")
    made["rotate-master-key"].add_argument("--drop-old", action="store_true", help="forget the versions before it")
    made["revision"].add_argument("message", help="what changes, in a few words")
    _ask_of_partnership(made)
    _ask_of_audit(made["audit"])
    return parser


def _ask_of_audit(audit: argparse.ArgumentParser) -> None:
    parts = audit.add_subparsers(required=True, dest="what", metavar="WHAT")
    verify = parts.add_parser("verify", help="the database against its checkpoints: exit 0 when nothing was altered")
    verify.add_argument("--against", nargs="+", type=Path, default=[], help="checkpoints kept elsewhere")
    verify.add_argument("--key", default="", help="a public key that signed before this installation's own")
    export = parts.add_parser("export", help="the record of one MARAC as a zip file, with its verifier")
    export.add_argument("--marac", required=True, help="its name in addresses, such as north-testshire")
    export.add_argument("--reason", required=True, help="why, such as lawfulness; any other word lists them all")
    export.add_argument("file", type=Path, help="the zip file to write")


def _ask_of_partnership(made: Mapping[str, argparse.ArgumentParser]) -> None:
    admit, provider, join = made["admit-administrator"], made["add-provider"], made["join-agency"]
    for command in (admit, join):
        command.add_argument("--marac", required=True, help="its name in addresses, such as north-testshire")
    for command in (admit, provider, join):
        command.add_argument("--agency", required=True, help="the agency's name, in full")
    admit.add_argument("--name", required=True, help="the administrator's name")
    admit.add_argument("--email", required=True, help="their work e-mail address")
    admit.add_argument("--kind", type=AgencyKind, default=AgencyKind.OTHER, help="of the agency, where it is made now")
    admit.add_argument("--another", action="store_true", help="although the MARAC has an administrator")
    provider.add_argument("--issuer", required=True, help="exactly as its metadata say")
    provider.add_argument("--client-id", required=True, help="the client secret is asked for, or MARAC_CLIENT_SECRET")
    provider.add_argument("--domain", required=True, action="append", help="of its e-mail addresses; may be repeated")
    provider.add_argument("--auth-method", default="client_secret_basic", help="or client_secret_post")
    provider.add_argument("--acr", default="", help="what it must assert, such as a second factor; any one of these")
    join.add_argument("--core", action="store_true", help="it checks every case")


if __name__ == "__main__":
    sys.exit(main())
