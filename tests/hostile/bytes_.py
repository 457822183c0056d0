"""Bytes and characters that no text file may hold, and those that hide in ids and names."""

from __future__ import annotations

from hostile.case import Case, body, limits, page, people

_ROWS = b"people: []\n"


def _person(name: str, field: str, *wants: str) -> Case:
    """The first value of a person, on line 2 from column 5; what else a person needs is missing."""
    return people(name, f"people:\n  - {field}\n    kind: bot\n    started: 2024-01-01\n    emails: [a@b.c]\n", *wants)


CASES = (
    people("byte order mark", b"\xef\xbb\xbf" + _ROWS, "1:1 unreadable"),
    people("utf-16 with its mark", "people: []\n".encode("utf-16"), "1:1 unreadable"),
    people("utf-16 little end first", "people: []\n".encode("utf-16-le"), "1:2 unreadable"),
    people("utf-16 big end first", "people: []\n".encode("utf-16-be"), "1:1 unreadable"),
    people("utf-32", "people: []\n".encode("utf-32"), "1:1 unreadable"),
    people("latin-1", b"people: []\n# caf\xe9\n", "2:6 unreadable"),
    people("windows quotes", b"people: []\n# \x93hello\x94\n", "2:3 unreadable"),
    people("overlong slash", b"people: [\xc0\xaf]\n", "1:10 unreadable"),
    people("overlong nul", b"a\xc0\x80: b\n", "1:2 unreadable"),
    people("surrogate half", b"# one\n# two \xed\xa0\x80\n", "2:7 unreadable"),
    people("surrogate pair as two (CESU-8)", b"\xed\xa0\xbd\xed\xb8\x80: a\n", "1:1 unreadable"),
    people("past the last code point", b"# \xf4\x90\x80\x80\n", "1:3 unreadable"),
    people("five-byte form", b"# \xf8\x88\x80\x80\x80\n", "1:3 unreadable"),
    people("cut in the middle of a character", "people: []\n# é".encode()[:-1], "2:3 unreadable"),
    people("a lone continuation byte after wide letters", "# éé".encode() + b"\x80\n", "1:5 unreadable"),
    people("gzip", b"\x1f\x8b\x08\x00\x00\x00\x00\x00", "1:2 unreadable"),
    people("nul", b"people: []\n# a\x00b\n", "2:4 unreadable"),
    people("only nuls", b"\x00" * 16, "1:1 unreadable"),
    people("escape sequence of a terminal", b"people: []\n# \x1b[31mred\n", "2:3 unreadable"),
    people("bell in a value", b"people: a\x07\n", "1:10 unreadable"),
    people("vertical tab", b"people:\x0b []\n", "1:8 unreadable"),
    people("form feed", b"\x0cpeople: []\n", "1:1 unreadable"),
    people("delete", b"people: [\x7f]\n", "1:10 unreadable"),
    people("C1 control", "people: [\x9b31m]\n", "1:10 unreadable"),
    people("next line U+0085", "people: []\x85x: y\n", "1:11 unreadable"),
    people("line separator", "people: []\u2028x: y\n", "1:11 unreadable"),
    people("paragraph separator in quotes", 'people: "a\u2029b"\n', "1:11 unreadable"),
    people("noncharacter", "people: \ufffe\n", "1:9 unreadable"),
    people("line ends of old Macs", b"people:\r- a\r", "1:8 unreadable"),
    people("one stray carriage return", b"people: []\r\n# a\rb\r\n", "2:4 unreadable"),
    page("nul in a page", b"---\ntitle: A\n---\n\nsome\x00text\n", "5:5 unreadable"),
    page("latin-1 page", b"---\ntitle: A\n---\ncaf\xe9\n", "4:4 unreadable"),
    page("page with a byte order mark", b"\xef\xbb\xbf---\ntitle: A\n---\n", "1:1 unreadable"),
    page("page with old line ends", b"---\rtitle: A\r---\r", "1:4 unreadable"),
    page("mark inside front matter", "---\n\ufefftitle: A\n---\n", "2:1 unreadable", "2:1 key", "2:1 shape"),
    page("line separator in prose", "---\ntitle: A\n---\none\u2028two\n", "4:4 unreadable"),
    _person("bidi in a name", "{id: a, name: x\u202ey}", "2:1 unreadable"),
)
