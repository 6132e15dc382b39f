"""Row-level security of keys, holds and erasures, and the one function that destroys a case's key.

The application's role may neither change a wrapped key nor fill in a receipt: `scope.destroy_key` does both, after
asking for two people, no hold, and a case that is over. Its tables of sealed rows are found by their columns' names,
so that a table made later is counted too.
"""

from migrations.policies_0001 import AUDITS, FOR_PERSON, HERE, OPEN, OVER, SEAT_ANY

OFFICER = f"(scope.hat() = 'data-protection-officer' AND {HERE} AND scope.ever_seated(case_id))"
KEEPERS = f"({OVER} OR {AUDITS} OR {OFFICER})"
# A coordinator proposes and confirms; holding is for the chair and for those who look at the partnership from outside.
HOLDERS = f"((scope.hat() = 'chair' AND {HERE}) OR {AUDITS} OR {OFFICER})"

SEEN = {
    "hold": f"{KEEPERS} AND {OPEN}",
    "erasure": f"({KEEPERS} OR (confirmed_at IS NOT NULL AND ({SEAT_ANY} OR {FOR_PERSON}))) AND {OPEN}",
}
ADDED = {
    "hold": f"{HOLDERS} AND placed_by = scope.member() AND lifted_at IS NULL AND {OPEN}",
    "erasure": f"scope.hat() = 'coordinator' AND {HERE} AND proposed_by = scope.member() AND ended_at IS NULL"
    f" AND confirmed_at IS NULL AND confirmed_by IS NULL AND {OPEN}",
}
CHANGED = {"hold": f"{HOLDERS} AND {OPEN}", "erasure": f"{OVER} AND {OPEN}"}
# May be locked, to say that it was done; never changed again.
ONLY = {"hold": "true", "erasure": "confirmed_at IS NULL"}
COLUMNS = {"hold": "lifted_by, lifted_at, lifted_why_sealed", "erasure": "ended_by, ended_at"}

EVER_SEATED = """
CREATE FUNCTION scope.ever_seated(of_case uuid) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM seat s WHERE s.case_id = of_case AND s.agency_id = scope.agency()
                    AND s.marac_id = scope.marac() AND s.from_at <= scope.at()) $$
"""
# What an officer may ask of a case that they do not see: whether their agency had a seat on the one of this code.
HELD_CODE = """
CREATE FUNCTION scope.case_of_code(of_code text) RETURNS uuid
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT c.id FROM case_file c
   WHERE c.marac_id = scope.marac() AND c.code = of_code AND scope.ever_seated(c.id)
     AND scope.hat() = 'data-protection-officer'
     AND c.id NOT IN (SELECT w.case_id FROM scope.walled w) $$
"""
UNREADABLE = """
CREATE FUNCTION scope.sealed_rows(of_case uuid) RETURNS jsonb
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  DECLARE one record; counted bigint; found jsonb := '{}';
  BEGIN
    FOR one IN
      SELECT c.relname AS name, bool_or(a.attname = 'case_id') AS has_case,
             string_agg(format('%I <> %L', a.attname, ''), ' OR ') FILTER (WHERE a.attname LIKE '%\\_sealed') AS boxes
        FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
       WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relname <> 'erasure'
       GROUP BY c.relname ORDER BY c.relname
    LOOP
      CONTINUE WHEN one.boxes IS NULL OR NOT (one.has_case OR one.name = 'case_file');
      EXECUTE format('SELECT count(*) FROM %I WHERE %I = $1 AND (%s)', one.name,
                     CASE WHEN one.has_case THEN 'case_id' ELSE 'id' END, one.boxes) INTO counted USING of_case;
      IF counted > 0 THEN found := found || jsonb_build_object(one.name, counted); END IF;
    END LOOP;
    RETURN found;
  END $$
"""
DESTROY = """
CREATE FUNCTION scope.destroy_key(of_erasure uuid) RETURNS uuid
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  DECLARE it erasure; forgotten integer;
  BEGIN
    SELECT * INTO it FROM erasure WHERE id = of_erasure AND marac_id = scope.marac() FOR UPDATE;
    PERFORM FROM case_file c WHERE c.id = it.case_id FOR UPDATE;  -- what was held meanwhile is seen from here on
    IF it.id IS NULL OR it.ended_at IS NOT NULL OR it.confirmed_at IS NOT NULL OR scope.hat() <> 'chair'
       OR scope.member() = it.proposed_by
       OR EXISTS (SELECT FROM scope.walled w WHERE w.case_id = it.case_id)
       OR NOT EXISTS (SELECT FROM case_file c WHERE c.id = it.case_id
                       AND c.status IN ('heard', 'closed', 'withdrawn', 'returned'))
       OR EXISTS (SELECT FROM hold h WHERE h.case_id = it.case_id AND h.lifted_at IS NULL)
    THEN RETURN NULL; END IF;
    UPDATE key_count SET destroyed = destroyed + 1;
    UPDATE case_key SET wrapped = '', destroyed_at = scope.at() WHERE case_id = it.case_id;
    DELETE FROM blind_index WHERE case_id = it.case_id;
    GET DIAGNOSTICS forgotten = ROW_COUNT;
    UPDATE erasure SET confirmed_by = scope.member(), confirmed_at = scope.at(), fingerprints = forgotten,
           unreadable = scope.sealed_rows(it.case_id) WHERE id = it.id;
    RETURN it.case_id;
  END $$
"""
# Placing a hold and destroying wait for each other at the case's row.
KEPT = """
CREATE FUNCTION scope.keep_case() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  BEGIN
    PERFORM FROM case_file c WHERE c.id = NEW.case_id FOR SHARE;
    IF EXISTS (SELECT FROM case_key k WHERE k.case_id = NEW.case_id AND k.destroyed_at IS NOT NULL) THEN
      RAISE EXCEPTION 'this case was erased' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END $$
"""
DESTROYED = """
CREATE FUNCTION scope.destroyed_cases() RETURNS SETOF uuid
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT k.case_id FROM case_key k WHERE k.destroyed_at IS NOT NULL $$
"""
KEYED = """
CREATE FUNCTION scope.has_keys() RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM case_key) OR EXISTS (SELECT FROM key_check) $$
"""

