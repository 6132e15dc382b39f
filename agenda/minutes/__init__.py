"""The minutes that one agency may have: composed with that agency's eyes, kept as parts, assembled on opening."""
