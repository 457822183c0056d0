"""Severity levels, escalation, and where events come from."""
