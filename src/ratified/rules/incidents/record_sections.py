"""The sections of a record's text, one for each key at its left edge: which of two versions differ, without reading.

A record is read once as it stands today; its older versions mostly lack a review, or the day an action was closed.
Where every section of a text is whole by itself, equal sections mean the same, and the others are all there is to
look at. Whatever is not surely so is said not to be known, and then both texts are read in full.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from ratified.model.place import SPOT
from ratified.source.yaml_reader import read_yaml

if TYPE_CHECKING:
    from ratified.model.incident import Incident

Sections = Mapping[str, str]
"""The text of each section by its key."""

_KEY = re.compile(r"\n([a-z_]+):")
"""A key at the left edge of a text that a line feed was put before: with the sign that it begins with, each is found
ten times sooner than by where a line begins."""
_HEAD = re.compile(r"(?:#.*\n|\n)*")


def sections(text: str, read: Incident | None = None) -> Sections | None:
    """A text by its keys; None where its left edge says something else.

    `read` is the record as it reads: then the keys at the left edge must be just those that it has.
    """
    keys = list(_KEY.finditer(f"\n{text}"))
    if not keys:
        return None
    # What begins with a line feed at an offset begins, in the text without the one put before, with the key there.
    ends = [*(key.start() for key in keys[1:]), len(text)]
    found = {key[1]: text[key.start() : end] for key, end in zip(keys, ends, strict=True)}
    whole = len(found) == len(keys) and _HEAD.fullmatch(text, 0, keys[0].start())
    if not whole or (read is not None and found.keys() != read.model_fields_set - {"spot"}):
        return None
    return found


def differing(before: Sections, after: Sections) -> set[str] | None:
    """The keys whose sections differ between two versions, of which the later is known to be whole.

    None where a section of the earlier is not whole by itself: then it might take in what stands after it.
    """
    found = {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
    return found if all(_is_whole(key, before[key]) for key in found if key in before) else None


def _is_whole(key: str, text: str) -> bool:
    read = read_yaml("", text)
    return not read.faults and isinstance(read.value, dict) and read.value.keys() == {key, SPOT}
