"""The case file, section by section."""
