"""Tables that fold into cards on a phone, and the plain ones among them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .inline import anchor, calls, marks

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def table(kind: str, heads: Sequence[str], rows: Iterable[str], name: str) -> str:
    """A table of ready rows; `name` is read out by a screen reader, and says of what there is none."""
    body = " ".join(rows)
    if not body:
        return f'<p class="r-note">{name}: none.</p>'
    head = " ".join(f'<th scope="col">{text}</th>' for text in heads)
    return (
        f'<table class="r-table r-{kind}"><caption class="r-hidden">{name}</caption>'
        f"<thead><tr>{head}</tr></thead> <tbody>{body}</tbody></table>"
    )


def row(heads: Sequence[str], cells: Sequence[str], id_: str = "", kind: str = "") -> str:
    """A row: its first cell is the head of the others, which carry their column's name for phones."""
    named = (f' id="{id_}"' if id_ else "") + (f' class="{kind}"' if kind else "")
    rest = zip(heads[1:], cells[1:], strict=True)
    others = " ".join(f'<td data-label="{head}">{cell}</td>' for head, cell in rest)
    return f'<tr{named}><th scope="row">{cells[0]}</th> {others}</tr>'


def small(*texts: Any) -> str:
    """Second lines of a cell; empty ones are left out."""
    return "".join(f' <span class="r-small">{text}</span>' for text in texts if text)


def ways(found: Any) -> str:
    """The channels of a role, in order."""
    items = " ".join(f'<li><span class="r-way">{way.kind}</span> <span>{reached(way)}</span></li>' for way in found)
    return f'<ul class="r-ways">{items}</ul>' if items else "no channel"


def reached(way: Any) -> str:
    """One channel: its links, else its words."""
    return calls(way.links) or str(way.to)


def note(text: Any) -> str:
    """A sentence below or in place of a table."""
    return f'<p class="r-note">{text}</p>' if text else ""


def more(link: Any) -> str:
    """Where the site says more than a part of the home page."""
    return f'<p class="r-home-more">{anchor(link)}</p>' if link.href else ""


def legend(samples: Iterable[Any]) -> str:
    """What the lines and marks of a picture mean."""
    listed = " ".join(f"<li>{sample.svg} {sample.words}</li>" for sample in samples)
    return f'<ul class="r-legend">{listed}</ul>'


def contract_windows(rows: Any) -> str:
    """Every window of every contract."""
    heads = ("Customer", "Time", "Kind", "Contact", "In force")
    cells = [
        row(
            heads,
            [
                f"{found.party}{small(found.contract)}",
                f"<strong>{found.runs}</strong>",
                f"{found.kind}",
                f"{found.contact}{small(owner(found), template(found))}",
                f"{found.term}{marks([] if found.in_force else ['not in force'])}",
            ],
            f"contract-{found.window}",
        )
        for found in rows
    ]
    return table("contracts", heads, cells, "Notice windows of contracts")


def owner(found: Any) -> str:
    """Who sees to a duty."""
    return f"Owner: {anchor(found.owner, 'r-role')}" if found.owner.text else "Owner: nobody is named"


def template(found: Any) -> str:
    """The page of a duty's notice; nothing where there is none."""
    return f"Template: {anchor(found.template)}" if found.template.text else ""


def commitments_table(rows: Any) -> str:
    """What we promise each audience."""
    heads = ("Commitment", "At the latest", "Audience", "Owner")
    cells = [
        row(
            heads,
            [
                found.text,
                f"<strong>{found.runs}</strong>",
                found.audience,
                f"{anchor(found.owner, 'r-role')}{small(template(found))}",
            ],
            f"commitment-{found.id}",
        )
        for found in rows
    ]
    return table("commitments", heads, cells, "Our notification commitments")


def limits_table(rows: Any) -> str:
    """The policy's other numbers."""
    heads = ("What", "Limit")
    cells = [row(heads, [found.text, f"<strong>{found.value}</strong>"], f"limit-{found.id}") for found in rows]
    return table("limits", heads, cells, "Other limits of the policy")


def intake_table(rows: Any) -> str:
    """Where events come from."""
    heads = ("Source", "Route", "Triage", "Within")
    cells = [
        row(
            heads,
            [
                f"{found.title}{small(found.examples)}",
                found.route,
                anchor(found.triage, "r-role"),
                f"<strong>{found.within}</strong>",
            ],
            f"source-{found.id}",
        )
        for found in rows
    ]
    return table("intake", heads, cells, "Intake sources")
