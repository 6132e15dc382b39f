"""What is done to a case file: refer, triage, match, seat, wall, open a protected detail."""
