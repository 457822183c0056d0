"""Lists of acknowledgements as files: one set of rows gives one text, which reads back as these rows."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from ratified.analysis.acknowledgement_csv import rows_of
from ratified.analysis.acknowledgement_files import ListedRow, list_text
from ratified.approval.past_data import PastAcknowledged, PastPerson, read_past
from ratified.model.acknowledgement import AcknowledgementList
from ratified.source.typed import typed
from ratified.source.yaml_reader import read_yaml

NAMES = ["aiko", "ben", "kim-sato"]
PEOPLE = [PastPerson(id=one, kind="human", started=date(2020, 1, 6), emails=(f"{one}@example.com",)) for one in NAMES]
LAST = date(2026, 11, 22)
ROWS = st.lists(
    st.builds(
        ListedRow,
        st.sampled_from(NAMES),
        st.sampled_from(["a" * 64, "0" * 64, f"{1:064}"]),
        st.dates(date(2020, 1, 6), LAST),
    ),
    min_size=1,
    max_size=6,
)
WORDS = st.text(st.characters(categories=["L", "N", "P", "Zs"]), min_size=1, max_size=20).filter(str.strip)


@given(ROWS, st.randoms(), WORDS)
def test_a_list_is_the_same_in_any_order_and_reads_back(rows: list[ListedRow], chance: object, words: str) -> None:
    shuffled = rows * 2
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    made = list_text("POL-IR", rows, words)
    assert list_text("POL-IR", shuffled, words) == made
    yaml = read_yaml("a.yml", made.decode())
    found = typed(AcknowledgementList, yaml)
    assert yaml.faults == []
    assert found is not None
    assert found.statement == words
    assert [ListedRow(one.person, one.fingerprint, one.date) for one in found.acknowledged] == sorted(set(rows))
    past = read_past(PastAcknowledged, "a.yml", made)
    assert past is not None
    assert [(one.person, one.date) for one in past.acknowledged] == [(one.person, one.day) for one in sorted(set(rows))]


@given(ROWS, st.sampled_from(["person", "email"]), st.sampled_from([",", ";"]))
def test_an_export_gives_its_rows_whatever_names_them(rows: list[ListedRow], by: str, separator: str) -> None:
    ending = "@EXAMPLE.com" if by == "email" else ""
    heads = [["Fingerprint", "x", by.upper(), "date"]]
    lines = heads + [[one.fingerprint, "", one.person + ending, str(one.day)] for one in rows]
    data = "\r\n".join(separator.join(cells) for cells in lines).encode()
    assert list(rows_of("a.csv", data, PEOPLE, None, LAST)) == rows
