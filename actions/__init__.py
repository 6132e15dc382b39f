"""What was agreed, by whom, by when."""
