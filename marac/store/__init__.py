"""Keeping the record: viewer-scoped sessions, units of work, the audit, people, seats, sealing."""
