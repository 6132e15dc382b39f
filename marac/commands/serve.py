"""The server alone, in several processes, for a real PostgreSQL that is prepared and migrated."""

import uvicorn
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool
from starlette.applications import Starlette

from marac.commands.logs import logging_to
from marac.settings import BadSetting, Settings
from marac.store.masters import Masters
from marac.store.signing import BadKey, Signer
from marac.store.unlocking import open_keyring

GRACE = 3  # seconds that open event streams are given when stopping


def serve(settings: Settings, host: str, workers: int) -> None:
    """Log to standard error, run until told to stop. Raises BadSetting, WrongKey."""
    if not settings.database_url:
        raise BadSetting("Set DATABASE_URL, or use `marac run` for the embedded PostgreSQL.")
    require_own_keys(settings)
    require_signing_key(settings)
    uvicorn.run(
        "marac.commands.serve:application",
        factory=True,
        host=host,
        port=settings.port,
        workers=workers,
        access_log=False,
        log_config=logging_to(None),
        server_header=False,
        timeout_graceful_shutdown=GRACE,
    )


def require_master_key(settings: Settings) -> None:
    """Raises WrongKey: a real database's key is made and kept by whoever runs it."""
    Masters.read(settings.master_key_file)


def require_own_keys(settings: Settings) -> None:
    """Raises WrongKey where master key or key store are not those of the database: no process is started then."""
    engine = create_engine(settings.database_url, poolclass=NullPool, hide_parameters=True)
    open_keyring(settings, engine)


def require_signing_key(settings: Settings) -> Signer:
    """Raises BadSetting: without it nobody could show later that the record was not altered."""
    try:
        return Signer.read(settings.signing_key_file)
    except BadKey as why:
        raise BadSetting(f"The signing key cannot be used. {why}") from None
    except OSError:
        raise BadSetting(
            f"{settings.signing_key_file} is missing or cannot be read: it must hold 32 random bytes, kept secret,"
            " with which the record's checkpoints are signed."
        ) from None


def application() -> Starlette:
    """What each process serves."""
    from marac.app import create_app

    return create_app(Settings.read())