CALLED = {
    "ever_seated(uuid)": "marac_app, marac_owner",
    "case_of_code(text)": "marac_app, marac_owner",
    "sealed_rows(uuid)": "marac_owner",
    "destroy_key(uuid)": "marac_app, marac_owner",
    "keep_case()": "marac_app, marac_owner",
}
# Of marac_owner itself, which sees every key by a policy of its own: its commands open keyrings too.
KEPT_BY_OWNER = ("destroyed_cases()", "has_keys()")


def statements() -> list[str]:
    """Tables closed, functions handed to marac_scope, and what each role may do."""
    made = [
        "GRANT SELECT ON ALL TABLES IN SCHEMA public TO marac_scope",
        # sealed rows of tables made later are counted too
        "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO marac_scope",
        "GRANT UPDATE ON case_key, erasure, key_count, case_file TO marac_scope",
        "GRANT DELETE ON blind_index TO marac_scope",
        *(EVER_SEATED, HELD_CODE, UNREADABLE, DESTROY, KEPT, DESTROYED, KEYED),
    ]
    for table in ("hold", "erasure", "key_check", "key_count"):
        made += [f"ALTER TABLE {table} {verb} ROW LEVEL SECURITY" for verb in ("ENABLE", "FORCE")]
    for table, seen in SEEN.items():
        made += [
            f"CREATE POLICY seen ON {table} FOR SELECT TO marac_app USING ({_this(seen, table)})",
            f"CREATE POLICY added ON {table} FOR INSERT TO marac_app WITH CHECK ({_this(ADDED[table], table)})",
            f"CREATE POLICY changed ON {table} FOR UPDATE TO marac_app USING ({_this(CHANGED[table], table)})"
            f" WITH CHECK ({ONLY[table]})",
            f"GRANT SELECT, INSERT, UPDATE ({COLUMNS[table]}) ON {table} TO marac_app",
        ]
    made += [*_keys(), "CREATE TRIGGER keep BEFORE INSERT ON hold FOR EACH ROW EXECUTE FUNCTION scope.keep_case()"]
    for name, callers in CALLED.items():
        made += [
            f"REVOKE EXECUTE ON FUNCTION scope.{name} FROM public",
            f"GRANT EXECUTE ON FUNCTION scope.{name} TO {callers}, marac_scope",
            f"ALTER FUNCTION scope.{name} OWNER TO marac_scope",
        ]
    for name in KEPT_BY_OWNER:
        made += [
            f"REVOKE EXECUTE ON FUNCTION scope.{name} FROM public",
            f"GRANT EXECUTE ON FUNCTION scope.{name} TO marac_app",
        ]
    return made


def _keys() -> list[str]:
    """The owner turns the master key: its commands see wrapped keys, which tell nothing."""
    return [
        "CREATE POLICY turned ON case_key FOR SELECT TO marac_owner USING (true)",
        "CREATE POLICY turning ON case_key FOR UPDATE TO marac_owner USING (destroyed_at IS NULL)",
        "CREATE POLICY seen ON key_check FOR SELECT TO marac_app USING (true)",
        "CREATE POLICY begun ON key_check FOR INSERT TO marac_app WITH CHECK (NOT scope.has_keys())",
        "CREATE POLICY turned ON key_check TO marac_owner USING (true)",
        "CREATE POLICY seen ON key_count FOR SELECT TO marac_app USING (true)",
        "CREATE POLICY begun ON key_count FOR INSERT TO marac_owner WITH CHECK (true)",
        "GRANT SELECT, INSERT ON key_check TO marac_app",
        "GRANT SELECT ON key_count TO marac_app",
        "INSERT INTO key_count (id, destroyed) VALUES ('00000000-0000-4000-8000-000000000001', 0)",
    ]


def undone() -> list[str]:
    """Back to 0005; the tables are dropped by the migration."""
    return [
        *(f"DROP FUNCTION scope.{name}" for name in (*KEPT_BY_OWNER, *reversed(CALLED))),
        *(f"DROP POLICY {name} ON case_key" for name in ("turned", "turning")),
        "ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE SELECT ON TABLES FROM marac_scope",
        "REVOKE UPDATE ON case_key, case_file FROM marac_scope",
        "REVOKE DELETE ON blind_index FROM marac_scope",
    ]


def _this(policy: str, table: str) -> str:
    return policy.replace("this.", f"{table}.")
