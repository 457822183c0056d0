"""The drawing of one document's history as a line, and of the axis and the legend that go with it.

A stretch is told by how its line is drawn: whole, striped, broken, dotted or thin; colour only helps. Places along
the line are per cent, so that it fits any page while its texts keep their size.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from ratified.model.verdict import IN_FORCE
from ratified.views.approvals.status import WORDS
from ratified.views.escape import Safe, escape
from ratified.views.svg import INK, LegendSample, label, mark, percent, sample, silent, spoken, title, upright
from ratified.views.wording import day_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ratified.check.verdict_spans import VerdictSpan
    from ratified.model.verdict import DocumentEvent, DocumentVerdict, Kind, VerdictWord
    from ratified.views.approvals.day_scale import DayScale

_HIGH, _MIDDLE = 32, 16
KINDS: dict[Kind, str] = {"amendment": "Amended", "reaffirmation": "Reaffirmed", "bootstrap": "Adopted"}
"""What a landing did to a document."""

_LINES: dict[VerdictWord, tuple[str, str]] = {
    "approved": ("14", ""),
    "claimed": ("14", "10 2"),
    "stale": ("14", "2 4"),
    "unapproved": ("5", "9 5"),
    "undecidable": ("5", "1.5 5"),
    "pending": ("5", "1.5 5"),
    "draft": ("2", ""),
}
"""How wide a line is and what its dashes are, by verdict. Only what is approved is whole and wide."""

_MARKS = {
    "amendment": "M0 -5a5 5 0 1 0 .01 0z",
    "reaffirmation": "M0 -5a5 5 0 1 0 .01 0zM0 -2a2 2 0 1 1 -.01 0z",
    "draft": "M-1.5 -5h3v10h-3z",
    "not": "M-5 -3.5L-3.5 -5L0 -1.5L3.5 -5L5 -3.5L1.5 0L5 3.5L3.5 5L0 1.5L-3.5 5L-5 3.5L-1.5 0z",
}
_SAMPLES: tuple[tuple[VerdictWord, str], ...] = (
    ("approved", "approved"),
    ("claimed", "approved by name only"),
    ("stale", "stale: review overdue"),
    ("unapproved", "not approved"),
    ("undecidable", "cannot be decided"),
    ("draft", "draft: not in force"),
)
_EVENTS = (
    ("amendment", "amendment"),
    ("reaffirmation", "reaffirmation"),
    ("not", "change without an approval"),
    ("draft", "change before adoption"),
)


def draw_line(
    verdict: DocumentVerdict,
    events: Sequence[DocumentEvent],
    found: Sequence[VerdictSpan],
    scale: DayScale,
    as_of: date,
) -> Safe:
    """The line of a document, with its name and the same in words for those who do not see it."""
    said = ". ".join(_sentences(found)) or "No commit on main changed it"
    shapes = _shapes(verdict, events, found, scale, as_of)
    return spoken("tl", f"line-{escape(verdict.id)}", f"History of {verdict.title}", f"{said}.", _HIGH, shapes)


def _sentences(found: Sequence[VerdictSpan]) -> Iterator[str]:
    for stretch in found:
        last = (stretch.ends - timedelta(seconds=1)).date()
        yield f"{WORDS[stretch.word]} from {stretch.starts.date()} to {last}"


def _shapes(
    verdict: DocumentVerdict,
    events: Sequence[DocumentEvent],
    found: Sequence[VerdictSpan],
    scale: DayScale,
    as_of: date,
) -> Iterator[Safe]:
    for at, _ in scale.ticks:
        yield upright("tl-tick", scale.at(at), _HIGH)
    for stretch, said in zip(found, _sentences(found), strict=True):
        yield _stroke(stretch.word, scale.at(stretch.starts), scale.at(stretch.ends), said)
    if found and found[-1].word in IN_FORCE and verdict.due is not None and verdict.due > as_of:
        yield _reach(found[-1].ends, verdict.due, scale)
    yield upright("tl-now", scale.at(scale.now), _HIGH)
    for event in events:
        if event.at is not None:
            yield _mark(_shape(event), scale.at(event.at), _told(event))


def _stroke(word: VerdictWord, start: str, end: str, said: str) -> Safe:
    wide, dashes = _LINES[word]
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    place = f'x1="{start}" x2="{end}" y1="{_MIDDLE}" y2="{_MIDDLE}"'
    return Safe(f'<line class="tl-line tl-{word}" {place} {INK} stroke-width="{wide}"{dashed}>{title(said)}</line>')


def _reach(starts: datetime, due: date, scale: DayScale) -> Safe:
    start, end = scale.share(starts), scale.share(datetime(due.year, due.month, due.day, tzinfo=UTC))
    place = f'x="{percent(start)}" width="{percent(max(end - start, 0))}" y="{_MIDDLE - 6}" height="12"'
    return Safe(f'<rect class="tl-reach" {place} fill="none" {INK}>{title(f"Next review by {due}")}</rect>')


def _shape(event: DocumentEvent) -> str:
    if not event.in_force:
        return "draft" if event.verdict == "draft" else "not"
    return "reaffirmation" if event.kind == "reaffirmation" else "amendment"


def _mark(event: str, x: str, said: str) -> Safe:
    return mark(_MARKS[event], "tl-mark", x, _MIDDLE, title(said))


def _told(event: DocumentEvent) -> str:
    change = f", {event.change_request}" if event.change_request else ""
    return f"{day_of(event)}: {KINDS[event.kind]}{change}. {WORDS[event.verdict]}. {event.subject}"


def draw_axis(scale: DayScale, as_of: date) -> Safe:
    """The days along the top; screen readers get them in each line's words."""
    labels = [label(text, "tl-day", scale.at(at), 11, 4) for at, text in scale.ticks]
    ticks = [upright("tl-tick", scale.at(at), _HIGH) for at, _ in scale.ticks]
    shift = -5 if scale.share(scale.now) > 50 else 5
    now = label(f"as of {as_of}", "tl-day", scale.at(scale.now), 27, shift)
    shapes = [*labels, *ticks, now, upright("tl-now", scale.at(scale.now), _HIGH)]
    return silent("tl tl-axis", "100%", _HIGH, shapes)


def draw_legend(words: set[VerdictWord]) -> Iterator[LegendSample]:
    """A sample of each kind of line that occurs, and of every mark."""
    for word, said in _SAMPLES:
        if word in words:
            yield sample("tl", 44, _HIGH, _stroke(word, "0", "44", said), said)
    for event, said in _EVENTS:
        yield sample("tl", 16, _HIGH, _mark(event, "8", said), said)
