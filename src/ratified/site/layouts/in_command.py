"""Who is in charge now, and who must be called at the level that was picked.

Names are those of the day the page was built. The script of the package puts those of this moment in their place; it
finds them by their `data-r-` attributes, so those stay; everything else is yours.
"""

from __future__ import annotations

from typing import Any

from .inline import anchor, call, calls, labelled, live
from .ladder import later, silence
from .people import named
from .tables import row, small, table, ways


def held_by(found: Any) -> str:
    """A role, and who has it."""
    return f'{anchor(found.role, "r-role")}<span class="r-held-by"> ({holder(found)})</span>'


def holder(found: Any) -> str:
    """Who has a role, for the script to keep true."""
    return holds(found.id, found.name)


def holds(id_: Any, name: Any) -> str:
    """A name that the script keeps true, of the role with an id."""
    return f'<strong class="r-holds" data-r-holds="{id_}">{name}</strong>'


def in_charge(view: Any) -> str:
    """Who must be called at the level, shown once one is picked; then who is in charge, with all that reaches them: so
    no role leads to its row on People, which would say no more and put another stop in a keyboard's way.
    """
    heads = ("Role", "Now", "Then", "Reach them by")
    rows = [_command_role(heads, found) for found in view.rows]
    day = f'<p class="r-note" data-r-as-of>As of {view.as_of}, the day this page was built.</p>'
    listed = table("charge", heads, rows, "Who is in charge")
    silent = silence(view.silence) if view.silence else ""
    return f"{emergency(view.emergency)} {' '.join(map(_calls, view.levels))} {listed} {silent} {day}{live(view)}"


def emergency(link: Any) -> str:
    """The company's own line; on a phone the style sheet keeps it at the lower edge."""
    return f'<p class="r-emergency">{call(link)}</p>' if link else ""


def rings(held: Any) -> str:
    """What rings whoever has a role, for the script to keep true."""
    return f'<span class="r-rings" data-r-rings="{held.id}">{calls(held.calls)}</span>'


def _command_role(heads: tuple[str, ...], found: Any) -> str:
    id_ = found.held.id
    here = f'<span data-r-held-here="{id_}"></span>'
    until = small(f'<span data-r-held-until="{id_}">until {found.until}</span> {here}' if found.until else "")
    return row(
        heads,
        [
            f'<span class="r-title" data-r-charge="{id_}" data-r-title="{found.held.role.text}">{found.held.role.text}'
            f"</span>{small(found.duty)}",
            f"{holder(found.held)} {rings(found.held)}{until}",
            f'<span data-r-deputies="{id_}">{" ".join(map(named, found.deputies)) or "none"}</span>',
            ways(found.ways),
        ],
    )


def _calls(level: Any) -> str:
    if not level.calls:
        return ""
    calls = " ".join(f"<li data-r-call>{_call(found)}</li>" for found in level.calls)
    return (
        f'<div class="r-calls" data-r-calls="{level.id}" hidden data-search-exclude>'
        f"<p>To call at {labelled(level.mark)}</p> <ol>{calls}</ol></div>"
    )


def _call(found: Any) -> str:
    """One to call; `Nobody answers` has everybody who is next, by name. The table has the role's page."""
    return (
        f'<span class="r-title">{found.to.role.text}</span> {holder(found.to)} {rings(found.to)} within '
        f"<strong>{found.within}</strong>, by the {found.by.role.text} {ways(found.ways)} "
        f"<details data-r-next><summary>Nobody answers</summary> {later(found.ladder)}</details>"
    )
