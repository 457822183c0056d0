"""The pictures of how to amend, narrow enough for a phone."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from ratified.views.escape import NOTHING, Safe, escape
from ratified.views.svg import XMLNS

if TYPE_CHECKING:
    from collections.abc import Sequence

_WIDE = 340
"""Every picture is as wide as a small phone shows without scrolling."""

_SIGNS = {"ok": "✔", "bad": "✖", "unknown": "?"}


def draw_route(steps: Sequence[tuple[str, str]]) -> Safe:
    """Steps from top to bottom, each with what may go wrong at it beside it."""
    high, gap, wide = 48, 30, 184
    shapes = []
    for place, (title, wrong) in enumerate(steps):
        top = 4 + place * (high + gap)
        kind = "ok" if place == len(steps) - 1 else "plain"
        shapes.append(_box(4, top, wide, high, kind))
        shapes.append(
            _text(4 + wide / 2, top + high / 2 + 5, ("✔ " if kind == "ok" else f"{place + 1}. ") + title, "b")
        )
        if place < len(steps) - 1:
            shapes.append(_arrow(4 + wide / 2, top + high, 4 + wide / 2, top + high + gap))
        if wrong:
            shapes.append(_line(4 + wide, top + high / 2, 4 + wide + 18, top + high / 2, "r-off"))
            lines = textwrap.wrap(f"{'▲' if kind == 'ok' else '✖'} {wrong}", 16)
            shapes += _lines(4 + wide + 22, top + high / 2, lines, "bad", "start")
    return _picture(len(steps) * (high + gap) - gap + 8, "The route of an amendment, step by step", shapes)


def draw_answers(answers: Sequence[tuple[str, str]]) -> Safe:
    """One question, and each answer below it."""
    wide = (_WIDE - 8 - 8 * (len(answers) - 1)) / len(answers)
    shapes = [_box(70, 4, 200, 40, "plain"), _text(170, 29, "CI checks the change", "b")]
    for place, (kind, title) in enumerate(answers):
        left = 4 + place * (wide + 8)
        code, _, what = title.partition(": ")
        shapes.append(_arrow(170, 44, left + wide / 2, 84))
        shapes.append(_box(left, 84, wide, 56, kind))
        shapes.append(_text(left + wide / 2, 107, f"{_SIGNS[kind]} exit {code}", "b"))
        shapes.append(_text(left + wide / 2, 128, what, "s"))
    return _picture(144, "What CI may answer", shapes)


def draw_approvers(classes: Sequence[tuple[str, Sequence[str]]]) -> Safe:
    """Classes on the left, the roles that approve them on the right, a line from each to each."""
    roles = [*dict.fromkeys(role for _, approvers in classes for role in approvers)]
    rows = max(len(classes), len(roles), 1)
    high, step = 42, 56
    left, right, wide, narrow = 4, 186, 96, 150
    tops = {name: 4 + step * (n + (rows - len(classes)) / 2) for n, (name, _) in enumerate(classes)}
    role_tops = {role: 4 + step * (n + (rows - len(roles)) / 2) for n, role in enumerate(roles)}
    shapes = [
        _line(left + wide, tops[name] + high / 2, right, role_tops[role] + high / 2, "r-way")
        for name, approvers in classes
        for role in approvers
    ]
    for name, _ in classes:
        shapes += _named(left, tops[name], wide, high, name, 11)
    for role in roles:
        shapes += _named(right, role_tops[role], narrow, high, role, 16)
    return _picture(rows * step - (step - high) + 8, "Who approves which class of documents", shapes)


def _named(x: float, y: float, wide: float, high: float, name: str, letters: int) -> list[Safe]:
    """A box with a name in it, in two lines where it must be; a longer one ends in an ellipsis."""
    lines = textwrap.wrap(name, letters, max_lines=2, placeholder="…")
    lines = lines if lines and lines != ["…"] else [f"{name[: letters - 1]}…"]
    return [_box(x, y, wide, high, "plain"), *_lines(x + wide / 2, y + high / 2, lines, "b")]


def _lines(x: float, middle: float, lines: Sequence[str], kind: str, anchor: str = "middle") -> list[Safe]:
    """Lines of text below each other, as much of them above a height as below it."""
    first = middle + 5 - 8 * (len(lines) - 1)
    return [_text(x, first + 16 * n, line, kind, anchor) for n, line in enumerate(lines)]


def _box(x: float, y: float, wide: float, high: float, kind: str) -> Safe:
    return Safe(f'<rect class="r-box r-box-{kind}" x="{x:g}" y="{y:g}" width="{wide:g}" height="{high:g}" rx="5"/>')


def _text(x: float, y: float, text: str, kind: str, anchor: str = "middle") -> Safe:
    return Safe(f'<text class="r-t-{kind}" x="{x:g}" y="{y:g}" text-anchor="{anchor}">{escape(text)}</text>')


def _line(x: float, y: float, to_x: float, to_y: float, kind: str) -> Safe:
    return Safe(f'<path class="{kind}" d="M{x:g} {y:g}L{to_x:g} {to_y:g}"/>')


def _arrow(x: float, y: float, to_x: float, to_y: float) -> Safe:
    """A line down to a point, with a head of its own: no id that another picture on the page could share."""
    head = f"M{to_x - 5:g} {to_y - 8:g}L{to_x:g} {to_y - 1:g}L{to_x + 5:g} {to_y - 8:g}"
    return Safe(f'<path class="r-way" d="M{x:g} {y:g}L{to_x:g} {to_y - 2:g}{head}"/>')


def _picture(high: float, name: str, shapes: Sequence[Safe]) -> Safe:
    told = f'role="img" aria-label="{escape(name)}; the same in words beside it"'
    size = f'viewBox="0 0 {_WIDE} {high:g}" width="{_WIDE}" height="{high:g}"'
    return Safe(f'<svg class="r-drawn" {XMLNS} {told} {size}>{NOTHING.join(shapes)}</svg>')
