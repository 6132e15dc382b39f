"""The screens of the case file: refer, inbox, matches, case file."""
