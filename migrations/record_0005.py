"""Row-level security of the record's order: its sequencer may number, hash and sign, and nothing else; others read."""

HERE = "(marac_id IS NULL OR marac_id = scope.marac())"
PARTNERS = "agency_id IN (SELECT p.agency_id FROM partner p WHERE p.marac_id = scope.marac())"
OFFICER = "scope.hat() = 'data-protection-officer' AND agency_id = scope.agency()"

SEEN = {
    "checkpoint": f"{HERE} AND scope.hat() IN ('auditor', 'data-protection-officer', 'chair', 'coordinator')",
    "checkpoint_receipt": f"marac_id = scope.marac() AND (scope.hat() = 'auditor' OR {OFFICER})",
    "outbox": f"{HERE} AND (scope.hat() = 'auditor' AND {PARTNERS} OR {OFFICER})",
}
RECEIVED = (
    f"{OFFICER} AND marac_id = scope.marac() AND member_id = scope.member()"
    " AND checkpoint_id IN (SELECT c.id FROM checkpoint c)"
)

# One row for each officer of a partner agency whom the checkpoint concerns; where it belongs to no MARAC, for all.
POST = """
CREATE FUNCTION scope.post_checkpoint(posted uuid) RETURNS integer
  LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH written AS (
    INSERT INTO outbox (id, marac_id, checkpoint_id, agency_id, member_id, written_at, tries, failure)
    SELECT DISTINCT ON (m.id) gen_random_uuid(), c.marac_id, c.id, m.agency_id, m.id, c.at, 0, ''
      FROM checkpoint c, appointment p JOIN member m ON m.id = p.member_id,
        LATERAL (SELECT (c.at AT TIME ZONE 'Europe/London')::date AS day) today
     WHERE c.id = posted AND p.role = 'data-protection-officer' AND (c.marac_id IS NULL OR p.marac_id = c.marac_id)
       AND m.retired_at IS NULL AND p.confirmed_at <= c.at AND (p.ended_at IS NULL OR p.ended_at > c.at)
       AND p.from_on <= today.day AND (p.until_on IS NULL OR p.until_on >= today.day)
    ON CONFLICT DO NOTHING RETURNING 1)
  SELECT count(*)::integer FROM written $$
"""
POST_NAME = "scope.post_checkpoint(uuid)"

# The address is looked up when a letter is sent, and kept nowhere.
LETTERS = """
CREATE FUNCTION scope.letters(most integer) RETURNS TABLE (id uuid, email varchar, note varchar, tries integer)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT o.id, a.email, c.note, o.tries
    FROM outbox o JOIN account a ON a.member_id = o.member_id JOIN checkpoint c ON c.id = o.checkpoint_id
   WHERE o.sent_at IS NULL ORDER BY o.tries, o.written_at LIMIT most $$
"""
LETTERS_NAME = "scope.letters(integer)"

# Hashes of salted events say nothing; with them anybody who holds some of the record can show that all of it grew.
LEAVES = """
CREATE FUNCTION scope.leaves(of_marac uuid, below bigint) RETURNS TABLE (seq bigint, leaf bytea)
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  #variable_conflict use_column
  BEGIN
    IF scope.hat() IS NULL OR scope.hat() NOT IN ('auditor', 'data-protection-officer') THEN RETURN; END IF;
    IF of_marac IS NULL THEN
      RETURN QUERY SELECT e.seq, e.leaf FROM audit_event e WHERE e.marac_id IS NULL AND e.seq < below ORDER BY e.seq;
    ELSIF of_marac = scope.marac() THEN
      RETURN QUERY SELECT e.seq, e.leaf FROM audit_event e WHERE e.marac_id = of_marac AND e.seq < below ORDER BY e.seq;
    END IF;
  END $$
"""
LEAVES_NAME = "scope.leaves(uuid, bigint)"

CALLED = {POST_NAME: "marac_sequencer", LETTERS_NAME: "marac_keeper", LEAVES_NAME: "marac_app"}


def statements() -> list[str]:
    """Everything, in order."""
    made = []
    for table, seen in SEEN.items():
        made += [
            f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
            f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
            f"CREATE POLICY installed ON {table} TO marac_owner USING (true) WITH CHECK (true)",
            f"CREATE POLICY seen ON {table} FOR SELECT TO marac_app USING ({seen})",
            f"GRANT SELECT ON {table} TO marac_app",
        ]
    made += [
        f"CREATE POLICY added ON checkpoint_receipt FOR INSERT TO marac_app WITH CHECK ({RECEIVED})",
        "GRANT INSERT ON checkpoint_receipt TO marac_app",
        *_sequencer(),
        *_keeper(),
        "GRANT SELECT ON checkpoint, outbox, account, audit_event, appointment, member TO marac_scope",
        "GRANT INSERT ON outbox TO marac_scope",
        POST,
        LETTERS,
        LEAVES,
    ]
    for name, caller in CALLED.items():
        made += [
            f"REVOKE EXECUTE ON FUNCTION {name} FROM public",
            f"GRANT EXECUTE ON FUNCTION {name} TO {caller}, marac_owner",
            f"ALTER FUNCTION {name} OWNER TO marac_scope",
        ]
    return made


def _sequencer() -> list[str]:
    """An event gets its place once; nobody who adds an event gives it one."""
    return [
        "CREATE POLICY unsequenced_when_added ON audit_event AS RESTRICTIVE FOR INSERT TO PUBLIC"
        " WITH CHECK (seq IS NULL AND leaf IS NULL)",
        "CREATE POLICY seen_by_sequencer ON audit_event FOR SELECT TO marac_sequencer USING (true)",
        "CREATE POLICY sequenced ON audit_event FOR UPDATE TO marac_sequencer"
        " USING (seq IS NULL) WITH CHECK (seq IS NOT NULL AND leaf IS NOT NULL)",
        "GRANT SELECT, UPDATE (seq, leaf) ON audit_event TO marac_sequencer",
        "CREATE POLICY seen_by_sequencer ON checkpoint FOR SELECT TO marac_sequencer USING (true)",
        "CREATE POLICY signed ON checkpoint FOR INSERT TO marac_sequencer WITH CHECK (true)",
        "GRANT SELECT, INSERT ON checkpoint TO marac_sequencer",
        "CREATE POLICY seen_by_sequencer ON marac FOR SELECT TO marac_sequencer USING (true)",
        "GRANT SELECT (id, slug) ON marac TO marac_sequencer",
    ]


def _keeper() -> list[str]:
    return [
        "CREATE POLICY seen_by_keeper ON outbox FOR SELECT TO marac_keeper USING (true)",
        "CREATE POLICY changed_by_keeper ON outbox FOR UPDATE TO marac_keeper USING (true)",
        "GRANT SELECT, UPDATE (sent_at, tries, failure) ON outbox TO marac_keeper",
    ]


def undone() -> list[str]:
    """Back to 0004; the tables themselves are dropped after this."""
    return [
        *(f"DROP FUNCTION {name}" for name in CALLED),
        *(f"DROP POLICY {n} ON audit_event" for n in ("unsequenced_when_added", "seen_by_sequencer", "sequenced")),
        "REVOKE SELECT, UPDATE (seq, leaf) ON audit_event FROM marac_sequencer",
        "DROP POLICY seen_by_sequencer ON marac",
        "REVOKE SELECT (id, slug) ON marac FROM marac_sequencer",
        "REVOKE SELECT ON audit_event, account FROM marac_scope",
    ]
