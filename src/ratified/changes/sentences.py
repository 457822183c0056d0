"""A difference of a data file as a sentence: `Critical: escalate to Legal Counsel 60m → 30m`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from ratified.changes.data_diff import ABSENT, DataDifference, ListRow, Step, differences
from ratified.changes.labels import LONG, Labels, same_time, words
from ratified.changes.role_holders import handovers, is_holder, of_person

_NOUNS = {
    "levels": "severity",
    "criteria": "criterion",
    "people": "person",
    "roles": "role",
    "outside_roles": "outside role",
    "classes": "class",
    "in_scope": "clock",
    "sources": "intake source",
    "trained": "training",
    "dismissed": "dismissed event",
    "exhibits": "exhibit",
    "nil_statements": "nil-incident attestation",
    "trend_reviews": "trend review",
    "periods": "audit period",
    "revoked": "revoked key",
    "pattern": "pattern",
}
_TITLES = ("title", "party", "short")
_IDS = ("id", "clock", "requirement", "clause", "fingerprint", "code", "person", "role", "item", "check", "kind")
_SPAN = ("from", "until")
_HOURS = "hours"
_MANY = 3
"""Rows of one list that change alike from which on they are told in one sentence."""


class ChangeSentence(NamedTuple):
    """A sentence in two parts, and the list whose row it is about; `long` holds a text too long for it."""

    subject: str
    change: str
    list: str = ""
    long: tuple[str, str] | None = None
    joint: str = ": "

    def __str__(self) -> str:
        return f"{self.subject}{self.joint}{self.change}" if self.subject else self.change


def describe_data(path: str, before: object, after: object, names: Labels) -> Iterator[ChangeSentence]:
    """What changed in a data file, from its plain values, in words; rows that change alike together."""
    names = replace(names, crowded=_crowded(before, after, names))
    found = tuple(differences(before, after))
    handed = tuple(handovers(found, names)) if path == "data/roles.yml" else ()
    rest = [d for d in found if not (handed and is_holder(d))]
    said = [*(ChangeSentence("", one) for one in handed), *(_sentence(path, difference, names) for difference in rest)]
    alike = Counter((s.list, s.change) for s in said if s.list and s.long is None)
    done: set[tuple[str, str]] = set()
    for one in said:
        key = (one.list, one.change)
        if alike[key] < _MANY or one.long is not None:
            yield one
        elif key not in done:
            done.add(key)
            noun = f"{_noun(one.list)} "
            rows = [s.subject.removeprefix(noun) for s in said if (s.list, s.change) == key and s.long is None]
            plural = "people" if one.list == "people" else f"{noun.rstrip()}s"
            yield ChangeSentence(f"{len(rows)} {plural}", f"{one.change} ({', '.join(rows)})")


def _crowded(before: object, after: object, names: Labels) -> frozenset[str]:
    """What more than one row of the matrix, or of the commitments, would be called, before or after."""
    found: set[str] = set()
    for file in (before, after):
        for list_ in ("rows", "commitments"):
            rows = file.get(list_) if isinstance(file, Mapping) else None
            entries = [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, tuple) else []
            called = Counter(label(list_, entry, names) for entry in entries)
            found |= {name for name, count in called.items() if count > 1}
    return frozenset(found)


def _sentence(path: str, found: DataDifference, names: Labels) -> ChangeSentence:
    match found.trail:
        case ("people", ListRow() as person, *rest) if path == "data/people.yml" and (
            special := of_person(person.entry, rest, found)
        ):
            return ChangeSentence("", special)
        case (*_, str() as list_, ListRow() as row):
            return _came_or_went(list_, row, found, names)
        case _:
            return _changed(found, names)


def _came_or_went(list_: str, row: ListRow, found: DataDifference, names: Labels) -> ChangeSentence:
    verb = "removed" if row.after is None else "added"
    within, _ = subject_of(found.trail[:-1], names)
    if _is_of_matrix(list_, row.entry):
        title = f"row {label(list_, row.entry, names)}"
        detail = names.fields(row.entry, without=("id", "severity", "trigger", "to"))
    else:
        title = label(list_, row.entry, names, full=True)
        named = next((key for key in _IDS if key in row.entry), "")
        told = ("from", "to") if list_ == _HOURS else () if named else _SPAN
        detail = names.fields(row.entry, without=(named, "name", *_TITLES, *told))
    return ChangeSentence(within, f"{verb} {title}{', ' + detail if detail else ''}")


def _changed(found: DataDifference, names: Labels) -> ChangeSentence:
    subject, field = subject_of(found.trail, names)
    key = next((step for step in reversed(found.trail) if isinstance(step, str)), "")
    first, before, after = found.trail[0] if found.trail else "", found.before, found.after
    list_ = first if isinstance(first, str) and len(found.trail) == 3 and isinstance(found.trail[1], ListRow) else ""
    joint = ", " if ": " in subject else ": "
    if found.reordered:
        return ChangeSentence(subject, f"order of {field} changed", list_, joint=joint)
    if isinstance(before, str) and isinstance(after, str) and _is_long(before, after):
        return ChangeSentence(subject, f"{field} reworded", list_, (before, after), joint)
    if isinstance(before, tuple) and isinstance(after, tuple) and key != "pattern":
        return ChangeSentence(subject, _of_list(key, field, before, after, names), list_, joint=joint)
    if key == "within" and list_ in {"rows", "commitments"} and isinstance(before, str) and isinstance(after, str):
        return ChangeSentence(subject, _arrow(key, "" if list_ == "rows" else field, found, names), list_, joint=" ")
    return ChangeSentence(subject, _arrow(key, field, found, names), list_, joint=joint)


def _arrow(key: str, field: str, found: DataDifference, names: Labels) -> str:
    before, after = names.told(key, found.before), names.told(key, found.after)
    if found.before is ABSENT:
        return f"{field} {after}, new".lstrip()
    if found.after is ABSENT:
        return f"{field} {before} no longer there".lstrip()
    if same_time(found.before, found.after):
        return f"{field} {before} written as {after}, the same time".lstrip()
    return f"{field} {before} → {after}".lstrip()


def _of_list(key: str, field: str, before: tuple[object, ...], after: tuple[object, ...], names: Labels) -> str:
    old = Counter(names.told(key, value) for value in before)
    new = Counter(names.told(key, value) for value in after)
    parts = [f"{verb} {', '.join(some)}" for verb, some in (("added", new - old), ("removed", old - new)) if some]
    return f"{field}: {', '.join(parts)}" if parts else f"{field} changed"


def subject_of(trail: tuple[Step, ...], names: Labels) -> tuple[str, str]:
    """What a trail leads to, as a subject, and the key that stands there, as people say it."""
    subjects: list[str] = []
    open_: list[str] = []
    for step in trail:
        if isinstance(step, str):
            open_.append(step)
            continue
        list_ = open_.pop() if open_ else ""
        subjects += [*map(words, open_), label(list_, step.entry, names)]
        open_ = []
    if open_[:1] == ["classes"] and len(open_) > 1:
        subjects, open_ = [f"class {open_[1]}"], open_[2:]
    if len(open_) > 1 and open_[0] == "targets":
        open_ = open_[1:]
    return ", ".join(subjects), " ".join(map(words, open_))


def _is_of_matrix(list_: str, entry: Mapping[str, object]) -> bool:
    return list_ == "rows" and "to" in entry


def label(list_: str, entry: Mapping[str, object], names: Labels, full: bool = False) -> str:
    """A row as people call it: `Critical`, `Ana Ruiz`, `role Security Lead`, `contract CT-014 (Northwind Freight)`."""
    id_ = next((str(entry[key]) for key in _IDS if key in entry), "")
    if _is_of_matrix(list_, entry):
        severity = entry.get("severity")
        when = f"trigger {entry.get('trigger')}" if severity is None else names.called("severity", severity)
        called = f"{when}: escalate to {names.called('to', entry['to'])}"
        return f"{called} from {names.called('from', entry.get('from'))}" if called in names.crowded else called
    if list_ == "commitments" and not full:
        called = f"notifications: {entry.get('audience', id_)}"
        return f"{called} ({id_})" if called in names.crowded else called
    return _plain_label(list_, id_, entry, names, full)


def _plain_label(list_: str, id_: str, entry: Mapping[str, object], names: Labels, full: bool) -> str:
    noun = _noun(list_)
    name = entry.get("name")
    if isinstance(name, str):
        return f"{noun} {name}" if full else name
    if list_ in {"roles", "outside_roles"}:
        return f"{noun} {names.called('role', id_)}"
    if list_ == "holders":
        return f"holder {names.called('person', id_)}"
    if list_ == "trained":
        return f"{noun} {names.called('role', id_)}"
    if list_ == _HOURS and {"from", "to"} <= entry.keys():
        return f"{_HOURS} {entry['from']} to {entry['to']}"
    if set(_SPAN) <= entry.keys() and not id_:
        return f"{noun} {entry['from']} to {entry['until']}"
    title = next((str(entry[key]) for key in _TITLES if isinstance(entry.get(key), str)), "")
    return f"{noun} {id_ or title} ({title})" if id_ and 0 < len(title) <= LONG else f"{noun} {id_ or title}".rstrip()


def _noun(list_: str) -> str:
    return _NOUNS.get(list_, words(list_.removesuffix("s")))


def _is_long(before: str, after: str) -> bool:
    return max(len(before), len(after)) > LONG and " " in before + after
