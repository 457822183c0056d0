"""A page with what its macros give in place of their calls, without making a template of it.

Compiling a template for every page takes a twelfth of the build, to learn what is known already: between braces stand
macro calls with their arguments written out, and nothing else (decisions/0005).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ratified.source.calls import usual_calls


def renders_as_usual(macros: Any) -> bool:
    """Whether the macros plugin takes every page that does not forbid it, and `{{ }}` for a call."""
    environment = macros.env
    marks = (environment.variable_start_string, environment.variable_end_string)
    return marks == ("{{", "}}") and bool(macros.config["render_by_default"])


def written_out(markdown: str, give: Callable[[int, str, tuple[str, ...]], object]) -> str | None:
    """The page as Jinja would render it; `give` gets the line of a call, the macro's name and the arguments.

    None where a call has any other form, or a text stands between raw marks: then Jinja must render the page.
    """
    markdown = markdown.removesuffix("\n")
    calls = usual_calls(markdown) if "\r" not in markdown else None
    if calls is None:
        return None
    parts: list[str] = []
    end, line = 0, 1
    for call in calls:
        before = markdown[end : call.start]
        line += before.count("\n")
        parts += (before, str(give(line, call.name, call.args)))
        end = call.end
    return "".join((*parts, markdown[end:]))
