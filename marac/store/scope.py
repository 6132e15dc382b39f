"""Reading as somebody: every query is narrowed to what its viewer may see."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from functools import cache
from itertools import count
from typing import Any, ClassVar, Self, cast
from uuid import UUID, uuid4

from sqlalchemy import (
    BindParameter,
    Connection,
    DateTime,
    Engine,
    Enum,
    Integer,
    Table,
    Uuid,
    bindparam,
    event,
    func,
    literal_column,
    select,
)
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import LoaderCriteriaOption, ORMExecuteState
from sqlalchemy.sql import ClauseElement, ColumnElement
from sqlalchemy.sql.util import find_tables
from sqlalchemy.sql.visitors import InternalTraversal, replacement_traverse
from sqlmodel import Field, Session, SQLModel

from marac import clock
from marac.store.classes import Class, check
from marac.store.sealing import SealedFields
from marac.vocabulary import Hat, Side, SystemViewer, Unscoped, Viewer


def words(vocabulary: type[StrEnum]) -> Any:
    """A column of words, stored by value: `Field(sa_type=words(Role))`."""
    return Enum(vocabulary, native_enum=False, length=40, values_callable=lambda kind: [word.value for word in kind])


class Record(SQLModel, metaclass=SealedFields):
    """A row with a UUID of its own, known before any flush; unknown names are refused."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)

    def __init__(self, **values: Any) -> None:
        sealed = {name: values.pop(name) for name in type(self).SEALED if name in values}
        if unknown := values.keys() - type(self).model_fields.keys():
            raise TypeError(f"{type(self).__name__} has no {', '.join(sorted(unknown))}")
        super().__init__(**values)
        for name, value in sealed.items():
            setattr(self, name, value)

    SEALED: ClassVar[tuple[str, ...]] = ()

    @classmethod
    def complete(cls) -> None:
        """Called once a table's columns are known; raises Unscoped when it does not say enough of them."""


class Scoped(Record):
    """A table that says, row by row, who may see it, and of which class each of its columns is."""

    CLASSES: ClassVar[Mapping[str, Class]]

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        raise Unscoped(f"{cls.__name__} does not say who may see its rows")

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        if options.get("table") and cls.visible_to.__func__ is Scoped.visible_to.__func__:  # type: ignore[attr-defined]
            raise Unscoped(f"{cls.__name__} does not say who may see its rows")

    @classmethod
    def complete(cls) -> None:
        boxes = {f"{name}_sealed" for name in cls.SEALED}
        columns = {name.removesuffix("_sealed") if name in boxes else name: name in boxes for name in cls.model_fields}
        check(cls.__name__, columns, vars(cls).get("CLASSES"))


class SeenByAll(Record):
    """A table without case data that everybody who is signed in may see."""


class Internal(Record):
    """A table that only a system viewer reads, under its own database role."""


class ViewerSession(Session):
    """A session opened for one viewer; without one it reads nothing."""

    @classmethod
    def of(cls, bind: Engine | Connection, viewer: Viewer | SystemViewer, **options: Any) -> Self:
        return cls(bind, info={"viewer": viewer}, expire_on_commit=False, **options)

    @property
    def viewer(self) -> Viewer | SystemViewer:
        viewer = self.info.get("viewer")
        if viewer is None:
            raise Unscoped("a session is opened for somebody")
        return viewer  # type: ignore[no-any-return]


_kinds: dict[Table, type[Record]] = {}


def kinds() -> dict[Table, type[Record]]:
    """Every mapped table and its class."""
    if not _kinds:
        _kinds.update({kind.__table__: kind for kind in _descendants(Record) if hasattr(kind, "__table__")})
    return _kinds


def _descendants(kind: type[Record]) -> Iterable[type[Record]]:
    for child in kind.__subclasses__():
        yield child
        yield from _descendants(child)


@event.listens_for(SQLModel.metadata, "after_parent_attach")
def _forget_kinds(*_: object) -> None:
    _kinds.clear()


