"""`data/notifications.yml`: the clocks that the answers name, as the catalogue has them, and the commitments."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ratified.analysis.new_record import quoted
from ratified.clock import may_outlast
from ratified.model.duration import Duration
from ratified.model.notifications import TRIGGERS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from datetime import date

    from ratified.model.notifications import Clock, ClockWindow

_OWNER = {"customers": "support-lead", "insurer": "finance-lead", "individuals": "privacy-officer"}
_UNIT = {"hours": "h", "calendar_days": "d", "business_days": "bd"}
_OWN = {"customers": "48h", "insurer": "24h", "individuals": "30d"}
"""Where the law gives no figure, what the commitments of the starter allow."""

_COMMITMENT = re.compile(r"(\{id: \S+, )audience: (\S+), within: (\S+), starts: (\w+)")
_NAMED = re.compile(r"^(notification_triggers: )\[(.*)\]$", re.MULTILINE)


def notifications_file(starter: str, clocks: Sequence[Clock], day: date) -> str:
    """The file for these clocks. Nobody has held them against their sources yet, so no row says that somebody did."""
    head, _, tail = starter.partition("in_scope:\n")
    commitments = _COMMITMENT.sub(lambda found: _kept(found, clocks), tail[tail.index("commitments:\n") :])
    rows = "".join(f"  - {{{', '.join(_row(clock, day))}}}\n" for clock in clocks)
    return f"{head}in_scope:{f'{chr(10)}{rows}' if rows else f' []{chr(10)}'}{commitments}"


def _kept(found: re.Match[str], clocks: Sequence[Clock]) -> str:
    """A commitment of the starter that keeps every clock of its audience: as short, and begun as early, as any."""
    of_audience = [clock for clock in clocks if clock.audience == found[2]]
    stamps = [found[4], *(clock.trigger for clock in of_audience if clock.trigger in TRIGGERS)]
    within = found[3]
    for clock in of_audience:
        span = _span(clock.strict or clock.window)
        if span and may_outlast(Duration.parse(within), Duration.parse(span)):
            within = span
    return f"{found[1]}audience: {found[2]}, within: {within}, starts: {min(stamps, key=TRIGGERS.index)}"


def _row(clock: Clock, day: date) -> Iterator[str]:
    yield f"clock: {clock.id}"
    otherwise = "legal-counsel" if clock.id.startswith("us-") else "privacy-officer"
    yield f"owner: {_OWNER.get(clock.audience or '', otherwise)}"
    recipient = clock.to or "whom it names"
    yield f"recipient: {quoted(recipient[:1].upper() + recipient[1:])}"
    started = clock.trigger if clock.trigger and clock.trigger != "contract_defined" else "awareness"
    yield f"starts: {started}"
    if within := _within(clock):
        yield f"within: {within}"
    if clock.roll and clock.roll != "none" and clock.window and clock.window.unit == "hours":
        yield "roll: none"
    if clock.status.startswith("pending") or (clock.effective_from and clock.effective_from > day):
        yield "binding: false"


def _within(clock: Clock) -> str | None:
    window = clock.strict or clock.window
    if clock.id == "contract-default":
        return _OWN["customers"]
    return _span(window) or _OWN.get(clock.audience or "")


def _span(window: ClockWindow | None) -> str | None:
    if window is None or window.n is None or window.unit is None:
        return None
    return f"P{window.n}M" if window.unit == "months" else f"{window.n}{_UNIT[window.unit]}"


def in_scope_alone(runbook: str, scope: Collection[str]) -> str:
    """A runbook whose front matter names no clock that is out of the company's scope."""

    def kept(found: re.Match[str]) -> str:
        names = [name for part in found[2].split(",") if (name := part.strip()) in scope]
        return f"{found[1]}[{', '.join(names)}]"

    return _NAMED.sub(kept, runbook, count=1)
