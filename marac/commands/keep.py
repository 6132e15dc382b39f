"""What falls due by itself, done once: for a timetable of the machine's own beside the server's."""

from agencies.operations.lapsing import lapse
from marac.app import open_store
from marac.commands.serve import require_master_key, require_signing_key
from marac.settings import BadSetting, Settings
from marac.store.posting import Post
from marac.store.sequencing import put_in_order


def keep(settings: Settings) -> None:
    """Close agreements that have lapsed (S22), put the record in order and sign it (C71); safe beside servers.

    Raises BadSetting.
    """
    if not settings.database_url:
        raise BadSetting("Set DATABASE_URL: the embedded PostgreSQL is kept by the server that runs it.")
    require_master_key(settings)
    signer = require_signing_key(settings)
    store = open_store(settings)
    try:
        print(f"Agreements that lapsed: {lapse(store)}")
        events, checkpoints = put_in_order(store.engine, signer)
        print(f"Events put in order: {events}. Checkpoints signed: {checkpoints}")
        print(f"Letters sent: {Post(settings.smtp_url, settings.mail_from).send_due(store.engine)}")
    finally:
        store.engine.dispose()
