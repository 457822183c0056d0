"""Frozen data: what the files of a policy repository say. No I/O, no clock, no git."""
