"""The reference of all data files as a page, made of their schemas: each key, its form, and what it means."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ratified.output.value_forms import form
from ratified.policy.key_descriptions import file_descriptions
from ratified.policy.schemas import FILES, schema

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_HEAD = """\
# Data files

Every key of every file that a company writes, made of the models and their descriptions by `make schemas`. The JSON
Schemas in [schemas](../schemas) say the same to an editor: the first line of each file names its schema, and editors
with a YAML language server show what a key means while one types. A key that is not listed here is an error
(`ratified explain SIT-06`), and so is a value that YAML would have to guess (`ratified explain SIT-08`).

| Form | How it is written |
|---|---|
| an id | lower-case letters, digits and hyphens: `security-lead`, `eu-gdpr-33` |
| a code | an id that keeps its capitals and dots: `POL-IR`, `CC7.4`, `IR-4.2` |
| a day | `2026-01-31`, without quotes |
| a moment | day, time and offset from UTC: `2026-11-20T14:20+01:00`, `2026-11-20T13:20Z` |
| a duration | `15m`, `4h`, `30d`, `3bd` for business days, or ISO 8601: `P1M`, `PT72H` |
| a time of day | in quotes, 24 hours: `"09:00"` |
| text | any words, in quotes where they hold `: ` or begin with a sign |
| a group | keys below it, described under the heading that is linked |

An id of a person is one of `data/people.yml`, of a role one of `data/roles.yml`, of a level or a criterion one of
`data/severities.yml`, of a limit one of `data/limits.yml`. What is not needed may be left out, and is never written
empty; a default is what counts where the key is left out. Codes such as ROL-05 are of rules: `ratified explain ROL-05`.
"""
_SHIPPED = """\
# Catalogues

These ship with the package, and no company writes them. What a company adds to them is of the same form: clocks in
`data/notifications.yml`, requirements in `data/requirements.yml`.
"""


@dataclass(frozen=True, slots=True)
class KeyGroup:
    """A mapping of a file: the name of its class, the heading it stands under, what it is, and its schema."""

    name: str
    heading: str
    about: str
    node: Mapping[str, Any]

    @property
    def anchor(self) -> str:
        """Where its heading is on GitHub: lower case, blanks to hyphens, other signs left out."""
        return re.sub(r"[^\w\- ]", "", self.heading.lower()).replace(" ", "-")


def data_page() -> str:
    """The page, in Markdown. Raises ValueError for a form of a value that nobody has put into words."""
    told: dict[str, KeyGroup] = {}
    own = [_file(name, told) for name, file in FILES.items() if not file.shipped]
    shipped = [_file(name, told) for name, file in FILES.items() if file.shipped]
    return "\n".join((_HEAD, *_contents(), *own, _SHIPPED, *shipped)).rstrip("\n") + "\n"


def _contents() -> Iterator[str]:
    yield "| File | What it is |"
    yield "|---|---|"
    for file in FILES.values():
        group = KeyGroup("", f"`{file.path}`", "", {})
        yield f"| [{group.heading}](#{group.anchor}) | {file_descriptions().get(file.model.__name__, '')} |"
    yield ""


def _file(name: str, told: dict[str, KeyGroup]) -> str:
    """One file, then each group of it that no file before has; `told` are those, and learns the others."""
    file, made = FILES[name], schema(name)
    label = name.removesuffix("-front-matter")
    groups = [KeyGroup(file.model.__name__, f"`{file.path}`", made["description"], made)]
    groups += _below(made, made.get("$defs", {}), label, told)
    links = {group: (one.heading, one.anchor) for group, one in told.items()}
    parts = [f"## {groups[0].heading}", "", groups[0].about, "", *_table(groups[0].node, links), ""]
    for group in groups[1:]:
        parts += [f"### {group.heading}", "", group.about, "", *_table(group.node, links), ""]
    return "\n".join(parts)


def _below(
    node: Mapping[str, Any], known: Mapping[str, Any], path: str, told: dict[str, KeyGroup]
) -> Iterator[KeyGroup]:
    """The groups that the keys of one lead to, each once, in the order in which a file names them."""
    for key, value in node["properties"].items():
        name = _group_of(value)
        if name is None or name in told:
            continue
        joint = ": " if ":" not in path else " / "
        about = " ".join(known[name].get("description", "").partition("\n\n")[0].split())
        found = KeyGroup(name, f"{path}{joint}{key}", about, known[name])
        told[name] = found
        yield found
        yield from _below(found.node, known, found.heading, told)


def _group_of(value: Mapping[str, Any]) -> str | None:
    for inner in (value, value.get("items", {}), *value.get("patternProperties", {}).values()):
        if "$ref" in inner:
            return str(inner["$ref"]).rpartition("/")[2]
    return None


def _table(node: Mapping[str, Any], links: Mapping[str, tuple[str, str]]) -> Iterable[str]:
    needed = set(node.get("required", ()))
    yield "| Key | Needed | Form | What it means |"
    yield "|---|---|---|---|"
    for key, value in node["properties"].items():
        name = _group_of(value)
        cells = (f"`{key}`", _need(key in needed, value), form(value, links[name] if name else None))
        yield f"| {' | '.join(cells)} | {value.get('description', '')} |".replace("\n", " ")


def _need(needed: bool, value: Mapping[str, Any]) -> str:
    given = value.get("default")
    if needed:
        return "yes"
    if given is None or isinstance(given, (list, dict)):
        return "no"
    return f"default `{str(given).lower() if isinstance(given, bool) else given}`"
