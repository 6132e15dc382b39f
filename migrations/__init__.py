"""The history of the schema; a package so that the wheel carries it."""
