"""Findings for people and machines: every format is a skin over the same table of facts."""
