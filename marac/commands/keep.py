"""What falls due by itself, done once: for a timetable of the machine's own beside the server's."""

from agencies.operations.lapsing import lapse
from marac.app import open_store
from marac.commands.serve import require_master_key
from marac.settings import BadSetting, Settings


def keep(settings: Settings) -> None:
    """Close the agreements that have lapsed (S22); safe beside running servers. Raises BadSetting."""
    if not settings.database_url:
        raise BadSetting("Set DATABASE_URL: the embedded PostgreSQL is kept by the server that runs it.")
    require_master_key(settings)
    store = open_store(settings)
    try:
        print(f"Agreements that lapsed: {lapse(store)}")
    finally:
        store.engine.dispose()
