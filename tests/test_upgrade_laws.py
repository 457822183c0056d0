"""Laws of an upgrade: no line of the company's or the starter's is lost, and a key that is missed is refused."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from journeys.afternoon import ANSWERS
from nightly import by_day
from older_companies import OlderCompany, answers
from ratified.analysis.missing_keys import BLANK, with_blanks
from ratified.analysis.starter_upgrade import CompanyFiles, upgraded
from ratified.check.judge import judge_tree
from ratified.cli.main import main
from ratified.demo.starter import starter_files
from ratified.git.blob_id import blob_id
from ratified.git.merge_file import FileMerge, merge_file
from ratified.git.runner import Git
from ratified.init.plan import planned
from ratified.init.planned_tree import PlannedTree
from ratified.init.record_text import RECORD, record_text
from ratified.model.landing import Blob
from ratified.model.starter_record import EngineUpgrade, StarterFile, StarterRecord
from ratified.policy.data_files import DATA
from ratified.source.typed import typed
from ratified.source.yaml_reader import read_yaml
from test_init import COMPANIES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

NAMES = ("ours", "base", "theirs")
WORDS = ["one", "two", "three", "", "=======", "<<<<<<< x", ">>>>>>> y", "||||||| z", "# A title", "- a row"]


@pytest.fixture(scope="module")
def git(tmp_path_factory: pytest.TempPathFactory) -> Git:
    folder = tmp_path_factory.mktemp("merges")
    made = Git(folder / ".git", folder)
    made.run("init", "--quiet")
    return made


@st.composite
def texts(draw: st.DrawFn) -> tuple[bytes, bytes, bytes]:
    """A text, and two others that came of it by edits of lines; of all three the ends of lines, and the last one's."""
    line = st.sampled_from(WORDS) | st.text("abc", max_size=2)
    base = draw(st.lists(line, max_size=12))
    made = []
    for _ in range(2):
        lines = list(base)
        for _ in range(draw(st.integers(0, 4))):
            at = draw(st.integers(0, len(lines)))
            lines[at : at + draw(st.integers(0, 2))] = draw(st.lists(line, max_size=3))
        made.append(lines)
    ends = [draw(st.sampled_from(["\n", "\n", "\r\n"])) for _ in range(3)]
    last = [draw(st.booleans()) for _ in range(3)]
    ours, before, theirs = (
        (end.join(lines) + (end if whole and lines else "")).encode()
        for lines, end, whole in zip((made[0], base, made[1]), ends, last, strict=True)
    )
    return ours, before, theirs


def lines_of(text: bytes) -> Counter[bytes]:
    return Counter(text.replace(b"\r\n", b"\n").split(b"\n"))


