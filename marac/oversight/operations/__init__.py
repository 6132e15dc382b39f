"""What auditors do, and officers with them: open content, draw samples, ask, and look at alerts."""
