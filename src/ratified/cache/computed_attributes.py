"""What was worked out of a history once, to be kept and taken up again by a later run on the very same history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

ComputedAttributes = Mapping[str, Any]
"""Attributes by name, plain data all of them. It is true of one head on one day and of nothing else."""


def computed_attributes(thing: object, names: Sequence[str]) -> ComputedAttributes:
    """Those of a thing's attributes that are known by now; a cached property that nobody asked is not."""
    return {name: vars(thing)[name] for name in names if name in vars(thing)}


def restore_attributes(thing: object, known: ComputedAttributes) -> None:
    """Give a thing what another one like it had learned."""
    vars(thing).update(known)
