"""Files that would take a reader's time or memory: each must be read within a second and 256 MiB."""

from __future__ import annotations

from hostile.case import HEAD, body, limits, page, people, person

_MIB = 1024 * 1024
_TOO_MANY = tuple(f"{line}:1 unreadable" for line in range(2, 1002))


def _flow(count: int, value: str) -> str:
    return "people: [" + f"{value}," * count + "]\n"


def _along(first: int, step: int, kind: str) -> tuple[str, ...]:
    """A thousand faults on line 1, a step apart, and the one that stands for the rest where the next would be."""
    return tuple(f"1:{first + step * n} {kind}" for n in range(1000))


CASES = (
    people("a byte over 1 MiB", lambda: "people: []\n#" + "x" * (_MIB - 11), "1:1 unreadable"),
    people("10 MiB of zeros", lambda: "0" * (10 * _MIB), "1:1 unreadable"),
    people("33 lists deep", "people: " + "[" * 32 + "]" * 32 + "\n", "1:40 unreadable"),
    people("33 mappings deep", "people: " + "{a: " * 32 + "b" + "}" * 32 + "\n", "1:133 unreadable"),
    people("100,000 open lists", lambda: "[" * 100_000, "1:33 unreadable"),
    people("100,000 open lists, a line each", lambda: "[\n" * 100_000, "33:1 unreadable"),
    people("100,000 open mappings", lambda: "{" * 100_000, "1:33 unreadable"),
    people("100,000 dashes", lambda: "- " * 100_000, "1:65 unreadable"),
    people("100,000 question marks", lambda: "? " * 100_000, "1:65 unreadable"),
    people("60,000 values", lambda: "people:\n" + "- x\n" * 60_000, "50000:3 unreadable"),
    people("20,000 times the same key", lambda: "people: []\n" * 20_000, *_TOO_MANY, "1002:1 unreadable"),
    people("49,000 guesses", lambda: _flow(49_000, "no"), *_along(10, 3, "guessed"), "1:3010 unreadable"),
    people("49,000 anchors", lambda: _flow(49_000, "&a b"), *_along(10, 5, "unreadable"), "1:5010 unreadable"),
    people("49,000 tags", lambda: _flow(49_000, "!a b"), *_along(10, 5, "unreadable"), "1:5010 unreadable"),
    people(
        "300,000 hidden characters",
        lambda: "people: " + "\u200b" * 300_000 + "\n",
        *_along(9, 1, "unreadable"),
        "1:1009 unreadable",
    ),
    people("400,000 documents", lambda: "--- a\n" * 170_000, *_TOO_MANY, "1002:1 unreadable"),
    people(
        "49,900 empty people",
        lambda: _flow(49_900, "{}"),
        *(f"1:{10 + 3 * n} shape" for n in range(128) for _ in range(5)),
        "1:391 unreadable",
    ),
    people(
        "24,000 keys nobody knows",
        lambda: "people: []\n" + "".join(f"k{n}: v\n" for n in range(24_000)),
        *(f"{n}:1 key" for n in range(2, 1002)),
        "1001:1 unreadable",
    ),
    people("a key of 10,000 letters", "people: []\n" + "x" * 10_000 + ": y\n", "2:1 unreadable"),
    people(
        "a key of a million letters, by a question mark",
        lambda: "people: []\n? " + "x" * 1_000_000 + "\n: y\n",
        "2:3 key",
    ),
    people("a quote never closed, a megabyte long", lambda: "people: '" + "x" * 1_000_000, "1:9 unreadable"),
    people("a line of a million colons", lambda: "a: " * 300_000, "1:5 unreadable"),
    people("an anchor of a million letters", lambda: "people: &" + "x" * 1_000_000 + " []\n", "1:9 unreadable"),
    people("a tag of a million letters", lambda: "people: !" + "x" * 1_000_000 + " []\n", "1:9 unreadable"),
    people(
        "a megabyte of directives",
        lambda: "".join(f"%TAG !a{n}! b\n" for n in range(60_000)) + "---\npeople: []\n",
        "1:1 unreadable",
    ),
    people(
        "a megabyte of directives, after a document",
        lambda: "people: []\n...\n" + "".join(f"%TAG !a{n}! b\n" for n in range(60_000)) + "---\n",
        "3:1 unreadable",
    ),
    limits("a million digits", "- {id: a, count: 1, text: " + "9" * 1_000_000 + "}\n", "2:27 guessed"),
    limits("a time without end", "- {id: a, count: 1, text: " + "1:1" * 300_000 + "}\n", "2:27 guessed"),
    limits("a number with a million breaks", "- {id: a, count: 1, text: " + "1_" * 500_000 + "x}\n", "2:27 shape"),
    limits("a million points", "- {id: a, count: 1, text: " + "1." * 500_000 + "x}\n", "2:27 shape"),
    person("a name of a million letters", "3:9 shape", name="x" * 1_000_000),
    person("a million spaces before the name ends", "3:9 shape", name="'" + " " * 1_000_000 + "'"),
    body("100,000 open brackets", lambda: "[" * 100_000 + "\n", "1:1 unreadable"),
    body("50,000 open pictures", lambda: "![" * 50_000 + "\n", "1:1 unreadable"),
    body("a page of 128 KiB and more", lambda: "word " * 27_000 + "\n", "1:1 unreadable"),
    body("a line of 1 MB", lambda: "x" * 1_000_000 + "\n", "1:1 unreadable"),
    body("5,001 lines", lambda: "a\n" * 5_001, "5001:1 unreadable"),
    body(
        "a table of 1,000 columns",
        lambda: "|a" * 1_000 + "|\n" + "|-" * 1_000 + "|\n" + "x\n" * 1_000,
        "4:1 unreadable",
    ),
    body("a table of 4,000 rows", lambda: "|a|b|c|\n|-|-|-|\n" + "|1|2|3|\n" * 4_000, "4:1 unreadable"),
    body("10,000 quotes deep", lambda: ">" * 10_000 + " a\n", "4:1 shape"),
    body("200 lists deep", lambda: "\n".join("  " * n + "- a" for n in range(200)) + "\n", "13:1 shape"),
    body(
        "20,000 expressions",
        lambda: "{{x}}" * 20_000 + "\n",
        *(f"4:{1 + 5 * n} shape" for n in range(1000)),
        "4:5001 unreadable",
    ),
    body("60,000 open round brackets", lambda: "{{ " + "(" * 60_000 + "\n", "4:1 unreadable"),
    body("30,000 times not", lambda: "{{ " + "not " * 30_000 + "x }}\n", "4:1 unreadable"),
    body("60,000 sums", lambda: "{{ " + "1+" * 60_000 + "1 }}\n", "4:1 unreadable"),
    body("40,000 open braces", lambda: "{" * 40_000 + "\n", "4:1 unreadable"),
    body("100,000 digits", lambda: "{{ f(" + "1" * 100_000 + ") }}\n", "4:1 shape"),
    body("30,000 comments that never end", lambda: "{# " * 30_000 + "\n", "4:1 unreadable"),
    body("10,000 times raw", lambda: "{% raw %}" * 10_000 + "\n", "4:1 unreadable"),
    body("1,000 fences that never close", lambda: "> ```\n\n" * 1_000, *(f"{4 + 2 * n}:1 shape" for n in range(1000))),
    page("front matter of 120 KiB that never ends", lambda: "---\n" + "a: b\n" * 4_000, "1:1 shape"),
    page(
        "4,000 keys in front matter",
        lambda: "---\ntitle: A\n" + "title: B\n" * 4_000 + "---\n",
        *(f"{n}:1 unreadable" for n in range(3, 1004)),
    ),
)

