"""Mutants of the policies: each rule taken away in turn, and the worlds by chance must notice and say where.

A mutant is a change to what the database itself says of a policy or a view, made in a transaction that is taken back.
"""

import random

from tests.proof import rls, writes, written
from tests.proof.conditions import VIEWS, of_policies, of_views, redundant
from tests.proof.hunting import WORLDS, Hunt, Mutant, Statement
from tests.proof.oracle import sees

_POLICY = "SELECT qual FROM pg_policies WHERE schemaname = 'public' AND tablename = %s AND policyname = %s"
RARE, FEW = 1000, 12  # so may a condition; so many for one of which it is said that nobody can


def policy(table: str, old: str, new: str, name: str = "seen") -> Statement:
    """The policy with one part of its text replaced. Raises LookupError where the text is not as expected."""

    def statements(connection: written.Connection) -> list[str]:
        found = connection.execute(_POLICY, [table, name]).fetchone()
        return [f"ALTER POLICY {name} ON {table} USING ({_replaced(found, old, new)})"]

    return statements


def view(name: str, old: str, new: str) -> Statement:
    """A view of schema scope with one part of its text replaced."""

    def statements(connection: written.Connection) -> list[str]:
        found = connection.execute("SELECT pg_get_viewdef(%s::regclass)", [f"scope.{name}"]).fetchone()
        return [f"CREATE OR REPLACE VIEW scope.{name} WITH (security_barrier) AS {_replaced(found, old, new)}"]

    return statements


def sql(*statements: str) -> Statement:
    return lambda connection: list(statements)


def _replaced(found: tuple[str, ...] | None, old: str, new: str) -> str:
    if found is None or old not in found[0]:
        raise LookupError(f"not said: {old}")
    return found[0].replace(old, new)


def dropped(name: str) -> Statement:
    """Every policy of this name."""

    def statements(connection: written.Connection) -> list[str]:
        asked = "SELECT tablename FROM pg_policies WHERE policyname = %s"
        return [f"DROP POLICY {name} ON {table}" for (table,) in connection.execute(asked, [name]).fetchall()]

    return statements


def _narrowed(table: str) -> Statement:
    return sql(f"DROP POLICY narrowed ON {table}")


_PRESIDES = "(scope.presides() AND (marac_id = scope.marac()))"
_VOICE = "((kind)::text <> 'voice'::text)"
_ENDED = "((until_at IS NULL) OR (until_at > scope.at()))"
_LEADS = "(scope.hat() = ANY (ARRAY['representative'::text, 'advocate'::text]))"
_WORKER = "(NOT scope.perpetrators())"
_SEAT_SIDE = "((h.side)::text <> 'perpetrator'::text)"
_MEMBERS = "((member_ids = '{}'::uuid[]) OR (scope.member() = ANY (member_ids)))"
_HATS_READ = "WHEN scope.presides() THEN (marac_id = scope.marac() OR "
_ALL_LINES = "CREATE OR REPLACE VIEW scope.named_line WITH (security_barrier) AS SELECT id AS line_id FROM line"
_BARE = "ALTER TABLE note DISABLE ROW LEVEL SECURITY"
_SHARED = "((sharing)::text = ANY ((ARRAY['seated'::character varying, 'named'::character varying])::text[]))"
_UNENDED = "(ended_at IS NULL)"
_CALLED = "((h.status)::text = 'called'::text)"
_BROKEN = "(until_at > scope.at())"
_MINE = "(member_id = scope.member())"
_CLEARED = "(NOT (scope.member() = ANY (w.cleared)))"
_PARENT = "w.agency_id = ( SELECT"
_LIFTED = "((w.until_at IS NULL) OR (w.until_at > scope.at()))"
_MY_SIDE = "(((side)::text = 'perpetrator'::text) = scope.perpetrators())"


SEATED = ("case_file", "particulars", "person", "seat")
REVIEWED = ("line", "note", "referral_section")
GUARDED = ("case_file", "line", "seat")
OUTSIDE = ("audit_event", "case_file", "case_key", "minutes_part")


def _mutant(name: str, rule: str, where: str | tuple[str, ...], *made: Statement) -> Mutant:
    return Mutant(name, rule, (where,) if isinstance(where, str) else where, made)


def _policy(name: str, rule: str, table: str, old: str, new: str) -> Mutant:
    return Mutant(name, rule, (table,), (policy(table, old, new),))


def _guardian(name: str, table: str, old: str, new: str) -> Mutant:
    return Mutant(f"guardians: {name}", "S21", (table,), (policy(table, old, new, "seen_by_guardian"),))


