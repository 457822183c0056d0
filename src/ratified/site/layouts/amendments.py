"""Amendments: version in force on a date, the list of landings, the page of each, and texts as they were."""

from __future__ import annotations

from typing import Any

from .approvals import status
from .inline import anchor
from .tables import note, row, small, table

_HERE = ' <span class="r-here">changed here</span>'


def stood_table(view: Any) -> str:
    """A form that a script puts to work, then every document with what stood of it, newest first."""
    if view.nothing:
        return note(view.nothing)
    heads = ("From", "Version", "Approved by", "Until")
    form = (
        f'<form class="r-pick" data-r-pick="{view.as_of}" hidden>'
        f'<label>Date <input type="date" name="on" min="{view.since}" max="{view.as_of}"></label> '
        '<label>Document or file <input type="search" name="about" autocomplete="off"></label> '
        '<button type="reset">Show all dates</button>'
        '<p class="r-pick-told" role="status"></p></form>'
    )
    return form + " ".join(_document(heads, found) for found in view.documents)


def _document(heads: tuple[str, ...], found: Any) -> str:
    holds = ", ".join(map(str, found.holds))
    kept = f'<details class="r-holds" data-search-exclude><summary>Files</summary>{small(holds)}</details>'
    head = f'<p class="r-group-head"><strong>{anchor(found.document)}</strong> {small(found.id)}</p>{kept}'
    rows = " ".join(_stood(heads, one) for one in found.rows)
    markup = table("stood", heads, [rows], found.document.text)
    return f'<section class="r-stood" data-r-document>{head} {markup}</section>'


def _stood(heads: tuple[str, ...], found: Any) -> str:
    cells = [
        f'<span class="r-day">{found.since}</span>{small(anchor(found.landing))}',
        f"{found.version}{small(anchor(found.text, 'r-said'))}",
        f"{status(found.status)}{small(found.by, found.proof)}",
        f'<span class="r-day">{found.until}</span>{small(found.lapsed)}',
    ]
    days = f'data-r-first="{found.first}" data-r-last="{found.last}" data-r-due="{found.due}"'
    return row(heads, cells).replace("<tr", f"<tr {days}", 1)


def amendment_list(view: Any) -> str:
    """The count, then the landings month by month."""
    if view.nothing:
        return note(view.nothing)
    heads = ("Commit on main", "What changed", "Documents", "Ratified by")
    bodies = []
    for month in view.months:
        bodies.append(f'<tr class="r-group"><th colspan="4" scope="rowgroup">{month.title}</th></tr>')
        bodies.extend(row(heads, _landing(found)) for found in month.rows)
    return f'<p class="r-note">{view.told}</p>' + table("amendments", heads, bodies, "Amendments") + note(view.note)


def _landing(found: Any) -> list[str]:
    documents = " ".join(
        f"<li>{anchor(one.id, 'r-ref')} {one.what} {status(one.status)}</li>" for one in found.documents
    )
    return [
        f'<span class="r-title">{anchor(found.landing)}</span> <span class="r-day r-small">{found.on}</span>',
        f"{found.subject}{small(*found.words, found.more)}",
        f'<ul class="r-plain">{documents}</ul>',
        f"{found.by}",
    ]


def amendment(view: Any) -> str:
    """The page of a landing. It never passes through Markdown."""
    facts = [
        ("On main since", view.on),
        ("How", view.method),
        ("Proposed by", ", ".join(map(str, view.proposed))),
        ("Merged by", view.merged),
        ("Change request", anchor(view.change)),
        ("Commit", anchor(view.landing)),
    ]
    listed = " ".join(f"<div><dt>{name}</dt> <dd>{value}</dd></div>" for name, value in facts if value)
    documents = " ".join(_changed(found) for found in view.documents)
    jumps = ""
    if len(view.documents) > 1:
        links = " ".join(f'<li><a href="#doc-{one.spot}">{one.id}</a></li>' for one in view.documents)
        jumps = f'<nav aria-label="Documents of this commit"><ul class="r-jump">{links}</ul></nav>'
    return (
        f'<p class="r-subject">{view.subject}</p>{_between(view)}<dl class="r-facts">{listed}</dl>{jumps}{documents}'
        f'<p class="r-note">Full diff on the command line: <code>{view.command}</code></p>'
    )


def _between(view: Any) -> str:
    steps = [("Before: ", view.earlier), ("After: ", view.later), ("", view.list)]
    links = " ".join(f"<li>{word}{anchor(link)}</li>" for word, link in steps if link.href)
    return f'<nav aria-label="Other commits on main"><ul class="r-jump">{links}</ul></nav>' if links else ""


def _changed(found: Any) -> str:
    covers = ", ".join(map(anchor, found.covers))
    bulk = ", ".join(map(anchor, found.bulk))
    words = " ".join(f"<li>{change}</li>" for change in found.changes)
    texts = " ".join((*map(_read, found.read), *map(_beside, found.texts)))
    return (
        f'<section class="r-amended" id="doc-{found.spot}"><h2>{anchor(found.document)}{small(found.id)}</h2>'
        f"<p>{found.what}, {found.version}. {status(found.status)}{small(found.reason)}</p>"
        + (f"<p>It also approves earlier changes that had no approval: {covers}.</p>" if covers else "")
        + (f"<p>In one merge with: {bulk}.</p>" if bulk else "")
        + f'<h3>What changed</h3><ul class="r-words">{words}</ul>{note(found.more)}{texts}{_said(found)}</section>'
    )


