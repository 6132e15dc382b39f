"""Of which class each column is, and who sees a row of each table, printed from the tables themselves."""

import inspect
from itertools import groupby
from operator import itemgetter

import marac.schema
from marac.store.classes import Class
from marac.store.scope import Internal, Record, Scoped, SeenByAll, kinds

_MEANS = {
    Class.KEY: "which row and whose: ids",
    Class.STATE: "closed words, codes, times, numbers, flags",
    Class.STAFF: "about the people who work here, never about a party",
    Class.IDENTITY: "who a party is: sealed",
    Class.CONTENT: "what is said of a party: sealed",
    Class.WARNING: "safe contact: sealed, shown first, to every seat off the perpetrator's side",
    Class.PROTECTED: "sealed; opened one at a time, by a recorded act",
    Class.SECRET: "keys and fingerprints: shown to nobody",
}


def visibility() -> str:
    """Every table with the classes of its columns, in Markdown."""
    assert marac.schema.metadata.tables
    parts = [
        "# What each column is, and who sees a row\n\n"
        "Printed by `make docs` from the tables. A row is seen as its `visible_to` says, and row-level security says\n"
        "it again; a column without a class fails when the program starts.\n\n| class | what it holds |\n|---|---|\n"
    ]
    parts += [f"| {word.value} | {_MEANS[word]} |\n" for word in Class]
    found = sorted(kinds().items(), key=lambda pair: pair[0].name)
    parts += [_table(name.name, kind) for name, kind in found if issubclass(kind, Scoped)]
    for base, said in ((SeenByAll, "Seen by everybody signed in; no case data"), (Internal, "Read by no viewer")):
        names = ", ".join(f"`{table.name}`" for table, kind in found if issubclass(kind, base))
        parts.append(f"\n## {said}\n\n{names}\n")
    return "".join(parts)


def _table(name: str, kind: type[Scoped]) -> str:
    said = _first(kind)
    seen = _first(kind.visible_to)
    lines = [f"\n## {name}\n\n{said}\n"]
    lines += [f"\nSeen: {seen}\n"] if seen else []
    by_class = sorted(((word, column) for column, word in kind.CLASSES.items()), key=lambda pair: _place(pair[0]))
    for word, pairs in groupby(by_class, key=itemgetter(0)):
        lines.append(f"\n- {word.value}: {', '.join(column for _, column in pairs)}")
    return "".join(lines) + "\n"


def _place(word: Class) -> int:
    return list(Class).index(word)


def _first(thing: object) -> str:
    said = "" if isinstance(thing, type) and thing.__doc__ is Record.__doc__ else inspect.getdoc(thing) or ""
    return said.split("\n\n")[0].replace("\n", " ")
