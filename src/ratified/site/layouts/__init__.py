"""The HTML of each macro: layout only, facts, links and escaping come ready.

A layout gets a view and returns one line of HTML. Every text in a view is escaped already, for HTML and for Markdown,
so it may be put anywhere. What a call on a line of its own gives, from `<table>` to `</table>` or so, is shown as it
is: Markdown does not look into it. Nothing here opens a file or escapes anything. A function of the same name in a
company's `macros/` takes the place of ours (`company_macros.py`). A macro is registered in `policy/macro_data.py`; its
layout is the function of its name here.
"""

from __future__ import annotations

from . import (
    acknowledging,
    amending,
    amendments,
    approvals,
    assessor,
    clocks,
    coverage,
    escalation,
    exercises,
    home,
    in_command,
    incidents,
    inline,
    ladder,
    people,
    periods,
    pictures,
    records,
    runbooks,
    severity,
    starting,
    tables,
)

MODULES = (
    acknowledging,
    amending,
    amendments,
    approvals,
    assessor,
    in_command,
    clocks,
    coverage,
    escalation,
    exercises,
    home,
    incidents,
    inline,
    ladder,
    people,
    periods,
    pictures,
    records,
    runbooks,
    severity,
    starting,
    tables,
)
"""Where the layout of each macro is the function of its name."""
