"""Signing in at identity providers that other people wrote, over real HTTP on this machine."""
