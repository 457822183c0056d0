"""What a page may write in double braces: a macro call with literal arguments, and nothing else.

Whatever a page shows of the data can then be seen without running it, and no text gets round escaping.
"""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from jinja2 import Environment, TemplateSyntaxError, nodes

from ratified.model.place import Place
from ratified.model.prose import Call


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a page cannot be built: where, what is wrong, and what to do."""

    place: Place
    message: str

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"


@dataclass(frozen=True, slots=True)
class Scan:
    """The macro calls of a text in order, and its faults. Lines count from the text's first."""

    calls: tuple[Call, ...] = ()
    faults: tuple[Fault, ...] = ()


def scan(jinja: Environment, path: str, text: str, known: Collection[str]) -> Scan:
    """Read a page's Markdown without running it; `known` are the names of the site's macros."""
    if "{{" not in text and "{%" not in text and "{#" not in text:
        return Scan()
    lines = text.split("\n")
    try:
        tree = jinja.parse(text)
    except TemplateSyntaxError as error:
        line = min(error.lineno, len(lines))
        place = Place(path, line, _braces(lines[line - 1]))
        return Scan(faults=(Fault(place, f"{error.message}; mend the braces, quotes and brackets"),))
    seen: Counter[tuple[int, str]] = Counter()
    calls, faults = [], []
    for node in _expressions(tree):
        found = _read(node, known)
        name = _name(node)
        place = Place(path, node.lineno, _column(lines[node.lineno - 1], name, seen[node.lineno, name]))
        seen[node.lineno, name] += 1
        if isinstance(found, str):
            faults.append(Fault(place, found))
        else:
            calls.append(Call(name, found, place))
    return Scan(tuple(calls), tuple(faults))


def _expressions(tree: nodes.Template) -> Iterator[nodes.Node]:
    for node in tree.body:
        if isinstance(node, nodes.Output):
            yield from (part for part in node.nodes if not isinstance(part, nodes.TemplateData))
        else:
            yield node


def _name(node: nodes.Node) -> str:
    found = node.node if isinstance(node, nodes.Call) else node
    return found.name if isinstance(found, nodes.Name) else ""


def _read(node: nodes.Node, known: Collection[str]) -> tuple[str | int | bool | None, ...] | str:
    """The literal arguments of a macro call, or what is wrong with it."""
    name = _name(node)
    if not isinstance(node, nodes.Call):
        shown = f"{name!r} is" if name else "this is"
        return f"{shown} no macro call; between braces write a macro with its arguments, such as role(...)"
    if name not in known:
        close = difflib.get_close_matches(name, sorted(known), 2)
        hint = f"did you mean {' or '.join(map(repr, close))}?" if close else f"known: {', '.join(sorted(known))}"
        return f"there is no macro {name or 'of that form'!r}; {hint}"
    plain = all(isinstance(arg, nodes.Const) for arg in node.args)
    if not plain or node.kwargs or node.dyn_args or node.dyn_kwargs:
        return f"an argument of {name}() is not written out; write ids in quotes, in order, without names"
    return tuple(arg.value for arg in node.args if isinstance(arg, nodes.Const))


def _column(line: str, name: str, earlier: int) -> int:
    if not name:
        return _braces(line)
    starts = [found.start() for found in re.finditer(rf"\b{re.escape(name)}\b", line)]
    return starts[min(earlier, len(starts) - 1)] + 1 if starts else _braces(line)


def _braces(line: str) -> int:
    return max(line.find("{{"), line.find("{%"), 0) + 1
