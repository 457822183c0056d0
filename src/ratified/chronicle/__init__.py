"""The book, or just the authority, at any landing. Each distinct blob is read once."""

from ratified.chronicle.authority import AUTHORITY, BUILT_IN, SITE_LAYOUT, STRENGTH, Authority, Bar
from ratified.chronicle.changes import authority_changes, changed_by, changes, kind, read_ahead
from ratified.chronicle.chronicle import Chronicle
from ratified.chronicle.files import Definition, Definitions
from ratified.chronicle.learned import Learned, learned, take_up
from ratified.chronicle.strangers import OUTSIDE

__all__ = [
    "AUTHORITY",
    "BUILT_IN",
    "OUTSIDE",
    "SITE_LAYOUT",
    "STRENGTH",
    "Authority",
    "Bar",
    "Chronicle",
    "Definition",
    "Definitions",
    "Learned",
    "authority_changes",
    "changed_by",
    "changes",
    "kind",
    "learned",
    "read_ahead",
    "take_up",
]
