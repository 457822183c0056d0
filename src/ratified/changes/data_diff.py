"""What two readings of a data file differ in: by keys, and by rows that are matched whatever their order.

Works on plain values, so that a file of a schema long gone still tells what changed.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from ratified.model.place import SPOT

ABSENT: Final = object()
"""Stands for a value that is not there."""

_NATURAL = (
    ("id",),
    ("clock",),
    ("requirement",),
    ("clause",),
    ("fingerprint",),
    ("path",),
    ("severity", "from", "to"),
    ("trigger", "from", "to"),
    ("severity", "to"),
    ("trigger", "to"),
    ("person", "as", "since"),
    ("person", "as"),
    ("code", "place"),
    ("kind", "to"),
    ("from", "until"),
    ("party",),
    ("item",),
    ("check",),
    ("role",),
)
"""What tells rows apart, best first. A row is matched by the first that names one row on each side."""

_SEQUENCES = frozenset({"pattern"})
"""Lists in which the place of an entry is what it means, so that no row is matched with another."""


class ListRow(NamedTuple):
    """An entry of a list as a step on the way to a difference, before and after; None where it is not there."""

    before: Mapping[str, object] | None
    after: Mapping[str, object] | None

    @property
    def entry(self) -> Mapping[str, object]:
        """The entry as it is, or as it was."""
        return self.after if self.after is not None else self.before or {}


Step = str | ListRow


class DataDifference(NamedTuple):
    """Where two files differ: the keys and rows that lead there, and what stands there; ABSENT for nothing.

    The last step of a row that came or went is the row itself. `reordered`: the same entries in another order.
    """

    trail: tuple[Step, ...]
    before: object = ABSENT
    after: object = ABSENT
    reordered: bool = False


def plain(value: object) -> object:
    """A value of the YAML reader without its spots."""
    if isinstance(value, Mapping):
        return {str(key): plain(inner) for key, inner in value.items() if key != SPOT}
    return tuple(plain(inner) for inner in value) if isinstance(value, tuple | list) else value


def differences(before: object, after: object, trail: tuple[Step, ...] = ()) -> Iterator[DataDifference]:
    """Every difference of two plain values, in the order of the older one, then what is new."""
    if _same(before, after):
        return
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        for key in dict.fromkeys((*before, *after)):
            yield from differences(before.get(key, ABSENT), after.get(key, ABSENT), (*trail, str(key)))
        return
    key = next((step for step in reversed(trail) if isinstance(step, str)), "")
    old, new = _rows(before), _rows(after)
    if key not in _SEQUENCES and old is not None and new is not None and (old or new):
        yield from _of_rows(old, new, trail)
        return
    yield DataDifference(trail, before, after, _shuffled(before, after))


def _same(one: object, other: object) -> bool:
    """Whether two values say the same; 1 and true do not."""
    return one is other or (one is not ABSENT and other is not ABSENT and _key(one) == _key(other))


def _key(value: object) -> str:
    return json.dumps(value, sort_keys=True, default=str)


def _shuffled(before: object, after: object) -> bool:
    if not isinstance(before, tuple) or not isinstance(after, tuple):
        return False
    return Counter(map(_key, before)) == Counter(map(_key, after))


def _rows(value: object) -> Sequence[Mapping[str, object]] | None:
    """The entries of a list of mappings, none for a list that is not there; None for any other value."""
    if value is ABSENT or value == ():
        return ()
    if isinstance(value, tuple) and all(isinstance(entry, Mapping) for entry in value):
        return value
    return None


def _of_rows(
    old: Sequence[Mapping[str, object]], new: Sequence[Mapping[str, object]], trail: tuple[Step, ...]
) -> Iterator[DataDifference]:
    pairs = _matched(old, new)
    partner = {two: one for one, two in pairs}
    gone = set(range(len(old))) - {one for one, _ in pairs}
    for index in sorted(gone):
        yield DataDifference((*trail, ListRow(old[index], None)), before=old[index])
    for index, entry in enumerate(new):
        if index not in partner:
            yield DataDifference((*trail, ListRow(None, entry)), after=entry)
            continue
        earlier = old[partner[index]]
        yield from differences(earlier, entry, (*trail, ListRow(earlier, entry)))
    order = [partner[index] for index in sorted(partner)]
    if order != sorted(order):
        yield DataDifference(trail, old, new, reordered=True)


def _matched(old: Sequence[Mapping[str, object]], new: Sequence[Mapping[str, object]]) -> list[tuple[int, int]]:
    """The rows that are the same row, by their places before and after."""
    left, right = dict(enumerate(old)), dict(enumerate(new))
    pairs = found = _equal(left, right)
    for names in _NATURAL:
        for one, two in found:
            del left[one], right[two]
        found = _by(names, left, right)
        pairs = [*pairs, *found]
    return pairs


def _equal(left: Mapping[int, object], right: Mapping[int, object]) -> list[tuple[int, int]]:
    """The rows that say the same, each taken once."""
    same: dict[str, list[int]] = {}
    for index, entry in right.items():
        same.setdefault(_key(entry), []).append(index)
    return [(index, twins.pop(0)) for index, entry in left.items() if (twins := same.get(_key(entry)))]


def _by(
    names: tuple[str, ...], left: Mapping[int, Mapping[str, object]], right: Mapping[int, Mapping[str, object]]
) -> list[tuple[int, int]]:
    """The rows that some keys name, each of one row on either side."""
    sides = []
    for rows in (left, right):
        found: dict[str, list[int]] = {}
        for index, entry in rows.items():
            if all(name in entry for name in names):
                found.setdefault(_key([entry[name] for name in names]), []).append(index)
        sides.append({identity: places[0] for identity, places in found.items() if len(places) == 1})
    return [(one, sides[1][identity]) for identity, one in sides[0].items() if identity in sides[1]]
