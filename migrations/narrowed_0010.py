"""What told more of a case than its seats do, narrowed: restrictive policies add to those there are.

Found by an account of who sees what that knows neither `visible_to` nor the policies (docs/decisions/0019).
"""

from migrations.scope_0001 import CASES

# Contributors and guests have their own cases, not their agency's.
_WHOLE = "scope.hat() IN ('representative', 'advocate')"
NARROWED = {
    "minutes_part": f"({_WHOLE} OR scope.member() = ANY (member_ids))",
    "case_attendance": f"(scope.presides() OR {_WHOLE} OR member_id = scope.member())",
    # An officer's come with what their agency is asked or told of, and with alerts about its people.
    "case_key": "(EXISTS (SELECT FROM case_file c WHERE c.id = case_key.case_id OFFSET 0)"
    " OR EXISTS (SELECT FROM question q WHERE q.case_id = case_key.case_id OFFSET 0)"
    " OR EXISTS (SELECT FROM opening o WHERE o.case_id = case_key.case_id OFFSET 0)"
    " OR EXISTS (SELECT FROM alert a WHERE a.case_id = case_key.case_id OFFSET 0))",
}

# The first of these codes that nobody has taken: which ones are taken is not told.
FREE = """
CREATE FUNCTION scope.free_code(in_marac uuid, codes text[]) RETURNS text
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT c.code FROM unnest(codes) WITH ORDINALITY AS c(code, place)
   WHERE NOT EXISTS (SELECT FROM case_file f WHERE f.marac_id = in_marac AND f.code = c.code)
   ORDER BY c.place LIMIT 1 $$;
CREATE FUNCTION scope.free_label(of_case uuid, labels text[]) RETURNS text
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT c.label FROM unnest(labels) WITH ORDINALITY AS c(label, place)
   WHERE NOT EXISTS (SELECT FROM line l WHERE l.case_id = of_case AND l.label = c.label)
     AND NOT EXISTS (SELECT FROM action a WHERE a.case_id = of_case AND a.label = c.label)
   ORDER BY c.place LIMIT 1 $$;
"""
_NEW = ("free_code(uuid, text[])", "free_label(uuid, text[])")
_OLD = ("case_codes(uuid)", "line_labels(uuid)")


def statements() -> list[str]:
    made = [
        f"CREATE POLICY narrowed ON {table} AS RESTRICTIVE FOR SELECT TO marac_app USING ({rule})"
        for table, rule in NARROWED.items()
    ]
    made += [f"DROP FUNCTION scope.{name}" for name in _OLD]
    return [*made, FREE, *_owned(_NEW)]


def undone() -> list[str]:
    """Back to 0009."""
    made = [f"DROP POLICY narrowed ON {table}" for table in NARROWED]
    made += [f"DROP FUNCTION scope.{name}" for name in _NEW]
    before = CASES[CASES.index("CREATE FUNCTION scope.case_codes") :]
    return [*made, before, *_owned(_OLD)]


def _owned(names: tuple[str, ...]) -> list[str]:
    made = []
    for name in names:
        made += [
            f"REVOKE EXECUTE ON FUNCTION scope.{name} FROM public",
            f"GRANT EXECUTE ON FUNCTION scope.{name} TO marac_app, marac_owner",
            f"ALTER FUNCTION scope.{name} OWNER TO marac_scope",
        ]
    return made
