"""Whom to ask when somebody is silent, in order.

Names are those of the day the page was built. The script of the package makes the rows of a list with `data-r-ladder`
anew for this moment, in this form; so change both or neither.
"""

from __future__ import annotations

from typing import Any

from .inline import call, labelled, live
from .tables import note


def escalation_ladders(view: Any) -> str:
    """Every ladder of the most severe level, that of a silent commander first."""
    if not view.ladders:
        return note("data/escalation.yml has no row, so nobody is asked next.")
    at = f"Who is called at {labelled(view.mark)}, and who is next if nobody answers." if view.mark else ""
    day = f"<span data-r-as-of>As of {view.as_of}, the day this page was built.</span>"
    every = " ".join(map(silence, view.ladders))
    return f'<div class="r-silences"><p class="r-note">{at} {day}</p> {every} {live(view)}</div>'


def silence(found: Any) -> str:
    """One ladder under what it is for."""
    role = found.role.text
    after = f" for {found.after}" if found.after else ""
    head = f"{role} silent{after}: ask, in this order" if found.silent else f"{role}, in this order"
    return f'<div class="r-silence"><p>{head}</p> {ladder(found)}</div>'


def ladder(found: Any) -> str:
    """Everybody who is asked."""
    silent = " data-r-silent" if found.silent else ""
    rungs = " ".join(_rung(one, "first" if number == 0 else "") for number, one in enumerate(found.rungs))
    return f'<ol class="r-ladder" data-r-ladder="{found.asked}"{silent}>{rungs or "<li>nobody</li>"}</ol>'


def later(found: Any) -> str:
    """Those who are asked when whoever has the role does not answer."""
    rungs = " ".join(_rung(one) for one in found.rungs[found.called :])
    return f'<ol class="r-ladder" data-r-ladder="{found.asked}" data-r-later>{rungs or "<li>nobody</li>"}</ol>'


def _rung(found: Any, when: str = "") -> str:
    when = when or (f"after {found.after}" if found.after else "then")
    deputy = ", deputy" if found.deputy else ""
    return (
        f'<li><span class="r-when-asked">{when}</span> <strong>{found.name}</strong> '
        f'<span class="r-for">{found.role.text}{deputy}</span> {call(found.call)}</li>'
    )
