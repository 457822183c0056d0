"""A pull request in one comment: what is pending, who can approve it, what it lacks. Made to be pasted as it is.

Whatever comes from data is written so that no Git host obeys it. An entity stands for each sign of Markdown or HTML;
since mentions and links are looked for after entities are read, an at sign becomes `(at)`, and addresses of the web are
taken apart. No line begins with anything from data, or GitLab could take it for a quick action.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ratified.output import finding_rows, terminal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ratified.check.judgement import Judgement
    from ratified.model.finding import Finding

MARK = "<!-- ratified check -->"
"""The first line, by which a later run finds the comment that it replaces."""
MOST = 40
"""Findings that are listed. A comment on GitHub holds 65,536 characters."""
_LONGEST = 600
"""Characters of one sentence."""
_AT, _NOBODY = "(at)", "Nobody can approve all of it."
_SIGNS = frozenset("|<>&`*_[]()!\\#~$%^{}")
_WEB = re.compile(r"://|\bwww\.", re.IGNORECASE)


def render(judgement: Judgement) -> Iterator[str]:
    """The lines of the comment."""
    yield MARK
    yield f"### ratified: {plain(finding_rows.closing(judgement))}"
    if judgement.undecided:
        return
    yield from _pending(judgement)
    yield from _ratifies(judgement)
    own = [one for one in judgement.findings if one.waived is None and not one.on_main]
    for level, title in (("error", "It lacks"), ("warning", "To look at")):
        yield from _listed(title, [one for one in own if one.level == level])
    if judgement.on_main:
        yield ""
        yield f"Main lacks {judgement.on_main} more, which this does not touch; they do not block it."


def _pending(judgement: Judgement) -> Iterator[str]:
    """Each document that a pull request changes: whose change it is, who can approve it, how many errors it has."""
    rows = finding_rows.pending(judgement)
    asked = judgement.record is not None and judgement.record.proposed is not None
    if not rows:
        yield from ("", "It changes no document that anybody approves.") if asked else ()
        return
    people = judgement.book.person if judgement.book else {}
    titles = {one.id: one.title for one in judgement.book.register.documents} if judgement.book else {}
    errors = [one.document for one in judgement.findings if one.level == "error" and one.waived is None]
    yield ""
    yield "**Pending**"
    yield ""
    for row in rows:
        id_ = row["document"]
        names = [people[one].name if one in people else one for one in row["eligible"]]
        can = (
            f"{' or '.join(names)} can approve it by merging with a merge commit" if names else "nobody can approve it"
        )
        title = f" ({plain(titles[id_])})" if id_ in titles else ""
        lacks = errors.count(id_)
        more = f"; {lacks} {'errors' if lacks > 1 else 'error'} below" if lacks else ""
        yield f"- **{plain(id_)}**{title}, by {plain(', '.join(row['authors']))}: {plain(can)}{more}"
    if len(rows) > 1:
        able = finding_rows.approvers_of_all(judgement)
        names = [people[one].name if one in people else one for one in able]
        yield ""
        yield (f"One person approves all of it: {plain(' or '.join(names))}." if names else _NOBODY)


def _ratifies(judgement: Judgement) -> Iterator[str]:
    rows = finding_rows.ratifies(judgement)
    if rows:
        yield from ("", "**Merging this also approves earlier changes that nobody approved**", "")
    for row in rows[:MOST]:
        who, of = ", ".join(row["authors"]) or "nobody git can name", ", ".join(row["documents"])
        yield f"- {plain(row['landing'][:10])} by {plain(who)}, of {plain(of)}; read it: {plain(row['command'])}"
    if len(rows) > MOST:
        yield f"- and {len(rows) - MOST} more"


def _listed(title: str, findings: list[Finding]) -> Iterator[str]:
    if findings:
        yield from ("", f"**{title}**", "")
    for one in findings[:MOST]:
        yield f"- {plain(str(one.place))}: {one.code} {plain(f'{one.message}; {one.help}')}"
    if len(findings) > MOST:
        yield f"- and {len(findings) - MOST} more; the log of the check has all"


def plain(value: str) -> str:
    """Text as itself in a comment of any Git host: nothing in it is obeyed, notifies anybody or leads anywhere."""
    text = terminal.line(value)
    text = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}..."
    apart = _WEB.sub(lambda found: " ".join(found[0]), text)
    return "".join(_AT if sign == "@" else f"&#{ord(sign)};" if sign in _SIGNS else sign for sign in apart)
