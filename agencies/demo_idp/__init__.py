"""The identity provider of the one-machine demonstration: real OpenID Connect, in-process, for invented people."""
