"""The pages of the auditor's rooms."""
