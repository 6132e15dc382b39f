"""What is done at and around the meeting: list, seats, attendance, hearings, notes, minutes."""
