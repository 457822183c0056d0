"""The drawing of one document's history as a line, and of the axis and the legend that go with it.

A stretch is told by how its line is drawn: whole, striped, broken, dotted or thin; colour only helps. Places along
the line are per cent, so that it fits any page while its texts keep their size.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from ratified.views.approvals.status import IN_FORCE, WORDS
from ratified.views.escape import Safe, escape

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ratified.model.verdict import DocumentEvent, DocumentVerdict, Kind, VerdictWord
    from ratified.views.approvals.verdict_spans import VerdictSpan
    from ratified.views.svg.day_scale import DayScale

_SPACE = 'xmlns="http://www.w3.org/2000/svg"'
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


@dataclass(frozen=True, slots=True)
class LegendSample:
    """How one kind of line or mark is drawn, and what it means."""

    svg: Safe
    words: Safe


def draw_line(
    verdict: DocumentVerdict,
    events: Sequence[DocumentEvent],
    found: Sequence[VerdictSpan],
    scale: DayScale,
    as_of: date,
) -> Safe:
    """The line of a document, with its name and the same in words for those who do not see it."""
    id_ = escape(verdict.id)
    said = ". ".join(_sentences(found)) or "No landing changed it"
    head = f'<title id="line-{id_}">{escape(f"History of {verdict.title}")}</title>'
    words = f'<desc id="line-{id_}-words">{escape(f"{said}.")}</desc>'
    shapes = Safe("").join(_shapes(verdict, events, found, scale, as_of))
    named = f'role="img" aria-labelledby="line-{id_} line-{id_}-words"'
    return Safe(f'<svg class="tl" {_SPACE} width="100%" height="{_HIGH}" {named}>{head}{words}{shapes}</svg>')


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
        yield _upright(scale.at(at), "tl-tick")
    for stretch, said in zip(found, _sentences(found), strict=True):
        yield _stroke(stretch.word, scale.at(stretch.starts), scale.at(stretch.ends), said)
    if found and found[-1].word in IN_FORCE and verdict.due is not None and verdict.due > as_of:
        yield _reach(found[-1].ends, verdict.due, scale)
    yield _upright(scale.at(scale.now), "tl-now")
    for event in events:
        if event.at is not None:
            yield _mark(_shape(event), scale.at(event.at), _told(event))


def _upright(x: str, kind: str) -> Safe:
    return Safe(f'<line class="{kind}" x1="{x}" x2="{x}" y1="0" y2="{_HIGH}" stroke="currentColor"/>')


def _stroke(word: VerdictWord, start: str, end: str, said: str) -> Safe:
    wide, dashes = _LINES[word]
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    place = f'x1="{start}" x2="{end}" y1="{_MIDDLE}" y2="{_MIDDLE}"'
    title = f"<title>{escape(said)}</title>"
    return Safe(
        f'<line class="tl-line tl-{word}" {place} stroke="currentColor" stroke-width="{wide}"{dashed}>{title}</line>'
    )


def _reach(starts: datetime, due: date, scale: DayScale) -> Safe:
    start, end = scale.share(starts), scale.share(datetime(due.year, due.month, due.day, tzinfo=UTC))
    place = f'x="{start:.2f}%" width="{max(end - start, 0):.2f}%" y="{_MIDDLE - 6}" height="12"'
    title = f"<title>{escape(f'Next review by {due}')}</title>"
    return Safe(f'<rect class="tl-reach" {place} fill="none" stroke="currentColor">{title}</rect>')


def _shape(event: DocumentEvent) -> str:
    if event.verdict not in IN_FORCE:
        return "draft" if event.verdict == "draft" else "not"
    return "reaffirmation" if event.kind == "reaffirmation" else "amendment"


def _mark(shape: str, x: str, said: str) -> Safe:
    """A nested SVG carries the place in per cent, which a path cannot."""
    path = f'<path class="tl-mark" d="{_MARKS[shape]}" fill="currentColor"/>'
    return Safe(f'<svg x="{x}" y="{_MIDDLE}" overflow="visible"><title>{escape(said)}</title>{path}</svg>')


def _told(event: DocumentEvent) -> str:
    change = f", {event.change_request}" if event.change_request else ""
    on = event.at.astimezone(UTC).date() if event.at else "no date that git can read"
    return f"{on}: {KINDS[event.kind]}{change}. {WORDS[event.verdict]}. {event.subject}"


def draw_axis(scale: DayScale, as_of: date) -> Safe:
    """The days along the top; screen readers get them in each line's words."""
    parts = [_text(scale.at(at), 11, "start", label, 4) for at, label in scale.ticks]
    parts += [_upright(scale.at(at), "tl-tick") for at, _ in scale.ticks]
    side, shift = ("end", -5) if scale.share(scale.now) > 50 else ("start", 5)
    parts.append(_text(scale.at(scale.now), 27, side, f"as of {as_of}", shift))
    parts.append(_upright(scale.at(scale.now), "tl-now"))
    shapes = Safe("").join(parts)
    return Safe(f'<svg class="tl tl-axis" {_SPACE} width="100%" height="{_HIGH}" aria-hidden="true">{shapes}</svg>')


def _text(x: str, y: int, side: str, text: str, shift: int) -> Safe:
    place = f'x="{x}" dx="{shift}" y="{y}" text-anchor="{side}"'
    return Safe(f'<text class="tl-day" {place} fill="currentColor">{escape(text)}</text>')


def draw_legend(words: set[VerdictWord]) -> Iterator[LegendSample]:
    """A sample of each kind of line that occurs, and of every mark."""
    for word, said in _SAMPLES:
        if word in words:
            yield _sample(_stroke(word, "0", "44", said), 44, said)
    for shape, said in _EVENTS:
        yield _sample(_mark(shape, "8", said), 16, said)


def _sample(shape: Safe, width: int, said: str) -> LegendSample:
    svg = f'<svg class="tl" {_SPACE} width="{width}" height="{_HIGH}" aria-hidden="true">{shape}</svg>'
    return LegendSample(Safe(svg), escape(said))