MUTANTS = (
    _mutant("lines: everybody reads every one", "S1", "line", sql("ALTER POLICY seen ON line USING (true)")),
    _mutant("notes: a table without row-level security", "S1", "note", sql(_BARE)),
    _mutant("hearings: a table whose policy is missing", "S1", "hearing", sql("DROP POLICY seen ON hearing")),
    _mutant("seats: over means still there", "S2", SEATED, view("held", _ENDED, "true")),
    _mutant("seats: before their time", "S2", SEATED, view("held", "(from_at <= scope.at())", "true")),
    _policy("seats: to check is to read the file", "S2", "referral", "'{case,hearing}'", "'{check,case,hearing}'"),
    _policy("seats: the quiet are named", "S5", "seat", "(NOT quiet)", "true"),
    _policy("actions: the quiet are shown", "S5", "action", "(NOT quiet)", "true"),
    _policy("safe contact: the worker's side forgotten", "S6", "safe_contact", _WORKER, "true"),
    _policy("referral: the seat's side forgotten", "S6", "referral", _SEAT_SIDE, "true"),
    _policy("lines: the owner's other side reads them", "S6", "line", _MY_SIDE, "true"),
    _policy("lines: the victim's voice on the other side", "S11", "line", _VOICE, "true"),
    _mutant("seats: for one person is for all", "S7", SEATED, view("held", "person_id,", "NULL::uuid AS person_id,")),
    _mutant("lines: named is for all who are seated", "S8", "line", sql(_ALL_LINES)),
    _mutant("lines: once named is for ever", "S8", "line", view("named_line", _UNENDED, "true")),
    _policy("lines: hats read private ones", "S8", "line", "WHEN scope.presides() THEN (", _HATS_READ),
    _policy("lines: an unticked chair reads them", "S9", "line", "THEN to_chair", "THEN true"),
    _mutant("seats: a hat has its employer's", "S9", SEATED, view("held", "scope.speaks()", "true")),
    _mutant("seats: contributors have their agency's", "S9", SEATED, view("held", _LEADS, "true")),
    _policy("cases: chairs of other partnerships", "S1", "case_file", _PRESIDES, "scope.presides()"),
    _policy("details: opened by whoever is seated", "S12", "protected_detail", "(agency_id = scope.agency())", "true"),
    _mutant("details: once named is for ever", "S12", "protected_detail", view("named_detail", _UNENDED, "true")),
    _policy("names: the protected are searched", "S13", "person_name", "(searchable AND", "(true AND"),
    _policy("details: uncleared ones on check rows", "S13", "detail", "(cleared AND", "(true AND"),
    _policy("notes: for those named is for all seated", "S15", "note", "((sharing)::text = 'seated'::text)", "true"),
    _mutant("walls: none stands", "S17", OUTSIDE, view("walled", "(w.from_at <= scope.at())", "false")),
    _mutant("walls: the cleared stand outside", "S17", OUTSIDE, view("walled", _CLEARED, "true")),
    _mutant("walls: units walk round their parent's", "S17", OUTSIDE, view("walled", _PARENT, f"false AND {_PARENT}")),
    _mutant("walls: lifted ones still stand", "S17", OUTSIDE, view("walled", _LIFTED, "true")),
    _mutant("drafts: of others", "S1", OUTSIDE, view("walled", "(c.author_id <> scope.member())", "false")),
    _mutant("restricted: open to the seated", "S17", OUTSIDE, view("walled", "(c.restricted AND", "(false AND"),
            view("held", "c.restricted", "false")),
    _policy("minutes: parts for other members", "S2", "minutes_part", _MEMBERS, "true"),
    _policy("minutes: parts of other agencies", "S2", "minutes_part", "(agency_id = scope.agency())", "true"),
    _policy("actions: contributors read all of them", "C57", "action", "(member_id = scope.member())", "true"),
    _mutant("openings: over means still open", "S21", REVIEWED, view("opened", "(o.ended_at IS NULL)", "true")),
    _mutant("openings: another auditor's", "S21", REVIEWED, view("opened", "(o.member_id = scope.member())", "true")),
    _mutant("openings: private lines too", "S21", "line", policy("line", _SHARED, "true", "seen_for_review")),
    _mutant("emergencies: over means still open", "S12", "protected_detail", view("broken_glass", _BROKEN, "true")),
    _mutant("emergencies: for the whole agency", "S12", "protected_detail", view("broken_glass", _MINE, "true")),
    _mutant("observers: once let in, always", "S24", OUTSIDE, view("observing", _CALLED, "true")),
    _mutant("observers: in walled cases", "S24", OUTSIDE, view("observing", "(w.from_at <= scope.at())", "false")),
    _mutant("transfers: the perpetrator's side reads of it", "S23", OUTSIDE, view("moved", _WORKER, "true")),
    _policy("holds: officers of agencies that never sat", "S21", "hold", "scope.ever_seated(case_id)", "true"),
    _policy("questions: whoever is of the agency", "S21", "question", "(member_id = scope.member())", "true"),
    _guardian("other agencies' lines", "line", "(agency_id = scope.agency())", "true"),
    _guardian("inside a wall", "line", "scope.walled w", "(SELECT NULL::uuid AS case_id) w"),
    _guardian("a case inside a wall", "case_file", "scope.walled w", "(SELECT NULL::uuid AS case_id) w"),
    _guardian("the quiet are named", "seat", "(NOT quiet)", "true"),
    _guardian("who sits with the victim, from the other side", "seat", _WORKER, "true"),
    _mutant("guardians: read one side's under the other", "S6", "line",
            policy("line", _MY_SIDE, "true", "seen_by_guardian")),
    _mutant("guardians: over means still there", "S21", GUARDED, view("guarded", _ENDED, "true")),
    _mutant("guardians: in their own right", "S21", GUARDED, view("guarded", "(member_id IS NULL)", "true")),
    _mutant("guardians: once erased, still there", "S21", GUARDED, view("guarded", "IS NOT NULL", "IS NULL")),
    _mutant("guardians: without a line of theirs", "S1", GUARDED,
            view("guarded", "(l.agency_id = s.agency_id)", "true")),
    _policy("alerts: one's own conduct", "S21", "alert", "(member_id <> scope.member())", "true"),
    _mutant("minutes: contributors read their agency's", "S2", "minutes_part", _narrowed("minutes_part")),
    _mutant("attendance: contributors read their agency's", "S1", "case_attendance", _narrowed("case_attendance")),
    _mutant("keys: tell everybody that a case is there", "S1", "case_key", _narrowed("case_key")),
    _policy("lines: the auditor reads them", "S21", "line", "ELSE false", "ELSE scope.hat() = 'auditor'"),
    _policy("record: an officer reads other agencies'", "S21", "audit_event", "(agency_id = scope.agency())", "true"),
)  # fmt: skip


