"""The strict YAML reader: libyaml's events in, plain values with spots out, every fault located.

Refused: duplicate keys, anchors, aliases, merge keys, tags, directives, several
documents, keys that are no text, scalars whose type YAML guesses, hidden characters, deeper than 32 levels,
over 50,000 values. Nothing is constructed from what is refused. The C parser is required and not replaced by
the slower one in Python, so that a file means the same on every machine.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import yaml

from ratified.model.place import Place, Spot
from ratified.source.characters import hidden, named, unsafe
from ratified.source.fault import ReadingFault
from ratified.source.lines import LineIndex
from ratified.source.yaml_nodes import YamlLimitError, YamlNodes, directives_without_end
from ratified.source.yaml_syntax_errors import DIRECTIVE, complaint


@dataclass(slots=True)
class YamlFile:
    """What reading one YAML text gave: its value (None where it has none), its spot, and its faults."""

    value: object = None
    spot: Spot = field(default_factory=lambda: Spot(Place("-")))
    faults: list[ReadingFault] = field(default_factory=list)


def read_yaml(path: str, text: str, first_line: int = 1) -> YamlFile:
    """Read one YAML document strictly, from a text as `decode` gives it.

    `first_line` is where the text starts in its file (front matter).
    """
    lines = LineIndex(path, text, first_line)
    nodes = YamlNodes(text, lines)
    result = YamlFile(spot=Spot(lines.at(0)), faults=nodes.faults)
    try:
        _look_for_hidden(nodes, text, lines)
        _look_for_directives(nodes, text, lines)
        nodes.next = yaml.CSafeLoader(text).get_event
        result.value, result.spot = _document(nodes, result.spot)
    except YamlLimitError:
        result.value = None
    except yaml.MarkedYAMLError as error:
        found = complaint(error, text)
        here = lines.near(found)
        nodes.faults.append(ReadingFault("unreadable", here, found.message, found.help))
    except (yaml.YAMLError, UnicodeEncodeError):
        at = unsafe(text)
        here = lines.at(at[0] if at else 0)
        nodes.faults.append(ReadingFault("unreadable", here, "holds a character that YAML forbids", "remove it"))
    return result


def _look_for_hidden(nodes: YamlNodes, text: str, lines: LineIndex) -> None:
    """Hidden characters anywhere in the text: even in a comment they can turn the line that is read."""
    for offset in hidden(text):
        what = f"hides the character {named(text[offset])}"
        nodes.fault("unreadable", lines.at(offset), what, "delete it, and type the word again", fatal=False)


def _look_for_directives(nodes: YamlNodes, text: str, lines: LineIndex) -> None:
    start = directives_without_end(text)
    if start is not None:
        nodes.fault("unreadable", lines.at(start), *DIRECTIVE)
        raise YamlLimitError


def _document(nodes: YamlNodes, nothing: Spot) -> tuple[object, Spot]:
    """The value of the only document; a document that holds one empty scalar is as empty as none."""
    value: object = None
    spot = nothing
    documents = 0
    while (event := nodes.next()) is not None:
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            here = nodes.place(event.start_mark)
            if documents > 1:
                nodes.fault("unreadable", here, "a second YAML document", "keep one document a file")
            if event.version or event.tags:
                nodes.fault("unreadable", here, *DIRECTIVE)
        elif isinstance(event, yaml.NodeEvent) and not _empty(event):
            found = nodes.node(event, 1)
            if documents == 1:
                value, spot = found
    if value is None:
        nodes.fault("unreadable", spot.place, "holds no data", "write 'key: value' lines")
    return value, spot


def _empty(event: yaml.NodeEvent) -> bool:
    return isinstance(event, yaml.ScalarEvent) and not event.style and not (event.value or event.anchor or event.tag)
