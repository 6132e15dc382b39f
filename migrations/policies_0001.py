"""Row-level security of the first migration: the same rows as `visible_to`, said again by the database.

Written by hand, apart from the Python clauses, so that a slip in one is caught by the other
(tests/house/test_scope.py compares them). `this` is the row in question. OFFSET 0 has each row look
its own case up by index, where PostgreSQL might read every seat of the partnership first.
"""

_FULL = "'{case,hearing}'"
_ANY = "'{check,case,hearing,action}'"
_CHECK = "'{case,hearing,check}'"
_ACT = "'{action}'"
_CASE_OR_ACT = "'{case,action}'"
_FULL_OR_ACT = "'{case,hearing,action}'"


def _in(kinds: str, victims: bool, column: str = "case_id") -> str:
    side = " AND h.side <> 'perpetrator' AND NOT scope.perpetrators()" if victims else ""
    return _held(f"h.case_id = this.{column} AND h.kind = ANY ({kinds}) AND h.person_id IS NULL{side}")


def _held(condition: str) -> str:
    return f"EXISTS (SELECT FROM scope.held h WHERE {condition} OFFSET 0)"


def _open(column: str = "case_id") -> str:
    return f"NOT EXISTS (SELECT FROM scope.walled w WHERE w.case_id = this.{column} OFFSET 0)"


def _for_person(column: str = "person_id") -> str:
    return _held(f"h.person_id = this.{column}")


OVER = "(scope.presides() AND marac_id = scope.marac())"
OPEN = _open()
SEAT_FULL = _in(_FULL, True)
SEAT_ANY = _in(_ANY, False)
FOR_PERSON = _held("h.case_id = this.case_id AND h.person_id IS NOT NULL")
SPEAKS_FOR = "scope.hat() = 'advocate' AND h.advocate AND h.kind IN ('case', 'hearing')"
ADVOCATED = _held(f"h.case_id = this.case_id AND {SPEAKS_FOR}")
MINE = "(scope.speaks() AND agency_id = scope.agency())"
HERE = "marac_id = scope.marac()"
VICTIMS = f"({SEAT_FULL} OR {OVER}) AND {OPEN}"
OWN_OR_HAT = f"((agency_id = scope.agency() AND ({SEAT_ANY} OR {FOR_PERSON})) OR {OVER}) AND {OPEN}"
MY_SIDE = "(side = 'perpetrator') = scope.perpetrators()"
# A representative hands an action to somebody of their own agency, who then needs a place of their own (C57).
_COLLEAGUES = (
    "(scope.hat() IN ('representative', 'advocate') AND agency_id = scope.agency() AND kind = 'action'"
    f" AND member_id IS NOT NULL AND {_in(_CASE_OR_ACT, False)})"
)
ATTENDS = (
    f"({HERE} AND scope.hat() IN ('representative', 'advocate', 'contributor', 'guest', 'chair', 'coordinator',"
    " 'auditor', 'observer', 'data-protection-officer'))"
)
AUDITS = f"(scope.hat() = 'auditor' AND {HERE})"


def _party(person: str) -> str:
    return (
        f"({_in(_CHECK, True)} OR ({_in(_ACT, True)} AND party = 'victim')"
        f" OR ({SEAT_ANY} AND party = 'perpetrator') OR {_for_person(person)})"
    )


def _searchable() -> str:
    kept = f"((agency_id = scope.agency() AND {SEAT_FULL}) OR {ADVOCATED})"
    return f"((searchable AND ({_party('person_id')} OR {OVER})) OR (NOT searchable AND {kept})) AND {OPEN}"


TOLD = f"(({_in(_FULL_OR_ACT, True)} AND %s) OR {ADVOCATED}) AND {OPEN}"