@given(texts())
@settings(max_examples=by_day(150, by_night=4000), deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_line_that_either_side_wrote_is_lost_in_a_merge(git: Git, three: tuple[bytes, bytes, bytes]) -> None:
    ours, base, theirs = three
    found = merge_file(git, ours, base, theirs, NAMES)
    assert found is not None
    held = lines_of(found.data)
    for side in (ours, theirs):
        written = lines_of(side) - lines_of(base)
        del written[b""]
        assert not (written.keys() - held.keys()), (three, found.data)
    for line, count in (lines_of(ours) - lines_of(base)).items():
        assert line == b"" or held[line] >= count, (three, found.data)
    if not found.conflicts:
        assert not (held.keys() - lines_of(ours).keys() - lines_of(theirs).keys()), (three, found.data)
    else:
        marks = [row for row in found.data.split(b"\n") if row.endswith((b"> theirs", b"> theirs\r"))]
        assert len(marks) == len(found.conflicts)


@given(texts())
@settings(max_examples=by_day(30, by_night=500), deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_side_that_changed_nothing_leaves_the_other_as_it_is(git: Git, three: tuple[bytes, bytes, bytes]) -> None:
    ours, base, _ = three
    assert merge_file(git, ours, base, base, NAMES) == FileMerge(ours, ())
    if (b"\r" in ours) == (b"\r" in base):
        assert merge_file(git, base, base, ours, NAMES) == FileMerge(ours, ())


def test_bytes_that_are_no_text_are_not_merged(git: Git) -> None:
    for three in ((b"\0", b"a\n", b"b\n"), (b"a\n", b"\0", b"b\n"), (b"a\n", b"b\n", b"c\0\n")):
        assert merge_file(git, *three, NAMES) is None


def test_more_conflicts_than_an_exit_status_can_say_are_all_found(git: Git) -> None:
    rows = b"".join(b"%d WORD\n%s" % (n, b"the same\n" * 5) for n in range(300))
    ours, base, theirs = (rows.replace(b"WORD", word) for word in (b"ours", b"", b"theirs"))
    found = merge_file(git, ours, base, theirs, NAMES)
    assert found is not None
    assert len(found.conflicts) == 300
    assert not (lines_of(ours).keys() | lines_of(theirs).keys()) - lines_of(found.data).keys()


CONTENT = st.sampled_from([None, b"one\n", b"two\n", b"one\ntwo\n", b"\0", b"three\nfour\n"])


@given(st.dictionaries(st.sampled_from(["a", "b", "b/c", "d"]), st.tuples(CONTENT, CONTENT, CONTENT, st.booleans())))
@settings(max_examples=by_day(100, by_night=2000), deadline=None)
def test_no_file_of_the_companys_is_lost_whatever_was_written_and_what_is_new(
    git: Git, world: dict[str, tuple[bytes | None, bytes | None, bytes | None, bool]]
) -> None:
    """Each path: what was written, what is there, what is new, and whether the base's bytes are at hand."""
    ids = {blob_id(data, "sha1"): data for row in world.values() for data in row[:3] if data is not None}
    written = {path: blob_id(row[0], "sha1") for path, row in world.items() if row[0] is not None}
    there = {path: row[1] for path, row in world.items() if row[1] is not None}
    lost = {written[path] for path, row in world.items() if path in written and not row[3]}
    lost -= {blob_id(data, "sha1") for data in there.values()}
    files = CompanyFiles(
        {path: Blob("100644", blob_id(data, "sha1")) for path, data in there.items()},
        written,
        lambda id_: None if id_ in lost else ids[id_],
        lambda data: blob_id(data, "sha1"),
    )
    new = {path: row[2] for path, row in world.items() if row[2] is not None}
    rows = upgraded(files, new, lambda _, ours, base, theirs: merge_file(git, ours, base, theirs, NAMES))
    assert len({row.path for row in rows}) == len(rows)
    for row in rows:
        ours, base = there.get(row.path), world[row.path][0]
        assert row.outcome != "removed"
        if row.data is None or ours is None:
            assert row.outcome in {"absent", "blocked", "beside", "orphan", "added"}
            assert row.outcome != "added" or (base is None and row.data == new[row.path])
            continue
        assert (
            row.outcome == "replaced" or not (lines_of(ours) - lines_of(base or b"")).keys() - lines_of(row.data).keys()
        )
        assert row.outcome != "replaced" or ours == base


def edits(draw: st.DrawFn, data: bytes) -> bytes:
    """A text with lines of the company's put in at random, and some taken out."""
    lines = data.split(b"\n")
    for number in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(lines)))
        lines[at : at + draw(st.integers(0, 2))] = [b"ours %d" % number]
    return b"\n".join(lines)


@given(st.data())
@settings(max_examples=by_day(2, by_night=40), deadline=None, suppress_health_check=list(HealthCheck))
def test_an_upgrade_over_edited_files_loses_no_line(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch, data: st.DataObject
) -> None:
    """The whole command, over a real repository: any pages edited, while the starter's pages changed too."""
    monkeypatch.setenv("GIT_AUTHOR_NAME", "Ada Lindgren")
    monkeypatch.setenv("GIT_AUTHOR_EMAIL", "ada@harbour.example")
    new = starter_files()
    pages = sorted(path for path in new if path.startswith("docs/policy/"))
    changed = data.draw(st.lists(st.sampled_from(pages), min_size=1, max_size=4, unique=True))
    cuts = {path: data.draw(st.integers(8, new[path].count(b"\n"))) for path in changed}
    old = {}
    for path in changed:
        lines = new[path].split(b"\n")
        old[path] = b"\n".join([*lines[: cuts[path]], b"", b"An older sentence.", b"", *lines[cuts[path] :]])
    root = tmp_path_factory.mktemp("edited")
    company = OlderCompany.begun(root, old)
    touched = data.draw(st.lists(st.sampled_from(pages), min_size=1, max_size=4, unique=True))
    ours = {path: edits(data.draw, company.written[path]) for path in touched}  # type: ignore[arg-type]
    for path, text in ours.items():
        company.edit(path, text, land=False)
    company.land("policy: Ours")
    assert main(["upgrade", "--repo", str(root), "--as-of", "2026-11-30"]) == 0
    rendered = planned(answers(), date(2026, 11, 2)).files
    listed = company.git("diff", "--name-only", "main", "upgrade-0.1.0").split()
    for path in {*listed} - {RECORD}:
        assert path in changed
    for path in pages:
        held = lines_of(company.branch(path))
        if path in ours:
            assert not (lines_of(ours[path]) - lines_of(company.written[path])).keys() - held.keys()
        assert not (lines_of(rendered[path]) - lines_of(company.written[path])).keys() - held.keys()


def required(name: str) -> list[str]:
    model = DATA[name].model
    return [field.alias or key for key, field in model.model_fields.items() if field.is_required()]


BEGUN = planned(answers(), date(2026, 11, 2)).files
ROWS = [
    (name, key)
    for name in DATA
    if f"data/{name}.yml" in BEGUN and len(yaml.safe_load(BEGUN[f"data/{name}.yml"])) > 1
    for key in required(name)
]
"""The required keys of each file that has others: what has none is no data file any more, and told as that."""


