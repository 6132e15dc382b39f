"""Every page as it is seen: a package only so that the wheel carries it."""
