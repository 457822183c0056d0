"""The first look at a YAML text says what the second would, or nothing."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratified.model.place import SPOT, Place, Spot
from ratified.source.scalars import _GUESSED, _INT, is_word
from ratified.source.yaml_first import first_look
from ratified.source.yaml_nodes import DEEPEST, MOST_NODES
from ratified.source.yaml_reader import read_yaml, second_look
from test_source_laws import REAL_DATA, YAML_SIGNS, joined, law, spoiled

ROOT = Path(__file__).parent.parent
RECORDS = sorted((ROOT / "src/ratified/starter/records").glob("*.yml"))
DATA = sorted((ROOT / "data").glob("*.yml"))


def told(spot: Spot) -> object:
    """A spot in full: spots compare as equal wherever they are."""
    return spot.place, dict(spot.keys), {step: told(one) for step, one in spot.inside.items()}


def spots(value: object) -> list[object]:
    """The spots of every mapping of a value, in order."""
    if isinstance(value, dict):
        return [told(value[SPOT]), *(found for key, one in value.items() if key != SPOT for found in spots(one))]
    return [found for one in value for found in spots(one)] if isinstance(value, tuple) else []


def assert_alike(text: str, first_line: int = 1) -> bool:
    """Both looks give the same value with the same places, and no fault; True where the first was sure."""
    known = first_look("a.yml", text, first_line)
    if known is None:
        return False
    second = second_look("a.yml", text, first_line)
    assert second.faults == []
    value, spot = known
    assert value == second.value
    assert type(value) is type(second.value)
    assert told(spot) == told(second.spot)
    assert spots(value) == spots(second.value)
    return True


class TestTheFirstLook:
    @pytest.mark.parametrize("path", [*RECORDS, *DATA], ids=lambda path: path.name)
    def test_it_is_sure_of_every_file_of_ours(self, path: Path) -> None:
        assert assert_alike(path.read_text(encoding="utf-8"), 7)

    @law
    @given(text=joined(YAML_SIGNS))
    def test_it_never_says_otherwise(self, text: str) -> None:
        assert_alike(text)

    @law
    @given(data=st.data())
    def test_it_never_says_otherwise_of_a_spoiled_file(self, data: st.DataObject) -> None:
        _, whole = data.draw(st.sampled_from(REAL_DATA))
        assert_alike(data.draw(spoiled(whole, YAML_SIGNS)).decode("utf-8", "replace").replace("\r\n", "\n"))

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "a: 1\na: 2\n",
            "a: &x 1\nb: *x\n",
            "a: !t 1\n",
            "? [a]\n: 1\n",
            "<<: {a: 1}\n",
            "a: no\n",
            "a: 4:30\n",
            "1: a\n",
            "a:\n",
            "a: ~\n",
            f"{SPOT}: 1\n",
            'a: "\\u202e"\n',
            "a: b\u200bc\n",
            "# b\u202ec\na: 1\n",
            "%YAML 1.2\n---\na: 1\n",
            "a: 1\n---\nb: 2\n",
            "a: [1\n",
            "a: 'x\n",
            "[" * DEEPEST + "{}" + "]" * DEEPEST,
            "- 1\n" * (MOST_NODES + 1),
        ],
        ids=lambda text: repr(text[:20]),
    )
    def test_what_may_be_refused_gets_a_second_look(self, text: str) -> None:
        assert first_look("a.yml", text, 1) is None
        assert second_look("a.yml", text, 1).faults

    def test_the_reader_takes_its_word(self) -> None:
        file = read_yaml("a.yml", "a: {b: [c, 1, true]}\n")
        assert (file.value, file.faults) == ({"a": {"b": ("c", 1, True), SPOT: file.spot}, SPOT: file.spot}, [])
        assert file.spot.of("a", "b", 2) == Place("a.yml", 1, 15)


def test_what_begins_with_a_digit_and_counts_as_a_word_is_one_for_every_shape() -> None:
    texts = ("".join(signs) for length in range(1, 6) for signs in product("019-+e.:_xoaT", repeat=length))
    found = [text for text in texts if text[0].isdigit() and is_word(text)]
    wrong = [text for text in found if any(shape.fullmatch(text) for shape, _ in _GUESSED) or _INT.fullmatch(text)]
    assert "10-0T" in found
    assert not wrong
    assert is_word("2026-04-14T14:49-04:00")
    assert not is_word("1e-05")
