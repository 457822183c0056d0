"""Texts that look like hostile ones and are not: each must be read without a fault, to exactly this value."""

from __future__ import annotations

from typing import NamedTuple

from hostile.case import each


class Twin(NamedTuple):
    """A YAML text and what it says; a sequence is a tuple."""

    name: str
    text: str
    value: object


def value(written: str, read: object) -> Twin:
    """One value behind a key."""
    return Twin(f"value {written[:24]}", f"a: {written}\n", {"a": read})


def _deep(levels: int) -> tuple[object, ...]:
    return (_deep(levels - 1),) if levels > 1 else ()


QUOTED = tuple(
    value(f'"{word}"', word)
    for word in each(
        "yes no on off true FALSE null ~ = << 4:30 12:30:00 09:00 010 0x1f 0o7 1_000 1e3 1.10 .5 .inf +1 -0 2026-01-05 "
        "*all &all !tag %x @all `x` [a] {a} #a - ? : | >"
    )
)

YAML = (
    *QUOTED,
    value("'yes'", "yes"),
    value("'it''s'", "it's"),
    value('""', ""),
    value("''", ""),
    value("true", True),
    value("false", False),
    value("0", 0),
    value("-7", -7),
    value("999999999999999999", 999999999999999999),
    value("2026-02-28", "2026-02-28"),
    value("2026-01-05T10:00:00Z", "2026-01-05T10:00:00Z"),
    value("15m", "15m"),
    value("P1M", "P1M"),
    value("1.2.3", "1.2.3"),
    value("192.168.0.1", "192.168.0.1"),
    value("4:30 pm", "4:30 pm"),
    value("12:60", "12:60"),
    value("555-0100", "555-0100"),
    value("+49 30 5550100", "+49 30 5550100"),
    value("0x", "0x"),
    value("1e", "1e"),
    value("e3", "e3"),
    value("_1", "_1"),
    value("y", "y"),
    value("n", "n"),
    value("yes please", "yes please"),
    value("Norway", "Norway"),
    value("None", "None"),
    value("nan", "nan"),
    value("a - b", "a - b"),
    value("a:b", "a:b"),
    value("a#b", "a#b"),
    value("https://example.com/a?b=c#d", "https://example.com/a?b=c#d"),
    value("C:\\dir", "C:\\dir"),
    value("50 %", "50 %"),
    value('"50\n% b"', "50 % b"),
    value("R&D *now*!", "R&D *now*!"),
    value("<script>alert(1)</script>", "<script>alert(1)</script>"),
    value("$(id) ${HOME} `id`", "$(id) ${HOME} `id`"),
    value("a|b", "a|b"),
    value('"{{ role }}"', "{{ role }}"),
    value('"a\\nb\\tc"', "a\nb\tc"),
    value('"\\u00e9"', "é"),
    value("José Núñez", "José Núñez"),
    value("李小龍", "李小龍"),
    value("محمد", "محمد"),
    value("e\u0301", "e\u0301"),
    value("😀 🇮🇪", "😀 🇮🇪"),
    value("no-break\u00a0space", "no-break\u00a0space"),
    value("a # not part of it", "a"),
    value("[]", ()),
    value("[a, 'b', 3, true]", ("a", "b", 3, True)),
    value("[\n  a,\n  b,\n]", ("a", "b")),
    value("|\n  yes\n  no\n", "yes\nno\n"),
    value(">-\n  one\n  two\n", "one two"),
    value("|2-\n    a\n", "  a"),
    value("one\n  two", "one two"),
    value("--", "--"),
    Twin("an explicit start", "---\na: b\n", {"a": "b"}),
    Twin("an explicit end", "a: b\n...\n", {"a": "b"}),
    Twin("comments everywhere", "# c\na: b # d\n# e\nc: d\n# f", {"a": "b", "c": "d"}),
    Twin("no last line break", "a: b", {"a": "b"}),
    Twin("a dash at the key's own indentation", "a:\n- b\n- c\n", {"a": ("b", "c")}),
    Twin("a tab before a comment", "a: b\t# c\n", {"a": "b"}),
    Twin("a key in quotes", "\"yes\": 1\n'on': 2\n", {"yes": 1, "on": 2}),
    Twin("keys that differ by a capital", "a: 1\nA: 2\n", {"a": 1, "A": 2}),
    Twin("the same key in two mappings", "- a: 1\n- a: 2\n", ({"a": 1}, {"a": 2})),
    Twin("a merge key in quotes", '"<<": x\n', {"<<": "x"}),
    Twin("a key by a question mark", "? a\n: b\n", {"a": "b"}),
    Twin("JSON", '{"a": [1, {"b": "c"}], "d": true}\n', {"a": (1, {"b": "c"}), "d": True}),
    Twin("32 deep", "a: " + "[" * 31 + "]" * 31 + "\n", {"a": _deep(31)}),
)

PAGES = {
    "only a title": ("title: A\n", "", []),
    "CRLF": ("title: A\r\n", "One.\r\n\r\nTwo.\r\n", ["One.", "Two."]),
    "dots for an end, a rule in the text": ("title: A\n", "One.\n\n---\n\nTwo.\n", ["One.", "Two."]),
    "a long title over two lines": ("title: >-\n  A long\n  title\n", "One.\n", ["One."]),
    "braces of one": ("title: A\n", "A {set} of {one}.\n", ["A {set} of {one}."]),
    "closing braces": ("title: A\n", "A }} b %} c #}.\n", ["A }} b %} c #}."]),
    "raw braces": ("title: A\n", "{% raw %}{{ x }}{% endraw %}\n", ["{{ x }}"]),
    "no macros at all": ("title: A\nrender_macros: false\n", "A {{ x }} {% y %}.\n", ["A {{ x }} {% y %}."]),
    "html is text": ("title: A\n", "<b>Must</b> <!-- not hidden -->\n", ["<b>Must</b> <!-- not hidden -->"]),
    "a block of html is text": ("title: A\n", "<div>\nMust.\n</div>\n", ["<div>\nMust.\n</div>"]),
    "a closed fence": ("title: A\n", "```yaml\na: b\n```\n\nOne.\n", ["One."]),
    "a fence in an admonition": ("title: A\n", '!!! note "N"\n\n    ```\n    a\n    ```\n', ['!!! note "N"']),
    "a fence in a quote": ("title: A\n", "> ~~~\n> a\n> ~~~\n\nOne.\n", ["One."]),
    "an empty fence": ("title: A\n", "```\n```\n\nOne.\n", ["One."]),
    "nested lists": ("title: A\n", "- a\n    - b\n        - c\n", ["a", "b", "c"]),
    "joiners of emoji and scripts": ("title: A\n", "👩\u200d💻 می\u200cخواهم\n", ["👩\u200d💻 می\u200cخواهم"]),
    "a heading underlined": ("title: A\n", "One\n=======\n", ["One"]),
    "brackets": ("title: A\n", "[[[ a ]]] ![b](c.png)\n", ["[[[ a ]]] b"]),
    "an escaped pipe": ("title: A\n", "|a|\n|-|\n|b\\|c|\n", ["a", "b|c"]),
}
"""Pages that hold no fault: their front matter, their text, and the words of their blocks."""
