"""The server alone, in several processes, for a real PostgreSQL that is prepared and migrated."""

import uvicorn
from starlette.applications import Starlette

from marac.commands.logs import logging_to
from marac.settings import BadSetting, Settings

GRACE = 3  # seconds that open event streams are given when stopping


def serve(settings: Settings, host: str, workers: int) -> None:
    """Log to standard error, run until told to stop. Raises BadSetting."""
    if not settings.database_url:
        raise BadSetting("Set DATABASE_URL, or use `marac run` for the embedded PostgreSQL.")
    require_master_key(settings)
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
    """Raises BadSetting: a real database's key is made and kept by whoever runs it."""
    if not settings.master_key_file.is_file():
        raise BadSetting(f"{settings.master_key_file} is missing: it must hold 32 random bytes, kept secret.")


def application() -> Starlette:
    """What each process serves."""
    from marac.app import create_app

    return create_app(Settings.read())
