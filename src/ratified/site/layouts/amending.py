"""How to amend: each picture with the same in words beside it."""

from __future__ import annotations

from typing import Any

from .inline import anchor
from .tables import row, small, table


def _beside(svg: Any, words: str) -> str:
    return f'<div class="r-drawing"><figure>{svg}</figure> <div class="r-drawing-words">{words}</div></div>'


def amend_route(view: Any) -> str:
    """The route of a pull request."""
    steps = " ".join(f"<li><strong>{one.title}.</strong> {one.text}{_wrong(one)}</li>" for one in view.steps)
    return _beside(view.svg, f"<ol>{steps}</ol>")


def _wrong(one: Any) -> str:
    rules = ", ".join(map(anchor, one.rules))
    return small(f"Else {rules}") if rules else ""


def ci_answers(view: Any) -> str:
    """What CI may answer."""
    rows = " ".join(f"<div><dt>Exit {one.title}</dt> <dd>{one.text}{_often(one)}</dd></div>" for one in view.rows)
    return _beside(view.svg, f'<dl class="r-answers">{rows}</dl>')


def _often(one: Any) -> str:
    rules = ", ".join(map(anchor, one.rules))
    return small(f"Such as {rules}") if rules else ""


def who_approves(view: Any) -> str:
    """Who approves what."""
    heads = ("Class", "May approve", "Documents", "Review", "Proof at least")
    rows = [
        row(
            heads,
            [
                f"<strong>{one.name}</strong>",
                "".join(f"<span>{anchor(by.role, 'r-role')}{small(by.people)}</span> " for by in one.approvers),
                _documents(one.documents),
                one.every,
                one.proof,
            ],
        )
        for one in view.rows
    ]
    return f"<figure>{view.svg}</figure>" + table("approvers", heads, rows, "Who approves what")


def _documents(titles: Any) -> str:
    listed = "; ".join(map(str, titles)) or "none yet"
    if len(titles) <= 2:
        return listed
    return f'<details class="r-each"><summary>{len(titles)} documents</summary>{small(listed)}</details>'
