"""What the database itself says of its tables, roles and functions: nothing stands open by omission."""

from collections import defaultdict
from collections.abc import Iterator

import pytest

from marac.store.prepare import APP, OWNER, ROLES, SCOPE
from tests.proof import written

COMMANDS = {"SELECT": "r", "INSERT": "a", "UPDATE": "w", "DELETE": "d"}
SEEN_BY_ALL = {"marac", "agency", "partner", "member", "appointment"}
# Without case data: a word that says whether the master key is the right one, and how often keys were turned.
SAID_TO_ALL = SEEN_BY_ALL | {"key_check", "key_count"}
OF_THE_OWNER = {"destroyed_cases", "has_keys"}
# What the application may ask past row-level security. Those of the second list answer anybody, whoever looks
# (docs/decisions/0019); a new one is thought about, and written down here.
OF_THE_VIEWER = {
    "advocates_on", "authored", "case_of_code", "destroy_key", "end_sessions", "ever_seated", "had_line", "knows_of",
    "leaves", "mark_party", "must_speak_privately", "my_drafts", "namesakes", "on_the_list", "one_not_named",
    "partner_elsewhere", "purposeless", "sees_case", "wall_member", "wall_namesakes", "who", "keep_case", "writes_on",
}  # fmt: skip
OF_ANYBODY = {"closed_by", "destroyed_cases", "free_code", "free_label", "hand_over", "has_keys"}
_TABLES = "c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')"
_GRANTS = f"""
SELECT c.relname, coalesce(r.rolname, 'public'), g.privilege_type FROM pg_class c
  CROSS JOIN LATERAL (
    SELECT g.grantee, g.privilege_type FROM aclexplode(coalesce(c.relacl, acldefault('r', c.relowner))) g
    UNION
    SELECT g.grantee, g.privilege_type FROM pg_attribute a, aclexplode(a.attacl) g WHERE a.attrelid = c.oid) g
  LEFT JOIN pg_roles r ON r.oid = g.grantee
 WHERE {_TABLES}
"""
_POLICIES = "SELECT tablename, unnest(roles), cmd, permissive, coalesce(qual, with_check) FROM pg_policies"
_FUNCTIONS = """
SELECT p.proname, p.prosecdef, o.rolname, coalesce(p.proconfig, '{}'),
  array(SELECT coalesce(r.rolname, 'public') FROM aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) g
          LEFT JOIN pg_roles r ON r.oid = g.grantee)::text[]
  FROM pg_proc p JOIN pg_roles o ON o.oid = p.proowner
 WHERE p.pronamespace IN ('scope'::regnamespace, 'public'::regnamespace)
"""


@pytest.fixture(scope="module")
def catalogue() -> Iterator[written.Connection]:
    with written.database() as connection:
        yield connection


