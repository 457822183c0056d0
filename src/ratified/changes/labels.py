"""What people call the things that data files name by an id, and how a value is told in a sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from ratified.changes.data_diff import ABSENT
from ratified.model.duration import Duration

LONG = 60
"""Characters from which on a text is not told in a sentence but shown beneath it."""

_CUT = 160
_ROLES = frozenset(
    {"to", "from", "owner", "owner_role", "approvers", "first_responder", "triage", "role", "roles_required"}
)
_PEOPLE = frozenset({"person", "primary", "backup", "approver", "decided_by", "signed_by"})
_LEVELS = frozenset({"severity", "default_severity"})
_SHIFTS = ({"primary"}, {"primary", "backup"})


@dataclass(frozen=True)
class Labels:
    """Titles of roles, names of people and of severity levels, by id.

    `crowded` holds what more than one row of a file would be called, so that each needs a word more.
    """

    roles: Mapping[str, str] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)
    levels: Mapping[str, str] = field(default_factory=dict)
    crowded: frozenset[str] = frozenset()

    @classmethod
    def of(cls, read: Callable[[str], object]) -> Labels:
        """Names by the files of one tree. `read` gives a data file as plain values, None where there is none."""
        roles, people, levels = (read(f"data/{name}.yml") for name in ("roles", "people", "severities"))
        titles = {**_named(roles, "outside_roles", "title"), **_named(roles, "roles", "title")}
        return cls(titles, _named(people, "people", "name"), _named(levels, "levels", "name"))

    def over(self, older: Labels) -> Labels:
        """These names, and the older ones for what is gone."""
        return Labels({**older.roles, **self.roles}, {**older.people, **self.people}, {**older.levels, **self.levels})

    def told(self, key: str, value: object) -> str:
        """The value of a key for a sentence: ids by the names people use, texts in quotes and cut when long."""
        if value is ABSENT:
            return "nothing"
        if isinstance(value, bool):
            return str(value).lower()
        if isinstance(value, str):
            return self._text(key, value)
        if isinstance(value, Mapping):
            return self.shift(value) if value.keys() in _SHIFTS else self.fields(value)
        if isinstance(value, tuple | list):
            return _cut(", ".join(self.told(key, entry) for entry in value)) or "none"
        return str(value)

    def fields(self, entry: Mapping[str, object], without: Iterable[str] = ()) -> str:
        """The keys and values of an entry in one line."""
        left_out = set(without)
        said = (f"{words(key)} {self.told(key, value)}" for key, value in entry.items() if key not in left_out)
        return _cut(", ".join(said))

    def shift(self, entry: Mapping[str, object]) -> str:
        """One turn of a rotation: `Aiko Tanaka (backup Ben Whitcombe)`."""
        backup = f" (backup {self.told('backup', entry['backup'])})" if "backup" in entry else ""
        return f"{self.told('primary', entry['primary'])}{backup}"

    def called(self, key: str, id_: object) -> str:
        """What people call the id that stands under a key; the id itself where it has no name."""
        known: Mapping[str, str] = {}
        if key in _ROLES:
            known = self.roles
        elif key in _PEOPLE:
            known = self.people
        elif key in _LEVELS:
            known = self.levels
        return known.get(str(id_), str(id_))

    def _text(self, key: str, value: str) -> str:
        name = self.called(key, value)
        if name != value:
            return name
        return f'"{_cut(value)}"' if " " in value or not value else _cut(value)


def words(key: str) -> str:
    """A key as it is said: `review_every` is `review every`."""
    return key.replace("_", " ")


def same_time(before: object, after: object) -> bool:
    """Whether two texts are the same length of time written in two ways, such as `60m` and `1h`."""
    try:
        return Duration.parse(str(before)) == Duration.parse(str(after)) and before != after
    except ValueError:
        return False


def _named(file: object, list_: str, name: str) -> dict[str, str]:
    rows = file.get(list_) if isinstance(file, Mapping) else None
    entries = [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, tuple) else []
    return {
        row["id"]: row[name] for row in entries if isinstance(row.get("id"), str) and isinstance(row.get(name), str)
    }


def _cut(text: str) -> str:
    return text if len(text) <= _CUT else f"{text[: _CUT - 1]}…"
