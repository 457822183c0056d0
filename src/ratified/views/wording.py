"""Ids of the data as words a reader knows. Plain text: whoever shows it escapes it."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

from ratified.clock import spoken, window_length
from ratified.model.notifications import Clock, ClockWindow

if TYPE_CHECKING:
    from datetime import date

    from ratified.model.verdict import DocumentEvent

_TARGETS = {
    "acknowledge": "Acknowledge",
    "name_commander": "Name a commander",
    "escalate": "Escalate",
    "decide_containment": "Decide containment",
    "contain": "Contain",
    "update": "Internal update, every",
    "customer_update": "Customer update, every",
    "recover": "Recover",
    "assess_notification": "Assess notification",
    "review": "Hold the review",
    "publish_review": "Publish the review",
    "close_actions": "Close actions",
    "recheck_severity": "Check severity again, every",
}
TARGETS = tuple(_TARGETS)
"""The targets in the order of an incident's life."""

_STARTS = {
    "update": "then from the last one",
    "customer_update": "then from the last one",
    "assess_notification": "from awareness",
    "review": "from closure",
    "publish_review": "from closure",
    "close_actions": "from the review",
    "recheck_severity": "then from the last check",
}
"""From when a target runs, where that is not the start of all others, or not that alone."""

UNVERIFIED = "unverified: check the source"
"""What a page says of a row of a catalogue that the catalogue itself holds to be of low certainty."""

_MARKS = {
    "pending_verify": "not in force as far as we know",
    "future_verify": "not yet in force as far as we know",
    "in_force_per_transposition": "depends on national law",
}
_KINDS = {"per_contract": "set by the contract", "practice": "practice, not law"}
_ORDERS = {
    "contain_first": "Contain first",
    "evidence_first": "Evidence first",
    "parallel": "Contain and preserve side by side",
}


def target_name(key: str) -> str:
    """A target's key as a row title."""
    return _TARGETS.get(key, plain(key))


def target_start(key: str) -> str:
    """From when a target runs, where not simply as the others do; empty where it does."""
    return _STARTS.get(key, "")


def order(key: str) -> str:
    """What comes first in a runbook."""
    return _ORDERS[key]


def plain(key: str) -> str:
    """An id with spaces: `in_force` -> `in force`."""
    return key.replace("_", " ").replace("-", " ")


def capital(text: str) -> str:
    """The text with a capital first letter, the rest untouched."""
    return text[:1].upper() + text[1:]


def sentence(text: str) -> str:
    """A reason as a sentence of its own: a capital where it opens with a word, and a full stop."""
    plain_text = text.replace("`", "").strip()
    opening = plain_text.partition(" ")[0]
    begun = capital(plain_text) if opening.isalpha() else plain_text
    return begun if begun.endswith((".", "!", "?")) else f"{begun}."


def stamp(key: str | None) -> str:
    """What a clock starts from."""
    return spoken(key) if key else "a start that nobody has set"


def window(found: ClockWindow | None) -> str:
    """How long a clock runs: `72 hours`, `without undue delay`, `no fixed time`."""
    length = window_length(found.n, found.unit) if found else None
    return str(length or (found.words if found else None) or "no fixed time")


def running(clock: Clock) -> str:
    """A clock's time and start in one line, with its second limit and the hour at which the office closes."""
    text = f"{window(clock.window)} from {stamp(clock.trigger)}"
    if clock.cap:
        cap = ClockWindow(n=clock.cap.n, unit=clock.cap.unit)
        text += f", and no later than {window(cap)} from {stamp(clock.cap.trigger)}"
        text += f" (unless {plain(clock.cap.unless)})" if clock.cap.unless else ""
    return f"{text}, by {clock.closes} on the last day" if clock.closes else text


def marks(clock: Clock, as_of: date) -> tuple[str, ...]:
    """What a reader must know before trusting a clock; empty where it is in force and well known."""
    found = [_MARKS[clock.status]] if clock.status in _MARKS else []
    if clock.status.endswith("_verify") and not found:
        found.append(plain(clock.status))
    if clock.effective_from and as_of < clock.effective_from:
        found.append(f"from {clock.effective_from}")
    if clock.effective_to and clock.effective_to < as_of:
        found.append(f"ended {clock.effective_to}")
    if clock.certainty == "low":
        found.append(UNVERIFIED)
    return tuple(found)


def day_of(event: DocumentEvent, none: str = "no date that git can read") -> str:
    """The day (UTC) of a landing."""
    return str(event.at.astimezone(UTC).date()) if event.at else none


def standing(clock: Clock) -> str:
    """How sure we are of a clock, and what it rests on where that is no law: `high certainty`."""
    kind = _KINDS.get(clock.status)
    return f"{clock.certainty} certainty" + (f", {kind}" if kind else "")