SLOW = {
    "emphasis": "*a_ " * 32_000,
    "underscores": "_" * 130_000,
    "stars": "**a*b " * 21_000,
    "backticks of every length": " ".join("`" * n for n in range(1, 500)),
    "open angles": "<a href='" * 14_000,
    "autolinks": "<http://a>" * 13_000,
    "entities": "&#x41;" * 21_000,
    "links": "[a](b) " * 4_900,
    "links a line": "[a](b)\n" * 4_900,
    "references": "".join(f"[a{n}]: b\n" for n in range(4_900)),
    "pictures in pictures": "![" * 500 + "x" + "](y)" * 500,
    "lists": "- a\n" * 4_900,
    "paragraphs": "a\n\n" * 2_450,
    "headings": "# a\n" * 4_900,
    "underlined lines": "a\n" * 4_900 + "=",
    "spaces": " " * 130_000,
    "html comments that never end": "<!-- " * 26_000,
    "calls": '{{ a("b") }}' * 10_000,
    "clauses": '{{clause("a")}}\n\n' * 2_400,
    "a table": "|a|b|c|\n|-|-|-|\n" + "|1|2|3|\n" * 2_400,
}
"""Texts of pages that hold no fault and must still be read within a second."""

assert all(len(HEAD + text) <= 128 * 1024 for text in SLOW.values())
