"""The views and functions that row-level security reads through, as of the first migration.

They read as marac_scope, which row-level security does not bind, since a policy that reads
its own table recurses without end (house.md 4.14, 13). They tell only about the viewer.
What most policies ask is a view: PostgreSQL plans it with the statement, and calls nothing.
"""

SETTINGS = """
CREATE FUNCTION scope.member() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS
  $$ SELECT nullif(current_setting('marac.member_id', true), '')::uuid $$;
CREATE FUNCTION scope.agency() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS
  $$ SELECT nullif(current_setting('marac.agency_id', true), '')::uuid $$;
CREATE FUNCTION scope.marac() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS
  $$ SELECT nullif(current_setting('marac.marac_id', true), '')::uuid $$;
CREATE FUNCTION scope.hat() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS
  $$ SELECT coalesce(current_setting('marac.hat', true), '') $$;
CREATE FUNCTION scope.side() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS
  $$ SELECT coalesce(current_setting('marac.side', true), '') $$;
CREATE FUNCTION scope.at() RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE AS
  $$ SELECT nullif(current_setting('marac.at', true), '')::timestamptz $$;
CREATE FUNCTION scope.speaks() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS
  $$ SELECT scope.hat() IN ('representative', 'advocate', 'contributor', 'guest') $$;
CREATE FUNCTION scope.presides() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS
  $$ SELECT scope.hat() IN ('chair', 'coordinator') $$;
CREATE FUNCTION scope.perpetrators() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS
  $$ SELECT scope.side() = 'perpetrator' $$;
"""

_MINE = """
  scope.speaks() AND agency_id = scope.agency() AND marac_id = scope.marac()
  AND (member_id = scope.member() OR (member_id IS NULL AND scope.hat() IN ('representative', 'advocate')))
  AND from_at <= scope.at() AND (until_at IS NULL OR until_at > scope.at())
"""

VIEWS = f"""
CREATE VIEW scope.held WITH (security_barrier) AS
  SELECT id, case_id, agency_id, marac_id, member_id, person_id, kind, side, advocate, from_at, until_at
    FROM public.seat WHERE {_MINE};
CREATE VIEW scope.walled WITH (security_barrier) AS
  SELECT w.case_id FROM public.wall w
   WHERE w.from_at <= scope.at() AND (w.until_at IS NULL OR w.until_at > scope.at())
     AND (w.member_id = scope.member()
          OR (NOT scope.member() = ANY (w.cleared)
              AND (w.agency_id = scope.agency()
                   OR w.agency_id = (SELECT a.parent_id FROM public.agency a WHERE a.id = scope.agency()))))
  UNION ALL
  SELECT c.id FROM public.case_file c
   WHERE c.status = 'draft' AND c.marac_id = scope.marac() AND c.author_id <> scope.member();
CREATE VIEW scope.named_line WITH (security_barrier) AS
  SELECT line_id FROM public.line_audience WHERE agency_id = scope.agency() AND ended_at IS NULL;
CREATE VIEW scope.named_detail WITH (security_barrier) AS
  SELECT detail_id FROM public.protected_audience WHERE agency_id = scope.agency();
"""

