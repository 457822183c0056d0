"""Who holds what, who is on call, how to reach them."""

from __future__ import annotations

from typing import Any

from .inline import anchor, call, marks, scripts
from .tables import note, row, small, table, ways


def named(person: Any) -> str:
    """Somebody by name, and what rings them."""
    return f'<span class="r-person">{person.name} {call(person.call)}</span>'


def roster(view: Any) -> str:
    """Roles inside, then those that other companies hold for us."""
    inside = ("Role", "Holders", "Reach them by")
    outside = ("Outside role", "Firm and contract", "Reach them by")
    return (
        f'<p class="r-note">Holders on {view.as_of}.</p> '
        + table("roster", inside, [_inside(inside, found) for found in view.roles], "Roles and their holders")
        + " "
        + table(
            "roster", outside, [_outside(outside, found) for found in view.outside], "Roles held outside the company"
        )
    )


def _title(found: Any) -> str:
    critical = ' <span class="r-critical">critical</span>' if found.critical else ""
    never = f"Must not: {found.must_not}" if found.must_not else ""
    return f'<span class="r-title">{found.title}</span>{critical}{small(*found.duties, never)}'


def _inside(heads: tuple[str, ...], found: Any) -> str:
    names = [
        *(f'<span class="r-person"><strong>{one.name}</strong> {call(one.call)}</span>' for one in found.primary),
        *(f'<span class="r-person">{one.name}, deputy {call(one.call)}</span>' for one in found.deputies),
    ]
    lacks = marks([f"{found.missing} more needed"] if found.missing else [])
    holders = " ".join(names) or "nobody"
    return row(heads, [_title(found), f"{holders}{lacks}", ways(found.ways)], f"role-{found.id}")


def _outside(heads: tuple[str, ...], found: Any) -> str:
    ended = marks(["contract ended"] if found.missing else [])
    firm = f"<strong>{found.primary[0].name}</strong>{small(found.firm)}{ended}"
    return row(heads, [_title(found), firm, ways(found.ways)], f"role-{found.id}")


def oncall(rotations: Any) -> str:
    """Each rotation with the weeks to come; the present turn is marked in words."""
    if not rotations:
        return note("data/oncall.yml names no rotation.")
    return f"{' '.join(_rotation(found) for found in rotations)} {scripts(rotations[0].scripts)}"


def _rotation(found: Any) -> str:
    """The script of the package marks the turn of this moment; it finds rows by their `data-r-` attributes."""
    heads = ("From", "To", "On call", "Backup") if found.timed else ("First day", "Last day", "On call", "Backup")
    rows = [_turn(heads, turn) for turn in found.turns]
    hours = f" On duty only {found.hours}." if found.hours else ""
    paging = f" If nobody acknowledges: {found.paging}." if found.paging else ""
    called = f"Rotation {found.name}. " if found.name else ""
    said = "Today" if found.shares else "Now"
    as_of = f"<span data-r-as-of><em>{said}</em> is {found.as_of}, the day this page was built.</span>"
    note = f"{called}Handover {found.handover}.{hours}{paging} {as_of}"
    name = f"On call: {found.role.text}{f', {found.name}' if found.name else ''}"
    head = f'<p class="r-rotation-head">{anchor(found.role, "r-role")}{small(note)}</p>'
    data = f'<script type="application/json" data-r-turns data-r-day="{found.as_of}">{found.data}</script>'
    return f'<section class="r-rotation">{head} {table("oncall", heads, rows, name)} {data}</section>'


def _turn(heads: tuple[str, ...], turn: Any) -> str:
    word = "now" if turn.now else "today" if turn.today else ""
    badge = f'<span class="r-now" data-r-badge{"" if word else " hidden"}>{word}</span>'
    times = f' data-r-from="{turn.at}" data-r-to="{turn.end}"' if turn.at else ""
    return row(
        heads,
        [
            f"<span{times}>{turn.starts}</span> {badge}",
            turn.ends,
            f"<strong>{turn.primary}</strong>{small(turn.reason)}",
            turn.backup or "none",
        ],
        kind="r-stand-in" if turn.reason else "r-current" if turn.now else "",
    )