@event.listens_for(ViewerSession, "do_orm_execute")
def see_only_what_is_visible(query: ORMExecuteState) -> None:
    """Add each table's `visible_to`, wherever in the statement the table stands."""
    session = query.session
    assert isinstance(session, ViewerSession)
    viewer = session.viewer
    if query.is_insert or query.is_update or query.is_delete:
        raise Unscoped("no bulk writes: load the row, ask policy, change it")
    if not query.is_orm_statement:
        raise Unscoped("only mapped tables can be asked through a viewer's session")
    if query.is_column_load:
        return
    tables = find_tables(cast(ClauseElement, query.statement), check_columns=True)
    asked = {kinds()[table] for table in tables if table in kinds()} | {m.class_ for m in query.all_mappers}
    options = [option for kind in asked for option in _criteria(viewer, kind)]
    if options:
        query.statement = query.statement.options(*options)


def _criteria(viewer: Viewer | SystemViewer, kind: type[Record]) -> list[Any]:
    if isinstance(viewer, SystemViewer):
        return []  # its database role says which tables it reads
    return [_narrowed(kind, viewer.hat, viewer.side)] if issubclass(kind, Scoped) else _unscoped(kind)


def _unscoped(kind: type[Record]) -> list[Any]:
    if not issubclass(kind, SeenByAll):
        raise Unscoped(f"{kind.__name__} does not say who may see its rows")
    return []


class _Narrowing(LoaderCriteriaOption):
    """Known to SQLAlchemy's cache by its number, not by reading its whole clause for each statement."""

    __slots__ = ("number",)
    _numbers = count()
    _traverse_internals = [("number", InternalTraversal.dp_plain_obj)]

    def __init__(self, kind: type[Scoped], clause: ColumnElement[bool], **options: Any) -> None:
        super().__init__(kind, clause, **options)
        self.number = next(self._numbers)


@cache
def _narrowed(kind: type[Scoped], hat: Hat, side: Side) -> Any:
    """The clause of one table for one hat and side, built once; who looks, PostgreSQL was told at the beginning."""
    member, agency, marac = (
        cast(Any, literal_column(f"scope.{name}()", Uuid)) for name in ("member", "agency", "marac")
    )
    clause = kind.visible_to(Viewer(member, agency, marac, hat, side))
    return _Narrowing(kind, replacement_traverse(clause, {}, _written_out), include_aliases=True)


def _written_out(element: Any, **_: Any) -> ColumnElement[Any] | None:
    """A constant of a clause as text: as parameters they cost more at each execution than all the rest of it."""
    if not isinstance(element, BindParameter):
        return None
    if element.key == NOW.key:
        return literal_column("scope.at()", NOW.type)
    write = element.type.dialect_impl(_POSTGRESQL).literal_processor(_POSTGRESQL)
    if write is None:
        return None
    value: Any = element.value
    text = f"({', '.join(map(write, value))})" if element.expanding else write(value)
    return literal_column(text, element.type)


_POSTGRESQL = postgresql.dialect()  # type: ignore[no-untyped-call]
NOW: BindParameter[datetime] = bindparam("now", type_=DateTime(timezone=True), callable_=clock.now)


_SETTINGS = ("member_id", "agency_id", "marac_id", "hat", "side")


@event.listens_for(ViewerSession, "after_begin")
def tell_postgres_who_is_looking(session: ViewerSession, transaction: object, connection: Connection) -> None:
    """Row-level security reads these settings; they end with the transaction."""
    destroyed = look_as(connection, session.viewer)
    if destroyed is not None:
        session.info["destroyed"] = destroyed


# In the same statement: no question of its own, and every work knows whether a key it may remember was destroyed.
_DESTROYED: ColumnElement[int] = literal_column("(SELECT destroyed FROM key_count)", Integer)


def look_as(connection: Connection, viewer: Viewer | SystemViewer) -> int | None:
    """How many keys of cases were destroyed; None for a system viewer, who opens nothing."""
    at = func.set_config("marac.at", clock.now().isoformat(), True)
    if isinstance(viewer, SystemViewer):
        connection.execute(
            select(
                func.set_config("role", viewer.database_role, True),
                at,
                *(func.set_config(f"marac.{name}", "", True) for name in _SETTINGS),
            )
        )
        return None
    settings = (func.set_config(f"marac.{name}", str(getattr(viewer, name)), True) for name in _SETTINGS)
    return int(connection.execute(select(_DESTROYED, at, *settings)).scalar_one())
