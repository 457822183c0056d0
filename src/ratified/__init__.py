"""Prove that a security policy is approved, current, and was followed, from nothing but git."""

__version__ = "0.1.0"
