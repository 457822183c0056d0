"""The home page: the answer and its figures, then each part in a few lines. Pictures have their words beside them."""

from __future__ import annotations

from typing import Any

from .approvals import status
from .inline import anchor, unbroken
from .records import small, state
from .tables import more, note, row, table

_SIGNS = {"good": "✔", "care": "▲", "bad": "✖", "none": "○"}
"""A sign beside the words: neither colour nor sign ever stands alone."""


def home_verdict(view: Any) -> str:
    """The answer in large, a sentence, the figures."""
    answer = view.answer
    until = f' data-r-until="{answer.until}" data-r-lapsed="{answer.lapsed}"' if answer.until else ""
    told = " ".join(map(unbroken, view.told))
    lapse = f'<p class="r-home-lapse">{view.lapse}</p>' if view.lapse else ""
    judged = f'<p class="r-home-judged">{_judged(*view.judged)}</p>' if view.judged else ""
    figures = " ".join(map(_figure, view.figures))
    return (
        f'<section class="r-home r-home-{answer.kind}" aria-label="Approval status" data-search-exclude>'
        f'<p class="r-home-answer">{_sign(answer.kind)} <span{until}>{answer.words}</span></p> '
        f'<p class="r-home-told">{told}</p> {lapse}{judged}</section> <dl class="r-figures">{figures}</dl>'
    )


def _judged(day: Any, commit: Any) -> str:
    return f'As of <span class="r-day">{day.text}</span>, at commit {anchor(commit)}'


def _sign(kind: str) -> str:
    return f'<span class="r-home-sign" aria-hidden="true">{_SIGNS[kind]}</span>'


def _figure(found: Any) -> str:
    value = f'{_sign(found.kind)} <strong class="r-day">{found.value}</strong>'
    return (
        f'<div class="r-figure r-home-{found.kind}"><dt>{anchor(found.name)}</dt> '
        f"<dd>{value}{small(found.note)}</dd></div>"
    )


def _part(id_: str, *parts: str) -> str:
    """A part of the page, which a figure leads to."""
    return f'<div id="home-{id_}" class="r-home-part">{" ".join(part for part in parts if part)}</div>'


def _told(text: Any) -> str:
    return f"<p>{unbroken(text)}</p>" if text else ""


def home_documents(view: Any) -> str:
    """A line for each document."""
    lines = " ".join(
        f'<li><span class="r-title">{anchor(f.document)}</span> '
        f'{status(f.status)} <span class="r-day r-small">{f.until}</span></li>'
        for f in view.rows
    )
    return _part("documents", note(view.unjudged), f'<ul class="r-home-documents">{lines}</ul>', more(view.more))


def due_soon(view: Any) -> str:
    """What needs somebody soon."""
    heads = ("Document", "Last day", "Owner", "May approve")
    rows = [
        row(
            heads,
            [
                f'<span class="r-title">{anchor(f.document)}</span>',
                f'<strong class="r-day">{f.day}</strong>{small(f.within)}',
                anchor(f.owner, "r-role") if f.owner.text else "",
                f"{f.by}",
            ],
        )
        for f in view.rows
    ]
    return _part("due", _told(view.told), table("soon", heads, rows, "Due soon") if rows else "", more(view.more))


def open_findings(view: Any) -> str:
    """What the check finds, errors first."""
    rows = " ".join(map(_finding, view.rows))
    return _part("findings", _told(view.told), f'<ul class="r-home-list">{rows}</ul>' if rows else "", note(view.rest))


def _finding(found: Any) -> str:
    level = f'<span class="r-finding r-finding-{found.level}">{found.level}</span>'
    return f"<li>{level} {anchor(found.code, 'r-rb')} {found.message}{small(found.help, found.place)}</li>"


def last_exercise(view: Any) -> str:
    """What it was, which runbooks it worked through, what is left to do."""
    return _part("exercise", _told(view.told), _exercise(view.row) if view.row else "", more(view.more))


def _exercise(found: Any) -> str:
    runbooks = ", ".join(map(anchor, found.runbooks)) or "none"
    return (
        f'<p>{anchor(found.record, "r-rb")} <span class="r-title">{found.title}</span> {state(found.state)}'
        f"{small(f'{found.kind}. Runbooks: {runbooks}. Signed in: {found.signed}. {found.follow_ups}.')}</p>"
    )


def open_actions(view: Any) -> str:
    """The oldest first."""
    heads = ("Action", "Open", "Owner", "Due")
    rows = [
        row(
            heads,
            [
                f'<span class="r-title">{f.text}</span>{small(f"{f.id}, {anchor(f.record)}")}',
                f"{state(f.state)}{small(f.age)}",
                f.owner,
                f'<span class="r-day">{f.due}</span>',
            ],
        )
        for f in view.rows
    ]
    actions_table = table("open", heads, rows, "Open corrective actions, the oldest first") if rows else ""
    return _part("actions", _told(view.told), _told(view.owners), actions_table, more(view.more))


def published_files(view: Any) -> str:
    """The files for other systems, and what the badge says now."""
    files = " ".join(f"<li>{anchor(f.file)} {small(f.about)}</li>" for f in view.files)
    badge = f'<p><img class="r-badge" src="{view.badge.href}" alt="{view.badge.text}"></p>' if view.badge.href else ""
    return _part("files", badge, f'<ul class="r-home-list">{files}</ul>' if files else "")
