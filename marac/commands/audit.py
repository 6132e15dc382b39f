"""The record checked against what was signed, and taken out to be checked elsewhere (C71)."""

import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from uuid import UUID

from sqlalchemy import Connection, Engine, create_engine, text

from agencies.operations.lapsing import KEEPER
from marac.commands.serve import require_signing_key
from marac.oversight.packing import as_text, pack
from marac.oversight.sources import OfSequencer
from marac.oversight.verify_record import CHECKPOINTS, ENTRIES, KEYS, Wrong, check_pack, keys_in, notes_in
from marac.settings import BadSetting, Settings
from marac.store.scope import look_as
from marac.store.sequencing import SEQUENCER
from marac.store.signing import former_keys, key_line
from marac.store.work import PLANNED_ONCE, Store, open_work
from marac.verbs import Verb
from marac.vocabulary import ALLOWED
from marac.web.reasons import FOR_LOGS

REASONS = tuple(reason.value for reason in FOR_LOGS)
SIGN_INS = "sign-ins"
_WAITING = text("SELECT count(*) FROM audit_event WHERE seq IS NULL")


def verify(settings: Settings, against: Sequence[Path] = (), trusted: str = "") -> int:
    """The database against its checkpoints and those in files; 0 when nothing was altered. Raises BadSetting.

    `trusted`: a public key that signed before this installation's own, and is not kept beside it.
    """
    keys = f"{key_line(require_signing_key(settings).public)}\n{trusted}\n"
    try:
        former = former_keys(settings.signing_key_file)
        keys += former.read_text("ascii") if former.exists() else ""
        held = [note for file in against for note in notes_in(file.read_text("utf-8"), str(file), strict=False)]
        with _reading(settings) as connection, ExitStack() as open_ones:
            source = OfSequencer(connection)
            files: dict[str, Iterable[bytes]] = {}
            for name, tree in _trees(connection).items():
                files[f"{name}/{CHECKPOINTS}"] = [as_text(source.signed(tree)).encode()]
                files[f"{name}/{ENTRIES}"] = open_ones.enter_context(closing(source.lines(tree)))
            said = check_pack(files, held, keys_in(keys), open_end=True)
            if waiting := connection.execute(_WAITING).scalar():
                said.append(f"{waiting} more wait to be put in order: a running server does it, or `marac keep`.")
    except (Wrong, OSError, UnicodeDecodeError) as why:
        print(f"SOMETHING IS WRONG.\n{why}")
        return 1
    print("Nothing was altered.\n" + "\n".join(said))
    return 0


def export(settings: Settings, marac: str, file: Path, reason: str) -> None:
    """The whole record of one MARAC, as a pack; on the record as a disclosure. Raises BadSetting."""
    if reason not in REASONS:
        raise BadSetting(f"--reason must be one of: {', '.join(REASONS)}.")
    with _reading(settings) as connection:
        trees = _trees(connection)
        if marac not in trees:
            raise BadSetting(f"There is no MARAC called {marac!r} in addresses.")
        made = pack(OfSequencer(connection), {"marac": trees[marac], SIGN_INS: None})
    _record(settings, trees[marac], reason)
    file.write_bytes(made)
    with zipfile.ZipFile(file) as archive:
        print(f"{file} holds {archive.read(KEYS).count(10)} public key and {len(archive.namelist())} files.")


def _record(settings: Settings, marac_id: UUID | None, reason: str) -> None:
    from marac.app import open_store

    store: Store = open_store(settings)
    try:
        with open_work(store, KEEPER) as work:
            work.require(ALLOWED)
            work.log(Verb.RECORD_EXPORTED, reason=reason, marac_id=marac_id)
    finally:
        store.engine.dispose()


@contextmanager
def _reading(settings: Settings) -> Iterator[Connection]:
    """As the sequencer, which alone reads all of the record."""
    if not settings.database_url:
        raise BadSetting("Set DATABASE_URL, as for `marac serve`.")
    engine: Engine = create_engine(settings.database_url, connect_args=PLANNED_ONCE, hide_parameters=True)
    try:
        with engine.begin() as connection:
            look_as(connection, SEQUENCER)
            yield connection
    finally:
        engine.dispose()


def _trees(connection: Connection) -> dict[str, UUID | None]:
    found: dict[str, UUID | None] = {row.slug: row.id for row in connection.execute(text("SELECT id, slug FROM marac"))}
    return {**found, SIGN_INS: None}
