"""Who has acknowledged which document, and who has not yet."""

from __future__ import annotations

from typing import Any

from .approvals import status
from .inline import anchor
from .tables import note, row, small, table

_OPEN = ("Person", "Status", "Until")
_DONE = ("Person", "Day", "How it is known")
_VOID = ("Person", "Document", "Day", "Why it counts for nothing")


def acknowledgement_table(view: Any) -> str:
    """Each document with its counts, first who has not yet, then who has; then the lines that count for nothing."""
    if view.none:
        return note(view.none)
    documents = " ".join(_document(found) for found in view.documents)
    void = ""
    if view.void:
        rows = [row(_VOID, [one.person, one.document, _day(one.said), f"{one.why}{_commit(one)}"]) for one in view.void]
        void = f'<h2 id="void-lines">Lines that count for nothing</h2> {table("void", _VOID, rows, "Void lines")}'
    return f'<section class="r-acknowledged">{documents} {void}{note(f"As of {view.as_of}.")}</section>'


def _document(found: Any) -> str:
    counts = " ".join(f"<li>{status(one)} <strong>{count}</strong></li>" for one, count in found.counts)
    name = f'<span id="acknowledge-{found.id}">{anchor(found.document)}</span>'
    waiting = table("asked", _OPEN, [_waiting(one) for one in found.open], f"Who has not yet acknowledged {found.id}")
    done = [row(_DONE, [one.person, _day(one.said), f"{one.how}{_commit(one, one.on)}"]) for one in found.done]
    folded = (
        f"<details><summary>Who has acknowledged {found.id}</summary>"
        f"{table('acknowledged', _DONE, done, f'Who has acknowledged {found.id}')}</details>"
        if done
        else ""
    )
    return (
        f"<h2>{name}</h2> <p>{found.told} {found.again}</p> "
        f'<ul class="r-counts">{counts}</ul> {waiting if found.open else ""} {folded}'
        f'<p class="r-note">Fingerprint of the text on main: <code>{found.fingerprint}</code></p>'
    )


def _waiting(one: Any) -> str:
    until = f"{_day(one.due)}{small(one.within)}"
    return row(_OPEN, [one.person, f"{status(one.status)}{small(one.before)}", until])


def _day(text: Any) -> str:
    return f'<span class="r-day">{text}</span>'


def _commit(one: Any, on: Any = "") -> str:
    return small(f"On main since {on}" if on else "", f"Commit {anchor(one.landing)}")
