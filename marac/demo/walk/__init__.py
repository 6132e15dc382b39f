"""The four cases of today's meeting that the walk in the README follows."""
