"""OpenID Connect sign-in: from an agency's provider to a checked identity."""
