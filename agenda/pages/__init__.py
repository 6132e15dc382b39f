"""The screens of the meeting: prepare, list, live, minutes."""
