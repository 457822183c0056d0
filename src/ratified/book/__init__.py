"""One tree, read whole: everything a repository says, validated, with the place of each part."""

from ratified.book.book import Book
from ratified.book.read import Reading, read_book

__all__ = ["Book", "Reading", "read_book"]
