"""Runbooks: the index, the cards, which one to open."""
