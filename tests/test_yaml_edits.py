"""Edits of YAML text: the bytes that come out, in blocks and between braces, and what is refused."""

from __future__ import annotations

import pytest

from ratified.source.yaml_edits import EditError, YamlEdits

BLOCK = """\
# Top
rows:
  - id: one  # first
    day: 2026-01-01
    more:
      - {a: 1, b: 2 }
      - {a: 3}
  - id: two
end: x"""
FLOW = 'rows: [{id: "one", day: 2026-01-01}, {id: two}]  # all\n'


def edited(text: str, *orders: tuple[object, ...]) -> str:
    edits = YamlEdits("f.yml", text.encode())
    for name, *words in orders:
        getattr(edits, str(name))(*words)
    return edits.data().decode()


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("order", "old", "new"),
    [
        (("set", ("rows", 0, "id"), "uno"), "id: one  #", "id: uno  #"),
        (("add_key", ("rows", 0), "id", "k", "v"), "# first\n", "# first\n    k: v\n"),
        (("set_key", ("rows", 0), "id", "day", "2027-01-01"), "2026-01-01", "2027-01-01"),
        (("set_key", ("rows", 0, "more", 0), "b", "c", "4"), "b: 2 }", "b: 2, c: 4 }"),
        (("add_row", ("rows",), 0, ["id: x", "day: y"]), "{a: 3}\n", "{a: 3}\n  - id: x\n    day: y\n"),
        (("add_row", ("rows",), 1, ["id: x"]), "id: two\n", "id: two\n  - id: x\n"),
        (
            ("set_rows", ("rows", 0, "more"), ["{z: 1}", "{y: 2}"]),
            "{a: 1, b: 2 }\n      - {a: 3}",
            "{z: 1}\n      - {y: 2}",
        ),
        (("drop_rows", ("rows", 0, "more"), [0]), "      - {a: 1, b: 2 }\n", ""),
        (("drop_rows", ("rows", 0, "more"), [0, 1]), "    more:\n      - {a: 1, b: 2 }\n      - {a: 3}\n", ""),
        (("add_rows_key", ("rows", 1), "id", "more", ["{a: 1}"]), "id: two\n", "id: two\n    more: [{a: 1}]\n"),
    ],
)
def test_a_block_gets_one_edit_and_every_other_byte_stays(
    order: tuple[object, ...], old: str, new: str, end: str
) -> None:
    assert BLOCK.count(old) == 1
    expected = BLOCK.replace(old, new).replace("\n", end)
    assert edited(BLOCK.replace("\n", end), order) == expected


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        (("add_key", ("rows", 0), "id", "k", "v"), 'rows: [{id: "one", k: v, day: 2026-01-01}, {id: two}]  # all\n'),
        (("add_row", ("rows",), 1, ["{id: x}"]), 'rows: [{id: "one", day: 2026-01-01}, {id: two}, {id: x}]  # all\n'),
        (("drop_rows", ("rows",), [0]), "rows: [{id: two}]  # all\n"),
        (("set_rows", ("rows",), ["{id: x}"]), "rows: [{id: x}]  # all\n"),
    ],
)
def test_so_it_is_between_brackets(order: tuple[object, ...], expected: str) -> None:
    assert edited(FLOW, order) == expected


def test_a_value_is_read_as_it_is_written() -> None:
    edits = YamlEdits("f.yml", b'hand:\n  day: monday  # always\n  time: "10:00"\nflow: {a: 1}\n')
    assert edits.written(("hand",)) == '{day: monday, time: "10:00"}'
    assert edits.written(("flow",)) == "{a: 1}"
    assert (edits.between_brackets(("flow",)), edits.between_brackets(("hand",))) == (True, False)


@pytest.mark.parametrize(
    ("text", "orders", "sentence"),
    [
        ("a: 1\r\nb: 2\n", [], "f.yml: some lines end in CRLF and some in LF; save it with LF line ends"),
        ("a: &x 1\n", [], "f.yml cannot be read; `ratified check` says what is wrong there"),
        ("a: 1\n<<<<<<< b\n", [], "f.yml:2:1: a merge that nobody finished; keep one side"),
        ("a: 1\n", [("set", ("b",), "2")], "f.yml has no b; write it by hand"),
        (
            FLOW,
            [("add_row", ("rows",), 1, ["id: x", "day: y"])],
            "f.yml:1: this is a list between brackets; write",
        ),
        (
            "a: {rows: [{x: 1}]}\n",
            [("drop_rows", ("a", "rows"), [0])],
            "f.yml:1: this is written between braces; take",
        ),
    ],
)
def test_what_cannot_be_edited_is_refused(text: str, orders: list[tuple[object, ...]], sentence: str) -> None:
    with pytest.raises(EditError) as caught:
        edited(text, *orders)
    assert str(caught.value).startswith(sentence)
