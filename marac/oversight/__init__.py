"""The auditor's and the data protection officer's rooms."""
