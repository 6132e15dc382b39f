"""Turning the master key from the command line."""

from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

from marac.settings import BadSetting, Settings
from marac.store.turning import drop_old, turn


def rotate(settings: Settings, drop: bool) -> None:
    """A new version and every key under it, or, `drop`, the old versions out of the file.

    Raises BadSetting, CannotTurn, WrongKey.
    """
    if not settings.owner_url:
        raise BadSetting("Set MARAC_OWNER_URL: keys are wrapped anew as the owner of the tables.")
    owner = create_engine(settings.owner_url, poolclass=NullPool, hide_parameters=True)
    if drop:
        old = ", ".join(map(str, drop_old(settings, owner)))
        print(f"Taken out of {settings.master_key_file}: version {old}." if old else "There was no older version.")
        return
    done = turn(settings, owner, print)
    print(f"Done: {done} keys of cases are under the newest version. Back up {settings.master_key_file} now.")
    print("When every older backup of the database is gone: marac rotate-master-key --drop-old")
