"""Referring a case: one topic a page, save and return, check answers, receipt (C10)."""