def _said(found: Any) -> str:
    """The files of the document. Whoever comes by the address of its texts finds the fold open: it holds the place
    that the address names, and a browser opens what holds it.
    """
    changed, same = ([one for one in found.files if one.changed == which] for which in (True, False))
    place = f' id="said-{found.spot}"'
    markup = _files(changed, _HERE) if changed else ""
    if same:
        listed = _files(same, "", place)
        markup += f'<details class="r-each"><summary>{found.unchanged}</summary>{listed}</details>'
    return (
        f"<h3{'' if same else place}>Text on main from this date</h3>"
        f"{markup or note('Nothing: it holds no file any more.')}"
    )


def _files(files: Any, mark: str, place: str = "") -> str:
    listed = " ".join(f"<li>{anchor(one.file)}{mark}</li>" for one in files)
    return f'<ul class="r-files"{place}>{listed}</ul>'


def _read(page: Any) -> str:
    """A page as it is read; what changed besides its words; and its source behind a fold."""
    rows = " ".join(map(_read_row, page.rows))
    markup = (
        f'<table class="r-beside r-read"><caption>{page.title}</caption><thead><tr>'
        '<th scope="col"><span class="r-hidden">What it is</span></th><th scope="col">Before</th>'
        '<th scope="col"><span class="r-hidden">What it is</span></th><th scope="col">After</th>'
        f"</tr></thead> <tbody>{rows}</tbody></table>"
        if rows
        else f'<p class="r-beside-title">{page.title}</p>'
    )
    hidden = " ".join(f"<li>{one}</li>" for one in page.unseen)
    unseen = (
        f'<p class="r-note">Changed, not visible in the text:</p><ul class="r-words">{hidden}</ul>{note(page.more)}'
        if hidden
        else ""
    )
    source = f'<details class="r-each"><summary>Source of {page.title}, line by line</summary>{_beside(page.source)}'
    return f"{markup}{note(page.note)}{unseen}{source}</details>"


def _read_row(found: Any) -> str:
    if found.same:
        return f'<tr class="r-same"><td colspan="4">{found.same}</td></tr>'
    return _line(found)


def _beside(text: Any) -> str:
    if not text.rows:
        return f'<p class="r-beside-title">{text.title}</p>{note(text.note)}'
    rows = " ".join(map(_source_line, text.rows))
    return (
        f'<table class="r-beside"><caption>{text.title}</caption><thead><tr>'
        '<th scope="col"><span class="r-hidden">Line</span></th><th scope="col">Before</th>'
        '<th scope="col"><span class="r-hidden">Line</span></th><th scope="col">After</th>'
        f"</tr></thead> <tbody>{rows}</tbody></table>{note(text.note)}"
    )


def _source_line(found: Any) -> str:
    if found.gap:
        return '<tr class="r-gap"><td colspan="4"><span class="r-hidden">Lines that are the same</span></td></tr>'
    return _line(found)


def _line(found: Any) -> str:
    kind = ' class="r-differs"' if found.changed else ""
    return f"<tr{kind}>{_side(found.before, 'del', found.changed)}{_side(found.after, 'ins', found.changed)}</tr>"


def _side(side: Any, mark: str, changed: bool) -> str:
    if side is None:
        return '<td class="r-no"></td><td class="r-none-here"></td>'
    text = "".join(f"<{mark}>{bit.text}</{mark}>" if bit.changed else f"{bit.text}" for bit in side.bits)
    sign = f'<span class="r-hidden">{"removed" if mark == "del" else "added"}: </span>' if changed else ""
    kind = f' class="r-{mark}"' if changed else ""
    return f'<td class="r-no">{side.number}</td><td{kind}>{sign}{text}</td>'


def past_text(view: Any) -> str:
    """A file as it was. It never passes through Markdown."""
    rows = " ".join(
        f'<li><span class="r-day">{one.on}</span> {anchor(one.landing)}: {anchor(one.document)}{small(one.by)}</li>'
        for one in view.told
    )
    lines = f'<pre class="r-then" tabindex="0" aria-label="{view.title} as it was"><code>{view.lines}</code></pre>'
    return (
        "<p>Shown verbatim. Nothing in it is executed or laid out, and it may differ from the current version.</p>"
        '<p class="r-group-head"><strong>On main after</strong></p>'
        f'<ul class="r-plain">{rows}</ul>{note(view.more)}'
        f"{lines if view.lines else ''}{note(view.note)}"
        f'<p class="r-note">The same on a command line: <code>{view.command}</code></p>{_back(view.list)}'
    )


def _back(link: Any) -> str:
    return f"<p>{anchor(link)}</p>" if link.href else ""
