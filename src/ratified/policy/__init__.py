"""One tree, read whole: everything a repository says, validated, with the place of each part."""

from ratified.policy.book import Book
from ratified.policy.read import PolicyReading, read_book

__all__ = ["Book", "PolicyReading", "read_book"]