@pytest.mark.parametrize(("name", "key"), ROWS)
def test_a_required_key_that_is_missing_becomes_a_row_that_the_check_refuses(name: str, key: str) -> None:
    path = f"data/{name}.yml"
    files = dict(planned(answers(), date(2026, 11, 2)).files)
    node = yaml.compose(files[path].decode(), yaml.CSafeLoader)
    assert isinstance(node, yaml.MappingNode)
    ((start, end),) = [(k.start_mark.index, v.end_mark.index) for k, v in node.value if k.value == key]
    text = files[path].decode()
    files[path] = (text[:start] + text[end:]).encode()
    made, places = with_blanks(PlannedTree(files))
    assert list(made) == [path]
    assert f"{key}: {BLANK}" in made[path].decode()
    (line,) = [one for one in places if one.endswith(f": {key}")]
    found = judge_tree(PlannedTree({**files, **made}), date(2026, 11, 30)).findings
    refused = {f"{f.place.path}:{f.place.line}: {key}" for f in found if f.level == "error"}
    assert line in refused, (places, [str(f.place) + f.message for f in found])


def test_rows_are_added_between_braces_in_rows_and_with_the_files_own_line_ends() -> None:
    oncall = "# ours\r\nrotations:\r\n  - role: scribe # it\r\n    zone: Europe/Berlin\r\n    shift: 7d\r\n"
    limits = "limits:\n  - {text: Ours}\n  - {}\n"
    made, places = with_blanks(
        PlannedTree({**BEGUN, "data/oncall.yml": oncall.encode(), "data/limits.yml": limits.encode()})
    )
    assert made["data/limits.yml"].decode() == (
        "limits:\n  - {id: FILL IN, text: Ours}\n  - {id: FILL IN, text: FILL IN}\n"
    )
    assert made["data/oncall.yml"].decode() == (
        "# ours\r\nrotations:\r\n"
        "  - handover: FILL IN\r\n    id: FILL IN\r\n    pattern: FILL IN\r\n    starts: FILL IN\r\n"
        "    role: scribe # it\r\n    zone: Europe/Berlin\r\n    shift: 7d\r\n"
    )
    assert places == (
        *("data/limits.yml:2: id", "data/limits.yml:3: id", "data/limits.yml:3: text"),
        *(
            "data/oncall.yml:3: handover",
            "data/oncall.yml:4: id",
            "data/oncall.yml:5: pattern",
            "data/oncall.yml:6: starts",
        ),
    )


def test_a_file_that_lacks_nothing_or_cannot_be_read_stays() -> None:
    files = dict(planned(answers(), date(2026, 11, 2)).files)
    assert with_blanks(PlannedTree(files)) == ({}, ())
    files["data/limits.yml"] = b"<<<<<<< x\nlimits: []\n"
    assert with_blanks(PlannedTree(files)) == ({}, ())


@pytest.mark.parametrize("text", COMPANIES.values(), ids=COMPANIES.keys())
def test_a_record_reads_back_as_it_was_and_writes_the_same_files(text: str) -> None:
    said = answers(text)
    made = StarterRecord(
        engine="0.1.0",
        begun=date(2026, 11, 30),
        answers=said,
        upgrades=(EngineUpgrade(before="0.0.9", after="0.1.0", day=date(2026, 12, 1)),),
        files=(StarterFile(path="docs/a b.md", blob="1" * 40), StarterFile(path="x: [y", blob="0e1" + "2" * 61)),
    )
    file = read_yaml(RECORD, record_text(made).decode())
    found = typed(StarterRecord, file)
    assert file.faults == []
    assert found is not None
    assert record_text(found) == record_text(made)
    assert planned(found.answers, date(2026, 11, 30)) == planned(said, date(2026, 11, 30))


def sorted_paths(rows: Sequence[StarterFile]) -> list[str]:
    return sorted(row.path for row in rows)


def test_init_writes_a_record_of_all_that_it_writes(tmp_path: Path) -> None:
    (tmp_path / "answers.yml").write_text(ANSWERS, "utf-8")
    assert (
        main(["init", str(tmp_path / "new"), "--answers", str(tmp_path / "answers.yml"), "--as-of", "2026-11-30"]) == 0
    )
    found = typed(StarterRecord, read_yaml(RECORD, (tmp_path / "new" / RECORD).read_text("utf-8")))
    assert found is not None
    files = {p.relative_to(tmp_path / "new").as_posix(): p for p in (tmp_path / "new").rglob("*") if p.is_file()}
    there = {path for path in files if not path.startswith(".git/")} - {RECORD}
    assert sorted_paths(found.files) == sorted(there)
    assert {one.path: one.blob for one in found.files} == {p: blob_id(files[p].read_bytes(), "sha1") for p in there}