CASES = """
CREATE FUNCTION scope.authored() RETURNS SETOF uuid
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT c.id FROM case_file c
   WHERE c.author_id = scope.member() AND c.marac_id = scope.marac()
     AND c.status IN ('draft', 'referred', 'more-information') $$;
CREATE FUNCTION scope.my_drafts() RETURNS SETOF uuid
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT c.id FROM case_file c
   WHERE c.author_id = scope.member() AND c.marac_id = scope.marac() AND c.status = 'draft' $$;
CREATE FUNCTION scope.one_not_named(of_case uuid) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM scope.held h
                  WHERE h.case_id = of_case AND h.person_id IS NULL AND h.kind IN ('case', 'hearing')
                    AND h.side <> 'perpetrator' AND NOT scope.perpetrators())
    AND NOT EXISTS (SELECT 1 FROM scope.held h
                     WHERE h.case_id = of_case AND h.kind IN ('case', 'hearing')
                       AND h.advocate AND scope.hat() = 'advocate')
    AND of_case NOT IN (SELECT w.case_id FROM scope.walled w)
    AND EXISTS (SELECT 1 FROM seat s
                 WHERE s.case_id = of_case AND s.quiet AND s.kind IN ('case', 'hearing')
                   AND s.agency_id <> scope.agency() AND s.marac_id = scope.marac()
                   AND s.from_at <= scope.at() AND (s.until_at IS NULL OR s.until_at > scope.at())) $$;
CREATE FUNCTION scope.case_codes(in_marac uuid) RETURNS SETOF text
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT c.code FROM case_file c WHERE c.marac_id = in_marac $$;
CREATE FUNCTION scope.line_labels(of_case uuid) RETURNS SETOF text
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT l.label FROM line l WHERE l.case_id = of_case
  UNION ALL SELECT a.label FROM action a WHERE a.case_id = of_case $$;
"""

SIGN_IN = """
CREATE FUNCTION scope.who(token bytea, at timestamptz, idle interval)
  RETURNS TABLE (sign_in_id uuid, member_id uuid, member_name varchar, agency_id uuid, agency_name varchar,
                 last_seen_at timestamptz, appointments jsonb)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT s.id, m.id, m.name, a.id, a.name, s.last_seen_at,
    (SELECT coalesce(jsonb_agg(jsonb_build_object(
        'id', p.id, 'marac', c.id, 'slug', c.slug, 'name', c.name, 'role', p.role, 'side', p.side)
        ORDER BY c.name, p.role), '[]')
       FROM appointment p JOIN marac c ON c.id = p.marac_id
      WHERE p.member_id = m.id AND p.from_on <= (at AT TIME ZONE 'Europe/London')::date
        AND (p.until_on IS NULL OR p.until_on >= (at AT TIME ZONE 'Europe/London')::date))
    FROM sign_in s JOIN member m ON m.id = s.member_id JOIN agency a ON a.id = m.agency_id
   WHERE s.token_hash = token AND s.ended_at IS NULL AND s.expires_at > at AND s.last_seen_at > at - idle
     AND m.retired_at IS NULL $$;
"""

DEFINED = (
    "authored()",
    "my_drafts()",
    "one_not_named(uuid)",
    "case_codes(uuid)",
    "line_labels(uuid)",
    "who(bytea, timestamptz, interval)",
)
VIEWED = ("held", "walled", "named_line", "named_detail")

READ_BY_SCOPE = (
    "seat", "wall", "case_file", "agency", "protected_audience", "line", "line_audience", "action",
    "sign_in", "member", "appointment", "marac",
)  # fmt: skip


def statements() -> list[str]:
    """Make the views and functions, hand them to marac_scope, and let only the application's roles ask them."""
    made = [SETTINGS, VIEWS, CASES, SIGN_IN]
    owned = [f"ALTER FUNCTION scope.{name} OWNER TO marac_scope" for name in DEFINED]
    closed = ["REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA scope FROM public"]
    called = [f"GRANT EXECUTE ON FUNCTION scope.{name} TO marac_app, marac_sign_in, marac_owner" for name in DEFINED]
    simple = ("member", "agency", "marac", "hat", "side", "at", "speaks", "presides", "perpetrators")
    called += [
        f"GRANT EXECUTE ON FUNCTION scope.{name}() TO marac_app, marac_sign_in, marac_owner, marac_scope"
        for name in simple
    ]
    viewed = [f"GRANT SELECT ON scope.{view} TO marac_app, marac_owner, marac_scope" for view in VIEWED]
    viewed += [f"ALTER VIEW scope.{view} OWNER TO marac_scope" for view in VIEWED]
    read = [f"GRANT SELECT ON {', '.join(READ_BY_SCOPE)} TO marac_scope"]
    return [*made, *closed, *called, *read, *viewed, *owned]