WRITTEN = (
    Mutant("writing: added to unseen cases", "S1", (), (dropped("added_within_sight"),)),
    Mutant("writing: changed in unseen cases", "S1", (), (dropped("changed_within_sight"),)),
    Mutant("writing: removed from unseen cases", "S1", (), (dropped("removed_within_sight"),)),
)


def written_by_somebody(connection: written.Connection, worlds: int = WORLDS) -> tuple[int, set[str]]:
    """In how many worlds somebody wrote where they do not see, and what."""
    for seed in range(worlds):
        world, dice = rls.world_of(seed), random.Random(seed)
        try:
            with connection.transaction(force_rollback=True):
                written.write(connection, world)
                for eyes in world.eyes:
                    writes.beyond(connection, world, eyes, sees(world, eyes), dice)
        except AssertionError as done:
            return seed + 1, {str(done).rpartition(": ")[2]}
    return worlds, set()


def every_condition(connection: written.Connection) -> list[Mutant]:
    """Each condition of each policy and view left out, in the words of the database; none is forgotten."""
    made = [
        Mutant(each.name, "", (table,), (sql(f"ALTER POLICY {policy} ON {table} USING ({each.whole})"),))
        for table, policy, each in of_policies(connection)
    ]
    made += [
        Mutant(each.name, "", VIEWS[view],
               (sql(f"CREATE OR REPLACE VIEW scope.{view} WITH (security_barrier) AS {each.whole}"),))
        for view, each in of_views(connection)
    ]  # fmt: skip
    return made


def run(share: int = 1) -> str:
    """Every mutant named here, and of those that are made from the database's own words one in `share`.

    Raises AssertionError naming those that nobody noticed and of which no reason is written down.
    """
    with written.database() as connection:
        made = every_condition(connection)
        named = Hunt(connection, list(MUTANTS)).go()
        behind = [mutant for mutant in made if share == 1 and redundant(mutant.name)]
        rest = Hunt(connection, [mutant for mutant in made[::share] if not redundant(mutant.name)]).go(RARE)
        stand = Hunt(connection, behind).go(FEW)
        for mutant in WRITTEN:
            with connection.transaction(force_rollback=True):
                mutant.apply(connection)
                after, what = written_by_somebody(connection)
            (named.noticed.update({mutant: (after, what)}) if what else named.left.append(mutant))
    missed = [mutant.name for mutant in (*named.left, *rest.left)]
    assert not missed, f"nobody noticed: {'; '.join(missed)}"
    lines = [
        f"{mutant.rule:4} {mutant.name}: noticed in world {after} ({', '.join(sorted(where)[:4])})"
        for mutant, (after, where) in named.noticed.items()
    ]
    said = f"{len(named.noticed)} mutants of the policies, all noticed; of {len(made)} conditions"
    seen = len(rest.noticed) + len(stand.noticed)
    return "\n".join([*lines, f"{said} {seen} were left out and noticed, {len(stand.left)} have others behind them"])