LINE_SEEN = f"""
CASE
  WHEN scope.presides() THEN {HERE} AND (sharing = 'seated' OR (sharing = 'named'
    AND CASE scope.hat() WHEN 'chair' THEN to_chair ELSE to_coordinator END))
  WHEN scope.speaks() THEN
    (agency_id = scope.agency() AND {MY_SIDE}
      AND ({SEAT_ANY} OR {_for_person()}))
    OR (sharing = 'seated' AND ({SEAT_FULL} OR (for_perpetrators_side AND kind <> 'voice' AND {_in(_FULL, False)})))
    OR (sharing = 'named' AND EXISTS (SELECT FROM scope.named_line n WHERE n.line_id = this.id OFFSET 0)
        AND ({SEAT_FULL} OR (kind <> 'voice' AND {_in(_FULL, False)})))
  ELSE false
END AND {OPEN}
"""

NOTE_SEEN = f"""
({OVER}
 OR ({SEAT_FULL} AND (sharing = 'seated'
      OR id IN (SELECT a.note_id FROM note_audience a WHERE a.agency_id = scope.agency())))
 OR ({_in(_FULL, False)} AND kind <> 'voice' AND for_perpetrators_side)) AND {OPEN}
"""

EVENT_SEEN = f"""
CASE scope.hat()
  WHEN 'auditor' THEN {HERE}
  WHEN 'data-protection-officer' THEN {HERE} AND (
    (agency_id = scope.agency() AND hat IN ('representative', 'advocate', 'contributor', 'guest'))
    OR recipients @> jsonb_build_array(jsonb_build_object('agency', scope.agency())))
  ELSE scope.hat() IN ('representative', 'advocate') AND NOT scope.perpetrators() AND {HERE}
    AND agency_id = scope.agency()
    AND hat IN ('representative', 'advocate', 'contributor', 'guest')
END AND (case_id IS NULL OR {OPEN})
"""

SEEN: dict[str, str] = {
    "case_file": f"({_in(_ANY, False, 'id')} OR {FOR_PERSON.replace('this.case_id', 'this.id')}"
    f" OR {OVER} OR {AUDITS}) AND {_open('id')}",
    "case_key": f"{HERE} AND (scope.speaks() OR scope.presides()) AND {OPEN}",
    "wall": f"{OVER} AND {OPEN}",
    "seat": f"({_held('h.id = this.id')} OR {OVER} OR {_COLLEAGUES} OR (kind IN ('case', 'hearing') AND {SEAT_FULL}"
    f" AND (NOT quiet OR {ADVOCATED}))) AND {OPEN}",
    "referral": VICTIMS,
    "referral_section": f"(({SEAT_FULL} AND (visibility IN ('common', 'referrer') OR agency_id = scope.agency()"
    " OR (visibility = 'police' AND EXISTS (SELECT 1 FROM agency a WHERE a.id = scope.agency()"
    f" AND a.kind = 'police')))) OR {OVER}) AND {OPEN}",
    "risk_assessment": VICTIMS,
    "person": f"({_party('id')} OR {OVER}) AND {OPEN}",
    "person_name": _searchable(),
    "birth_date": _searchable(),
    "particulars": f"({SEAT_FULL} OR {OVER} OR ({_in(_FULL, False)} AND party = 'perpetrator')) AND {OPEN}",
    "detail": f"({SEAT_FULL} OR (cleared AND {_party('person_id')}) OR {OVER}) AND {OPEN}",
    "protected_detail": TOLD % "(agency_id = scope.agency()"
    " OR EXISTS (SELECT FROM scope.named_detail n WHERE n.detail_id = this.id OFFSET 0))",
    "protected_audience": TOLD % "(agency_id = scope.agency() OR named_by_agency_id = scope.agency())",
    "safe_contact": f"({_in(_ANY, True)} OR {OVER}) AND {OPEN} AND NOT scope.perpetrators()",
    "person_link": f"scope.hat() = 'coordinator' AND {HERE} AND {OPEN} AND {_open('other_case_id')}",
    "blind_index": f"scope.hat() = 'coordinator' AND {HERE} AND {OPEN}",
    "research": OWN_OR_HAT,
    "research_person": OWN_OR_HAT,
    "said": f"({OWN_OR_HAT}) OR (bears_on IS NOT NULL AND {SEAT_FULL} AND {OPEN})",
    "line": LINE_SEEN,
    "line_audience": "CASE WHEN scope.presides() THEN line_id IN (SELECT l.id FROM line l)"
    " ELSE ((agency_id = scope.agency() AND ended_at IS NULL) OR owner_id = scope.agency())"
    f" AND {SEAT_ANY} END AND {OPEN}",
    "action": f"((((agency_id = scope.agency() AND ({SEAT_ANY} OR {FOR_PERSON}) AND {MY_SIDE})"
    f" OR ({SEAT_FULL} AND (NOT quiet OR {ADVOCATED})))"
    f" AND (scope.hat() NOT IN ('contributor', 'guest') OR member_id = scope.member())) OR {OVER}) AND {OPEN}",
    "action_update": "action_id IN (SELECT a.id FROM action a)",
    "meeting": ATTENDS,
    "list_version": ATTENDS,
    "hearing": f"({SEAT_ANY} OR {FOR_PERSON} OR {OVER} OR {AUDITS}) AND {OPEN}",
    "attendance": ATTENDS,
    "case_attendance": f"(({MINE} AND {HERE}) OR {OVER}) AND {OPEN}",
    "note": NOTE_SEEN,
    "note_audience": f"(({MINE} AND NOT scope.perpetrators() AND {_in(_FULL, False)}) OR {OVER}) AND {OPEN}",
    "minutes": ATTENDS,
    "minutes_issue": f"{HERE} AND ({MINE} OR scope.presides())",
    "minutes_part": f"{MINE} AND {HERE} AND {MY_SIDE} AND {OPEN}"
    " AND (member_ids = '{}' OR scope.member() = ANY (member_ids))",
    "audit_event": EVENT_SEEN,
}

