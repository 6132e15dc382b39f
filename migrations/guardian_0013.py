"""Row-level security of the Caldicott guardian's room: their own agency's lines, and where those are held (S21).

Policies of their own, beside those of each table, which ask first for the hat: under any other they cost nothing.
"""

from migrations.closing_0004 import WHO as WHO_BEFORE
from migrations.narrowed_0011 import NAMESAKES as BEFORE_NAMESAKES
from migrations.oversight_0007 import ADDED, CHANGED
from migrations.oversight_0007 import SEEN as REVIEWED
from migrations.oversight_0007 import SPOKE as _SPOKE
from migrations.policies_0001 import EVENT_SEEN, HERE, OPEN
from migrations.scope_0001 import CASES
from migrations.sight_0011 import FUNCTIONS as BEFORE

_HAT = "scope.hat() = 'caldicott-guardian'"
_WORKER = "NOT scope.perpetrators()"
# Without a side of their own they read the lines of both (docs/decisions/0022).
_SIDE = "(scope.side() = 'neither' OR (%s = 'perpetrator') = scope.perpetrators())"
_IN_FORCE = "s.from_at <= scope.at() AND (s.until_at IS NULL OR s.until_at > scope.at())"

VIEWS = {
    # The places of the whole agency in cases where it holds lines; none once a case was erased.
    "guarded": "SELECT s.id, s.case_id, s.person_id, s.kind, s.side FROM public.seat s"
    f" WHERE {_HAT} AND s.agency_id = scope.agency() AND s.marac_id = scope.marac() AND s.member_id IS NULL"
    f" AND {_IN_FORCE} AND EXISTS (SELECT FROM public.line l WHERE l.case_id = s.case_id"
    f" AND l.agency_id = s.agency_id AND (s.person_id IS NULL OR l.person_id = s.person_id) AND {_SIDE % 'l.side'})"
    " AND NOT EXISTS (SELECT FROM public.erasure e WHERE e.case_id = s.case_id AND e.confirmed_at IS NOT NULL)",
    "guarded_line": "SELECT l.id FROM public.line l"
    f" WHERE l.agency_id = scope.agency() AND l.marac_id = scope.marac() AND {_SIDE % 'l.side'}"
    " AND EXISTS (SELECT FROM scope.guarded g WHERE g.case_id = l.case_id"
    " AND (g.person_id IS NULL OR g.person_id = l.person_id))",
}
_PLACE = "EXISTS (SELECT FROM scope.guarded g WHERE g.%s = this.%s%s OFFSET 0)"
_OF_CASE = _PLACE % ("case_id", "case_id", "")
_FULL = "kind IN ('case', 'hearing') AND person_id IS NULL AND side <> 'perpetrator'"
_READS_FILE = _PLACE % ("case_id", "case_id", "".join(f" AND g.{part}" for part in _FULL.split(" AND ")))
_OF_LINE = "EXISTS (SELECT FROM scope.guarded_line g WHERE g.id = this.line_id OFFSET 0)"
_OPEN_CASE = OPEN.replace("this.case_id", "this.id")
_LINE = (
    f"{_HAT} AND agency_id = scope.agency() AND {HERE} AND {_SIDE % 'side'} AND {OPEN}"
    f" AND {_PLACE % ('case_id', 'case_id', ' AND (g.person_id IS NULL OR g.person_id = this.person_id)')}"
)
_AUDIENCE = f"{_HAT} AND owner_id = scope.agency() AND {HERE} AND {_OF_LINE} AND {OPEN}"
SEEN = {
    "case_file": f"{_HAT} AND {_PLACE % ('case_id', 'id', '')} AND {_OPEN_CASE}",
    "case_key": f"{_HAT} AND {_OF_CASE} AND {OPEN}",
    # Who would read a line has to be known to whoever decides; quiet seats are not (S5).
    "seat": f"{_HAT} AND ({_PLACE % ('id', 'id', '')} OR (kind IN ('case', 'hearing') AND NOT quiet"
    f" AND {_WORKER} AND {_READS_FILE})) AND {OPEN}",
    "line": _LINE,
    "line_audience": _AUDIENCE,
    "said": f"{_HAT} AND {HERE} AND {_OF_LINE} AND {OPEN}",
}

# A guardian decides; the words stay as whoever recorded them wrote them.
_KEPT = (
    "id marac_id case_id agency_id member_id person_id side label kind text_sealed source_sealed source_date_sealed"
    " sensitive_sealed recorded_at corrects_id corrected_at"
).split()
WORDS_STAY = """
CREATE FUNCTION scope.words_stay() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
  BEGIN
    RAISE EXCEPTION 'a guardian decides on lines and changes no words' USING ERRCODE = 'insufficient_privilege';
  END $$
"""
STAYS = f"""
CREATE TRIGGER words_stay BEFORE UPDATE ON line FOR EACH ROW
  WHEN ({_HAT} AND ({", ".join(f"OLD.{name}" for name in _KEPT)})
        IS DISTINCT FROM ({", ".join(f"NEW.{name}" for name in _KEPT)}))
  EXECUTE FUNCTION scope.words_stay()
"""

