"""What the agenda's forms must hold."""
