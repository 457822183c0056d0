"""Notification clocks and what we promised ourselves."""