_BY_SEAT = f"{HERE} AND (scope.presides() OR {SEAT_FULL}) AND {OPEN}"
_BY_AGENCY = f"{HERE} AND {MINE} AND {OPEN}"
_BY_AGENCY_OR_HAT = f"{HERE} AND ({MINE} OR scope.presides()) AND {OPEN}"
_AUTHORED = "case_id IN (SELECT scope.authored())"
_SELF = f"({HERE} AND (scope.presides() OR member_id = scope.member()))"

# What may be written: the author is oneself or one's own agency's, or a meeting hat is worn (house.md 4.11).
WRITTEN: dict[str, str] = {
    "case_file": f"{HERE} AND (scope.presides() OR (scope.speaks() AND author_id = scope.member()))",
    "case_key": f"{HERE} AND (scope.presides() OR {_AUTHORED})",
    "wall": f"({OVER} OR ({HERE} AND scope.speaks() AND member_id = scope.member() AND agency_id IS NULL"
    " AND raised_by = scope.member()))",
    "seat": f"{HERE} AND (scope.presides() OR {_AUTHORED} OR ({_COLLEAGUES} AND NOT advocate))",
    "referral": _BY_AGENCY_OR_HAT,
    "referral_section": _BY_AGENCY_OR_HAT,
    "risk_assessment": _BY_SEAT,
    "person": _BY_SEAT,
    "person_name": _BY_AGENCY_OR_HAT,
    "birth_date": _BY_AGENCY_OR_HAT,
    "particulars": _BY_SEAT,
    "detail": _BY_AGENCY_OR_HAT,
    "protected_detail": _BY_AGENCY,
    "protected_audience": f"{HERE} AND scope.speaks() AND named_by_agency_id = scope.agency() AND {OPEN}",
    "safe_contact": _BY_SEAT,
    "person_link": f"{HERE} AND scope.hat() = 'coordinator'",
    "blind_index": f"{HERE} AND (scope.presides() OR {_AUTHORED})",
    "research": _BY_AGENCY_OR_HAT,
    "research_person": _BY_AGENCY,
    "said": _BY_AGENCY_OR_HAT,
    "line": f"{_BY_AGENCY} AND ({SEAT_ANY} OR {_for_person()})",
    "line_audience": f"{HERE} AND scope.speaks() AND owner_id = scope.agency() AND {OPEN}",
    "action": _BY_AGENCY_OR_HAT,
    "action_update": _BY_AGENCY_OR_HAT,
    "meeting": OVER,
    "list_version": OVER,
    "hearing": f"{OVER} AND {OPEN}",
    "attendance": _SELF,
    "case_attendance": f"{_SELF} AND {OPEN}",
    "note": f"{OVER} AND {OPEN}",
    "note_audience": f"{OVER} AND {OPEN}",
    "minutes": OVER,
    "minutes_issue": OVER,
    "minutes_part": f"{OVER} AND {OPEN}",
}