# What a guardian did is on their agency's own record: its people's and its officer's (S21).
_WITHIN = _SPOKE.replace("'guest'", "'guest', 'caldicott-guardian'")
EVENTS = EVENT_SEEN.replace(_SPOKE, _WITHIN)
NAMESAKES = BEFORE_NAMESAKES.replace(_SPOKE, _WITHIN)
ALERTS = {
    "seen": ("USING", REVIEWED["alert"]),
    "added": ("WITH CHECK", ADDED["alert"]),
    "changed": ("USING", CHANGED["alert"]),
}

_HELD = "EXISTS (SELECT FROM scope.held h WHERE h.case_id = of_case)"
SEES_CASE = BEFORE["sees_case"].replace(
    _HELD, f"{_HELD}\n    OR EXISTS (SELECT FROM scope.guarded g WHERE g.case_id = of_case)"
)
KNOWS_OF = BEFORE["knows_of"].replace(_SPOKE, _WITHIN)
_START = CASES.index("CREATE FUNCTION scope.one_not_named")
_UNNAMED = CASES[_START : CASES.index("CREATE FUNCTION scope.case_codes")]
_SITS = """EXISTS (SELECT 1 FROM scope.held h
                  WHERE h.case_id = of_case AND h.person_id IS NULL AND h.kind IN ('case', 'hearing')
                    AND h.side <> 'perpetrator' AND NOT scope.perpetrators())"""
ONE_NOT_NAMED = _UNNAMED.replace(_SITS, f"({_SITS} OR {_SITS.replace('scope.held', 'scope.guarded')})")

# Whoever may share what an agency holds is shut out with the others of it (S22).
_SHUT = "'{representative,advocate,contributor,guest,observer}'"
WHO = WHO_BEFORE.replace(_SHUT, _SHUT.replace("}", ",caldicott-guardian}"))


def statements() -> list[str]:
    made = []
    for name, asked in VIEWS.items():
        made += [
            f"CREATE VIEW scope.{name} WITH (security_barrier) AS {asked}",
            f"GRANT SELECT ON scope.{name} TO marac_app, marac_owner, marac_scope",
            f"ALTER VIEW scope.{name} OWNER TO marac_scope",
        ]
    made += [
        f"CREATE POLICY seen_by_guardian ON {table} FOR SELECT TO marac_app USING ({_this(rule, table)})"
        for table, rule in SEEN.items()
    ]
    return [
        *made,
        f"CREATE POLICY decided_by_guardian ON line FOR UPDATE TO marac_app USING ({_this(_LINE, 'line')})",
        f"CREATE POLICY named_by_guardian ON line_audience FOR INSERT TO marac_app WITH CHECK ({_audience()})",
        f"CREATE POLICY decided_by_guardian ON line_audience FOR UPDATE TO marac_app USING ({_audience()})",
        WORDS_STAY,
        "REVOKE EXECUTE ON FUNCTION scope.words_stay() FROM public",
        STAYS,
        f"ALTER POLICY seen ON audit_event USING ({_this(EVENTS, 'audit_event')})",
        *(f"ALTER POLICY {name} ON alert {how} ({_alert(rule, _WITHIN)})" for name, (how, rule) in ALERTS.items()),
        *_again(SEES_CASE, KNOWS_OF, ONE_NOT_NAMED, NAMESAKES, WHO),
    ]


def undone() -> list[str]:
    """Back to 0012."""
    return [
        *_again(BEFORE["sees_case"], BEFORE["knows_of"], _UNNAMED, BEFORE_NAMESAKES, WHO_BEFORE),
        *(f"ALTER POLICY {name} ON alert {how} ({_alert(rule, _SPOKE)})" for name, (how, rule) in ALERTS.items()),
        f"ALTER POLICY seen ON audit_event USING ({_this(EVENT_SEEN, 'audit_event')})",
        "DROP TRIGGER words_stay ON line",
        "DROP FUNCTION scope.words_stay()",
        "DROP POLICY decided_by_guardian ON line_audience",
        "DROP POLICY named_by_guardian ON line_audience",
        "DROP POLICY decided_by_guardian ON line",
        *(f"DROP POLICY seen_by_guardian ON {table}" for table in SEEN),
        *(f"DROP VIEW scope.{name}" for name in reversed(VIEWS)),
    ]


def _alert(rule: str, spoke: str) -> str:
    return _this(rule.replace(_SPOKE, spoke), "alert")


def _audience() -> str:
    return _this(_AUDIENCE, "line_audience")


def _this(rule: str, table: str) -> str:
    return rule.replace("this.", f"{table}.")


def _again(*functions: str) -> list[str]:
    """What belongs to marac_scope is replaced by it."""
    made = [one.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION") for one in functions]
    return ["SET LOCAL ROLE marac_scope", *made, "RESET ROLE"]
