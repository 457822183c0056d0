"""Strict reading: bytes in, typed and located data out, every fault of a file at once."""