# Rows that are only ever added.
ADDED_ONLY = {"note_audience", "said", "action_update", "list_version", "minutes_issue",
              "minutes_part", "blind_index", "case_key"}  # fmt: skip
UPDATED: dict[str, str] = {
    "seat": f"{HERE} AND (scope.presides() OR {MINE} OR {_AUTHORED}) AND {OPEN}",
    "research": _BY_AGENCY_OR_HAT,
}
DELETED_FROM_DRAFTS = ("person", "person_name", "birth_date", "particulars", "detail", "protected_detail",
                       "protected_audience")  # fmt: skip
SEEN_BY_ALL = ("marac", "agency", "partner", "member", "appointment")


def statements() -> list[str]:
    """Enable and force row-level security everywhere that holds case data, and grant what is used."""
    made = [f"GRANT SELECT ON {', '.join(SEEN_BY_ALL)} TO marac_app, marac_sign_in"]
    for table, seen in SEEN.items():
        made += [
            f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
            f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
            f"CREATE POLICY seen ON {table} FOR SELECT TO marac_app USING ({seen.replace('this.', f'{table}.')})",
            f"GRANT SELECT, INSERT ON {table} TO marac_app",
        ]
    for table, written in WRITTEN.items():
        allowed = written.replace("this.", f"{table}.")
        made.append(f"CREATE POLICY added ON {table} FOR INSERT TO marac_app WITH CHECK ({allowed})")
        if table not in ADDED_ONLY:
            changed = UPDATED.get(table, written).replace("this.", f"{table}.")
            made.append(f"CREATE POLICY changed ON {table} FOR UPDATE TO marac_app USING ({changed})")
            made.append(f"GRANT UPDATE ON {table} TO marac_app")
    for table in DELETED_FROM_DRAFTS:
        made.append(
            f"CREATE POLICY removed ON {table} FOR DELETE TO marac_app USING (case_id IN (SELECT scope.my_drafts()))"
        )
        made.append(f"GRANT DELETE ON {table} TO marac_app")
    return [*made, *_audit(), *_signing_in()]


def _audit() -> list[str]:
    own = "member_id = scope.member() AND agency_id = scope.agency() AND marac_id IS NOT DISTINCT FROM scope.marac()"
    return [
        f"CREATE POLICY added ON audit_event FOR INSERT TO marac_app WITH CHECK ({own})",
        "CREATE POLICY added_by_sign_in ON audit_event FOR INSERT TO marac_sign_in WITH CHECK (case_id IS NULL)",
        "GRANT INSERT ON audit_event TO marac_sign_in",
    ]


def _signing_in() -> list[str]:
    return [
        "GRANT SELECT ON provider TO marac_sign_in",
        "GRANT SELECT, UPDATE ON account TO marac_sign_in",
        "GRANT SELECT, INSERT, DELETE ON login_transaction TO marac_sign_in",
        "GRANT SELECT, INSERT, UPDATE ON sign_in TO marac_sign_in",
    ]