def granted(catalogue: written.Connection) -> dict[tuple[str, str], set[str]]:
    """Which commands each role may use on each table, also where only on some columns."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for table, role, privilege in catalogue.execute(_GRANTS).fetchall():
        found[table, role].add(privilege)
    return found


def test_every_table_that_the_application_reaches_forces_row_level_security(catalogue: written.Connection) -> None:
    asked = f"SELECT c.relname, c.relrowsecurity AND c.relforcerowsecurity FROM pg_class c WHERE {_TABLES}"
    forced: dict[str, bool] = dict(catalogue.execute(asked).fetchall())
    reached = {table for table, role in granted(catalogue) if role in (APP, "public")}
    assert [table for table in sorted(reached) if not forced[table]] == []
    assert forced.keys() >= written.RULED


def test_every_command_that_is_granted_has_its_policy(catalogue: written.Connection) -> None:
    policies = {(table, role, command) for table, role, command, _, _ in catalogue.execute(_POLICIES).fetchall()}
    asked = f"SELECT c.relname FROM pg_class c WHERE {_TABLES} AND c.relrowsecurity"
    policed = {table for (table,) in catalogue.execute(asked).fetchall()}
    without = [
        (table, role, command)
        for (table, role), commands in sorted(granted(catalogue).items())
        for command in sorted(commands & COMMANDS.keys())
        if table in policed and role not in (OWNER, SCOPE)
        and not policies & {(table, role, command), (table, role, "ALL")}
    ]  # fmt: skip
    assert without == []


def test_a_policy_for_all_commands_or_for_everybody_is_written_for_no_table_of_the_application(
    catalogue: written.Connection,
) -> None:
    for table, role, command, permissive, said in catalogue.execute(_POLICIES).fetchall():
        assert role != "public" or permissive == "RESTRICTIVE", table
        if role == APP:
            assert command in COMMANDS, table
            assert said != "true" or (command == "SELECT" and table in SAID_TO_ALL), table


def test_nothing_is_granted_to_everybody_and_nobody_empties_a_table(catalogue: written.Connection) -> None:
    for (table, role), commands in granted(catalogue).items():
        assert role != "public", table
        assert role == OWNER or commands <= COMMANDS.keys(), (table, role, commands)
    asked = "SELECT count(*) FROM pg_class WHERE relkind = 'S' AND relnamespace = 'public'::regnamespace"
    assert catalogue.execute(asked).fetchone() == (0,), "ids are no numbers that could be counted"


def test_the_application_owns_nothing_and_may_make_nothing(catalogue: written.Connection) -> None:
    others = [role for role in ROLES if role not in (OWNER, SCOPE)]
    for kind, owner in (("class", "relowner"), ("proc", "proowner"), ("namespace", "nspowner"), ("type", "typowner")):
        owned = f"SELECT count(*) FROM pg_{kind} WHERE {owner}::regrole::text = ANY (%s)"
        assert catalogue.execute(owned.encode(), [others]).fetchone() == (0,), kind
    for role in others:
        for schema in ("public", "scope"):
            may = catalogue.execute("SELECT has_schema_privilege(%s, %s, 'CREATE')", [role, schema]).fetchone()
            assert may == (False,), (role, schema)


def test_only_one_role_reads_past_row_level_security_and_nobody_signs_in_as_it(catalogue: written.Connection) -> None:
    asked = "SELECT rolname, rolbypassrls, rolcanlogin, rolsuper, rolinherit FROM pg_roles WHERE rolname = ANY (%s)"
    for role, past, signs_in, superuser, inherits in catalogue.execute(asked, [list(ROLES)]).fetchall():
        assert past is (role == SCOPE) and signs_in is (role in (OWNER, APP)), role
        assert not superuser and not inherits, role
    takes_on = "SELECT pg_has_role(%s, %s, 'MEMBER')"
    assert catalogue.execute(takes_on, [APP, SCOPE]).fetchone() == (False,)
    assert catalogue.execute(takes_on, [APP, OWNER]).fetchone() == (False,)


def test_functions_that_read_past_it_are_few_closed_and_look_nowhere_else(catalogue: written.Connection) -> None:
    for name, definer, owner, settings, callers in catalogue.execute(_FUNCTIONS).fetchall():
        assert "public" not in callers, name
        assert set(callers) <= {*ROLES}, name
        if definer and APP in callers:
            assert name in OF_THE_VIEWER | OF_ANYBODY, name
        assert owner == (SCOPE if definer and name not in OF_THE_OWNER else OWNER), name
        if definer:
            assert settings == ["search_path=public, pg_temp"], name


def test_views_that_read_past_it_are_barriers_and_tell_only_about_the_viewer(catalogue: written.Connection) -> None:
    asked = "SELECT relname, relowner::regrole::text, reloptions FROM pg_class WHERE relkind = 'v'"
    asked += " AND relnamespace IN ('scope'::regnamespace, 'public'::regnamespace)"
    for name, owner, options in catalogue.execute(asked.encode()).fetchall():
        assert (owner, options) == (SCOPE, ["security_barrier=true"]), name
        told = catalogue.execute("SELECT has_table_privilege(%s, %s, 'SELECT')", [APP, f"scope.{name}"]).fetchone()
        definition = catalogue.execute("SELECT pg_get_viewdef(%s::regclass)", [f"scope.{name}"]).fetchone()
        assert definition is not None
        viewer = ("scope.agency()", "scope.member()", "scope.marac()")
        assert told == (False,) or any(setting in definition[0] for setting in viewer), name
        changed = "SELECT has_table_privilege(%s, %s, 'INSERT, UPDATE, DELETE')"
        assert catalogue.execute(changed, [APP, f"scope.{name}"]).fetchone() == (False,), name
