"""What the oracle is told, and what it answers: plain types. See `oracle.py`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from functools import cache
from typing import Any, NamedTuple

import yaml

Tree = Mapping[str, tuple[str, bytes]]
"""A whole tree: path to (mode, bytes)."""

Anchors = tuple[tuple[str, date], ...]
"""Tips, by their commits' ids, and the day on which a run of ours saw each."""

DAY = 86400
PROOFS = ["claimed", "forge", "reviewed", "signed"]


class Who(NamedTuple):
    """A name, an address, and seconds since 1970 (None: no readable date)."""

    name: str
    email: str
    at: int | None


class Commit(NamedTuple):
    """A commit with its whole tree and its whole message; `signer` is the key that its signature names, if any."""

    id: str
    parents: tuple[str, ...]
    tree: Tree
    author: Who
    committer: Who
    message: str
    malformed: bool = False
    signer: str = ""


class Signed(NamedTuple):
    """What the keys of a tree say of a commit's signature.

    `state`: none, good, bad, untrusted, uncheckable. A good one is by a `person`'s key, or by a `forge`'s. `at` is the
    signature's own time, `since` and `until` the window of its key (seconds; `until` is outside).
    """

    state: str
    person: str = ""
    forge: bool = False
    key: str = ""
    at: int | None = None
    since: int | None = None
    until: int | None = None


class Known(NamedTuple):
    """All that the oracle is told. `remerge` gives the paths that differ from git's merge, and those in conflict."""

    commits: Mapping[str, Commit]
    tip: str
    remerge: Callable[[Commit], tuple[set[str], set[str]]]
    signature: Callable[[Commit, Tree], Signed]
    reviews: Any = None
    """What was imported of reviews, as `oracle_reviews.Reviews`; None where nothing was."""


class Ruling(NamedTuple):
    """What one landing is for one document. `whys` are all reasons against; none where it approved."""

    verdict: str
    whys: frozenset[str] = frozenset()
    approver: str = ""
    proof: str = ""
    landing: int = -1


class Judged(NamedTuple):
    """What stands on the day, by document, and what every landing since adoption was for it.

    `head` is the number of the last landing that counts on the day, -1 where none does.
    """

    standing: Mapping[str, Ruling]
    rulings: Mapping[str, Mapping[int, Ruling]]
    fingerprints: Mapping[str, str]
    days: tuple[date, ...] = ()
    head: int = -1


def utc_day(at: int) -> date:
    return datetime.fromtimestamp(at, UTC).date()


def load(tree: Tree, path: str, *keys: str) -> dict[str, Any] | None:
    """A YAML file of a tree that has these keys; None where there is none, or it cannot be read."""
    mode, data = tree.get(path, ("", b""))
    found = parsed(data) if mode.startswith("100") else None
    return found if isinstance(found, dict) and all(key in found for key in keys) else None


@cache
def parsed(data: bytes) -> object:
    try:
        return yaml.safe_load(data.decode())
    except (yaml.YAMLError, UnicodeDecodeError):
        return None
