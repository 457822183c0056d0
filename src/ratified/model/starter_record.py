"""`data/starter.yml`: what `ratified init` and `ratified upgrade` wrote, of which version, and from which answers."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import StringConstraints

from ratified.model.answers import Answers
from ratified.model.data_entry import DataEntry, Day, Text

Version = Annotated[str, StringConstraints(pattern=r"^[0-9]+(\.[0-9]+)*[a-z0-9.+-]*$", max_length=40)]
"""A version of the engine: `0.1.0`, `0.2.0rc1`."""

BlobId = Annotated[str, StringConstraints(pattern=r"^([0-9a-f]{40}|[0-9a-f]{64})$")]
"""The id that git has for the bytes of a file."""


def release(version: str) -> tuple[int, ...]:
    """What versions are compared by: the numbers of the release, without zeros at the end and whatever follows."""
    found = re.match(r"[0-9]+(?:\.[0-9]+)*", version)
    numbers = [int(part) for part in found[0].split(".")] if found else []
    while numbers and not numbers[-1]:
        numbers.pop()
    return tuple(numbers)


def came_with(before: str, after: str, version: str) -> bool:
    """Whether what came with a version came with an upgrade from one version to another."""
    return release(before) < release(version) <= release(after)


class StarterFile(DataEntry):
    """A file of the starter as it was written or offered. `blob` is the text from which the next version is merged."""

    path: Text
    blob: BlobId


class EngineUpgrade(DataEntry):
    """One upgrade: rules that are newer than `before` and no newer than `after` warn for a while from then on."""

    before: Version
    after: Version
    day: Day


class StarterRecord(DataEntry):
    """The whole of `data/starter.yml`. `engine` is the version that wrote the files last, `begun` the day of `init`,
    by which they are rendered again, `upgrades` all there were, the oldest first.
    """

    engine: Version
    begun: Day
    answers: Answers
    upgrades: tuple[EngineUpgrade, ...] = ()
    files: tuple[StarterFile, ...] = ()
