"""Reading, piece by piece: where things stand, what is said of them, and what is left when something is wrong."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from ratified.model.duration import Duration
from ratified.model.exercise import Exercise
from ratified.model.governance import Limits
from ratified.model.incident import Incident
from ratified.model.notifications import ClockCatalogue
from ratified.model.page import PageFront, RunbookFront
from ratified.model.people import People
from ratified.model.quoting import quoted
from ratified.model.requirements import RequirementCatalogue
from ratified.policy import read_book
from ratified.policy.data_files import DATA
from ratified.source.decode import decode
from ratified.source.fault import MOST_FAULTS, ReadingFault
from ratified.source.lines import LineIndex
from ratified.source.model_errors import FORMS
from ratified.source.page import read_page
from ratified.source.tree import LIMIT, WorkTree
from ratified.source.typed import typed
from ratified.source.yaml_reader import read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ratified.model.data_entry import DataEntry
    from ratified.model.place import Place


class Mark(NamedTuple):
    line: int
    column: int


def at(place: Place) -> tuple[int, int]:
    return place.line, place.column


class TestPlaces:
    def test_an_offset_is_a_line_and_a_column(self) -> None:
        lines = LineIndex("a", "one\n\nthree", first_line=7)
        assert [at(lines.at(n)) for n in (0, 3, 4, 5, 10)] == [(7, 1), (7, 4), (8, 1), (9, 1), (9, 6)]

    def test_a_place_past_the_end_is_the_end(self) -> None:
        assert at(LineIndex("a", "one\ntwo").near(Mark(2, 0))) == (2, 4)

    def test_a_value_is_found_by_its_keys_and_its_number(self) -> None:
        spot = read_yaml("a", "x:\n  - {y: 1}\n  - z: [a, b]\n").spot
        assert at(spot.of("x", 1, "z", 1)) == (3, 12)
        assert at(spot.inside["x"].inside[1].key("z")) == (3, 5)

    def test_what_is_not_there_stands_where_the_nearest_thing_does(self) -> None:
        spot = read_yaml("a", "x:\n  - {y: 1}\n").spot
        assert at(spot.of("x", 0, "nothing", 3)) == (2, 5)
        assert at(spot.key("nothing")) == (1, 1)

    def test_front_matter_counts_the_lines_of_its_page(self) -> None:
        _, faults = read_page("docs/a.md", "---\ntitle: A\nicon: no\n---\n", runbook=False)
        assert [(at(f.place), f.kind) for f in faults] == [((3, 7), "guessed")]


class TestBytes:
    def test_crlf_counts_as_one_line_end(self) -> None:
        assert decode("a", b"a\r\nb\r\n") == "a\nb\n"

    def test_a_column_counts_letters_and_not_bytes(self) -> None:
        fault = decode("a", "ok\r\n é😀".encode() + b"\xff")
        assert isinstance(fault, ReadingFault)
        assert at(fault.place) == (2, 4)

    @pytest.mark.parametrize("mark", [b"<<<<<<< ours", b">>>>>>> theirs", b"||||||| base", b">>>>>>>>> theirs"])
    def test_an_unfinished_merge_is_named_as_one_by_any_of_its_marks(self, mark: bytes) -> None:
        """But for the one in the middle, which is how a title is underlined as well."""
        assert (
            decode("a", b"Title\n=======\n\n> > > quoted\n>>>>>> so\n") == "Title\n=======\n\n> > > quoted\n>>>>>> so\n"
        )
        fault = decode("a", b"a: b\n" + mark + b"\nc: d\n=======\n")
        assert isinstance(fault, ReadingFault)
        assert (at(fault.place), fault.message) == ((2, 1), "a merge that nobody finished")


class TestShapes:
    def test_every_key_that_is_missing_is_told_at_once(self) -> None:
        file = read_yaml("a", "people:\n- id: dana\n")
        assert typed(People, file) is None
        assert [f.message for f in file.faults] == [
            f"'{key}' is missing" for key in ("name", "kind", "started", "emails")
        ]

    @pytest.mark.parametrize(
        ("entry", "told"),
        [
            ("{id: a, text: b, how_many: 1, kind: x}", ["unknown key 'how_many'", "unknown key 'kind'"]),
            ("{id: a, words: b}", ["unknown key 'words', and 'text' is missing"]),
            ("{id: a, txt: b}", ["unknown key 'txt', and 'text' is missing"]),
            ("{id: a, cuont: 1}", ["'text' is missing", "unknown key 'cuont'"]),
            ("{words: b}", ["'id' is missing", "'text' is missing", "unknown key 'words'"]),
            ("{id: a, words: b, says: c}", ["'text' is missing", "unknown key 'words'", "unknown key 'says'"]),
        ],
    )
    def test_a_key_under_another_name_is_told_once(self, entry: str, told: list[str]) -> None:
        file = read_yaml("a", f"limits:\n- {entry}\n")
        typed(Limits, file)
        assert [fault.message for fault in file.faults] == told

    def test_a_key_under_another_name_is_told_where_it_stands_and_what_to_write(self) -> None:
        file = read_yaml("a", "limits:\n- {id: a, words: b}\n- {id: b, text: c, count: 1}\n")
        assert typed(Limits, file) is None
        assert [(at(f.place), f.fatal, f.help) for f in file.faults] == [
            ((2, 11), True, "write 'text' in place of 'words'; if that is something else, take it out and add 'text:'")
        ]

    def test_an_unknown_key_leaves_everything_else_to_be_judged(self) -> None:
        file = read_yaml("a", "limits:\n- {id: a, text: b, count: 1, colour: red}\ncolour: red\n")
        limits = typed(Limits, file)
        assert limits is not None
        assert limits.limits[0].count == 1
        assert [(at(f.place), f.kind, f.fatal) for f in file.faults] == [
            ((2, 30), "key", False),
            ((3, 1), "key", False),
        ]

    def test_an_ambiguous_text_can_still_be_judged(self) -> None:
        file = read_yaml("a", "limits:\n- {id: a, text: no, count: 1}\n")
        limits = typed(Limits, file)
        assert limits is not None
        assert limits.limits[0].text == "no"
        assert [(f.kind, f.help, f.fatal) for f in file.faults] == [("guessed", 'write "no"', False)]

    @pytest.mark.parametrize(
        ("field", "help_"),
        [("count: 0x2", "write a whole number without quotes"), ("within: 4:30", "write a number with m, h, d or bd")],
    )
    def test_an_ambiguous_value_is_told_what_its_field_wants(self, field: str, help_: str) -> None:
        file = read_yaml("a", f"limits:\n- {{id: a, text: b, {field}}}\n")
        assert typed(Limits, file) is None
        (fault,) = file.faults
        assert (fault.kind, fault.fatal) == ("guessed", True)
        assert fault.help.startswith(help_)

    def test_values_that_are_all_wrong_do_not_make_a_list_empty(self) -> None:
        file = read_yaml("a", "title: A\ncovers: []\nhide: [all]\n")
        assert typed(PageFront, file) is None
        assert [f.message for f in file.faults] == ["hide, entry 1: 'all' is not one of its values"]

    def test_past_the_limit_one_fault_stands_for_the_rest(self) -> None:
        file = read_yaml("a", "title: A\n" + "".join(f"k{n}: v\n" for n in range(MOST_FAULTS + 500)))
        assert typed(PageFront, file) is None
        assert len(file.faults) == MOST_FAULTS + 1
        assert file.faults[-1].message == "more than 1,000 faults"

    def test_every_form_a_model_asks_for_is_explained_in_words(self) -> None:
        models: list[type[DataEntry]] = [
            *(f.model for f in DATA.values()),
            Incident,
            Exercise,
            PageFront,
            RunbookFront,
            ClockCatalogue,
            RequirementCatalogue,
        ]
        patterns = {found for model in models for found in _patterns(model.model_json_schema())}
        lengths = {p for p in patterns if p.startswith("^([1-9][0-9]{0,5}(m|h|d|bd)")}
        said_by_themselves = {p for p in patterns if p.startswith((r"^\+[1-9](?:", "^https://")) or p == "[^0-9]"}
        assert len(said_by_themselves) == 3  # numbers and links of channels (tests/test_channels.py), ids of accounts
        assert patterns - set(FORMS) == lengths | said_by_themselves

    @pytest.mark.parametrize(
        ("value", "said"),
        [
            ("a", "'a'"),
            ("x" * 61, "'" + "x" * 57 + "...'"),
            ("\u202e", "'\\u202e'"),
            (True, "true"),
            (3, "3"),
            ((), "a list"),
        ],
    )
    def test_a_value_is_shown_short_and_on_one_line(self, value: object, said: str) -> None:
        assert quoted(value) == said


def _patterns(schema: Any) -> Iterator[str]:
    below = schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ()
    if isinstance(schema, dict) and isinstance(schema.get("pattern"), str):
        yield schema["pattern"]
    for part in below:
        yield from _patterns(part)


class TestDurations:
    @pytest.mark.parametrize(
        ("written", "said"),
        [
            ("15m", "15 minutes"),
            ("60m", "1 hour"),
            ("90m", "90 minutes"),
            ("72h", "72 hours"),
            ("1d", "1 day"),
            ("365d", "365 days"),
            ("3bd", "3 business days"),
            ("P1M", "1 month"),
            ("P12M", "12 months"),
            ("P1Y", "12 months"),
            ("P7Y", "7 years"),
            ("P2W", "14 days"),
            ("PT72H", "72 hours"),
            ("P1DT12H", "1 day and 12 hours"),
            ("P100Y", "100 years"),
        ],
    )
    def test_a_duration_is_said_in_the_units_it_was_written_in(self, written: str, said: str) -> None:
        assert str(Duration.parse(written)) == said

    def test_the_units_stay_apart(self) -> None:
        assert Duration.parse("P1Y2M1W3DT4H5M") == Duration(minutes=245, days=10, months=14)
        assert Duration.parse("24h") != Duration.parse("1d")


class TestTrees:
    def test_what_the_site_would_show_is_read_and_hidden_files_are_not(self, tmp_path: Path) -> None:
        for path in ("docs/.git/a.md", "docs/.a.md", "docs/__pycache__/a.md", "docs/__b/a.md", "docs/_c.md"):
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / path).write_text("x")
        assert WorkTree(tmp_path).paths("docs") == ["docs/__b/a.md", "docs/_c.md"]

    def test_a_file_of_exactly_the_limit_is_read(self, tmp_path: Path) -> None:
        (tmp_path / "a").write_bytes(b"x" * LIMIT)
        assert WorkTree(tmp_path).read("a") == b"x" * LIMIT
        (tmp_path / "a").write_bytes(b"x" * (LIMIT + 1))
        assert isinstance(WorkTree(tmp_path).read("a"), ReadingFault)

    def test_a_repository_reached_through_a_link_is_read_as_any_other(self, tmp_path: Path) -> None:
        (tmp_path / "real/docs").mkdir(parents=True)
        (tmp_path / "real/docs/a.md").write_text("x")
        (tmp_path / "link").symlink_to("real")
        tree = WorkTree(tmp_path / "link")
        assert (tree.read("docs/a.md"), tree.faults("docs")) == (b"x", [])

    def test_the_root_may_be_relative(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        (tmp_path / "docs").mkdir()
        (tmp_path / "docs/a.md").symlink_to("/etc/passwd")
        monkeypatch.chdir(tmp_path)
        (fault,) = WorkTree(Path()).faults("docs")
        assert fault.message == "cannot be read: a symbolic link out of the repository"

    def test_what_may_not_be_opened_is_a_fault_and_not_a_gap(self, shut: Path) -> None:
        faults = [fault for fault in read_book(WorkTree(shut)).faults if fault.message != "missing"]
        assert [(str(f.place), f.message) for f in faults] == [
            ("docs/a.md:1:1", "cannot be read: permission denied"),
            ("docs/more:1:1", "cannot be read: permission denied"),
        ]


@pytest.fixture
def shut() -> Iterator[Path]:
    """A repository with a page and a folder that we may not open; where we are root, we stop being it."""
    root = Path(tempfile.mkdtemp())
    (root / "docs/more").mkdir(parents=True)
    (root / "docs/a.md").write_text("x")
    root.chmod(0o755)
    (root / "docs/a.md").chmod(0)
    (root / "docs/more").chmod(0)
    me = os.geteuid()
    if me == 0:
        os.seteuid(65534)
    yield root
    os.seteuid(me)
    (root / "docs/more").chmod(0o755)
    shutil.rmtree(root)
