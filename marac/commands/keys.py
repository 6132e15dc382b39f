"""Turning the master key, and replacing the key that signs the record, from the command line."""

from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

from marac.commands.serve import require_signing_key
from marac.settings import BadSetting, Settings
from marac.store.signing import former_keys, key_line, replace_signing_key
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


def rotate_signing_key(settings: Settings) -> None:
    """From the next start of each server on, the record is signed with a new key. Raises BadSetting."""
    require_signing_key(settings)
    old, new = replace_signing_key(settings.signing_key_file)
    print(f"The record was signed with   {key_line(old)}")
    print(f"It is signed from now on by  {key_line(new)}")
    print(f"Back up {settings.signing_key_file} and {former_keys(settings.signing_key_file)} now.")
    print("Start every server anew: until then it signs with the old key.")
    print("Give both public keys to whoever keeps checkpoints.")
