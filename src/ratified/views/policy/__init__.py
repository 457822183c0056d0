"""Clauses, requirements and rules."""
