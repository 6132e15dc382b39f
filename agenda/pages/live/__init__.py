"""The live screens: each viewer's own, of the same meeting (C40)."""
