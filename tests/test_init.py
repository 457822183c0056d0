"""`ratified init`: a company's own repository from its answers, whatever was there, and wherever it was stopped."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from journeys.afternoon import ANSWERS
from nightly import rest_by_night
from ratified.check.judge import judge_tree
from ratified.cli import main
from ratified.init import writing
from ratified.init.answer_faults import faults_of
from ratified.init.folding import FOLDED
from ratified.init.plan import Plan, planned
from ratified.init.planned_tree import PlannedTree
from ratified.init.questions import QUESTIONS
from ratified.model.answers import Answers
from ratified.policy import read_book
from ratified.policy.catalogue import clock_catalogue
from ratified.policy.roster.first_asked import self_fallbacks
from ratified.policy.roster.on_call import duty_at
from ratified.rules.governance.example_facts import NAMES
from ratified.source.typed import typed
from ratified.source.yaml_reader import read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ratified.policy import Book

DAY = date(2026, 11, 30)
CLOCKS = {clock.id for clock in clock_catalogue().clocks}
TWO = ANSWERS[: ANSWERS.index("  - {name: Cem")] + (
    "approvers: [ada, bo]\nsecurity: [bo, ada]\non_call: [bo, ada]\nregimes: []\n" + ANSWERS[ANSWERS.index("reach:") :]
)
FIRMS = ANSWERS + (
    "outside:\n"
    "  counsel: {firm: Lindqvist Law, contract: Letter 7, expires: 2028-01-31, reach: the breach line}\n"
    "  insurer: {firm: Fjord Mutual, contract: Policy 9, expires: 2028-01-31, reach: the claims line}\n"
)
COMPANIES = {
    "small": ANSWERS,
    "full": ANSWERS.replace("size: small", "size: full"),
    "policies alone": ANSWERS.replace("[incident-response]", "[approvals]"),
    "both": ANSWERS.replace("[incident-response]", "[approvals, incident-response]"),
    "two people": TWO,
    "no regimes": ANSWERS.replace("[eu-gdpr-33, eu-gdpr-33-2, us-ca, contract-default]", "[]"),
    "strict regimes": ANSWERS.replace("us-ca,", "us-ca, us-ca-ag, eu-nis2-ew, in-dpdp,"),
    "firms engaged": FIRMS,
    "another forge": ANSWERS.replace("github", "gitlab"),
}


def answers(text: str) -> Answers:
    file = read_yaml("answers.yml", text)
    found = typed(Answers, file)
    assert found is not None, file.faults
    assert not file.faults
    return found


@cache
def plan(text: str) -> Plan:
    return planned(answers(text), DAY)


@pytest.mark.parametrize("text", COMPANIES.values(), ids=COMPANIES.keys())
def test_each_company_reads_without_a_fault_and_has_no_error(text: str) -> None:
    tree = PlannedTree(plan(text).files)
    assert read_book(tree).faults == ()
    found = judge_tree(tree, DAY)
    assert [f"{f.place} {f.code} {f.message}" for f in found.findings if f.level == "error"] == []
    assert {f.code for f in found.findings} <= {"ROL-05", "ROL-07", "ROL-08", "ROL-09", "NOT-08", "NOT-09", "NOT-13"}


@pytest.mark.parametrize("text", COMPANIES.values(), ids=COMPANIES.keys())
def test_nothing_of_the_example_is_left_and_nobody_falls_back_to_themselves(text: str) -> None:
    files = plan(text).files
    book = read_book(PlannedTree(files)).book
    assert book is not None
    assert list(self_fallbacks(book, DAY)) == []
    own = {path: data.decode() for path, data in files.items() if not path.endswith((".whl", ".txt"))}
    for name in (*NAMES, "example.com", "emergency line", "priya", "marcus"):
        assert [path for path, data in own.items() if name in data] == [], name


def test_few_people_have_ten_roles_and_nothing_names_another() -> None:
    files = plan(ANSWERS).files
    book = read_book(PlannedTree(files)).book
    assert book is not None
    assert len(book.roles.roles) == 10 + 3  # the three firms that are not engaged yet
    assert FOLDED.keys().isdisjoint(book.role)
    for path, data in files.items():
        if path.endswith(".md"):
            assert not [role for role in FOLDED if f'"{role}"' in data.decode()], path


def test_one_file_for_each_firm_and_the_same_program_writes_the_same_bytes() -> None:
    book = read_book(PlannedTree(plan(FIRMS).files)).book
    assert book is not None
    assert {id_: role.firm for id_, role in book.outside_role.items()} == {
        "outside-counsel": "Lindqvist Law",
        "insurer": "Fjord Mutual",
    }
    assert book.role["forensics-firm"].title == "Forensics Firm (none engaged yet)"
    assert plan(FIRMS) == plan(FIRMS)


FAULTS = {
    "a person who is nobody": (
        "approvers: [ada@",
        "approvers: [adda@",
        "answers.yml:16:13: 'adda@harbour.example' is no",
    ),
    "a zone that is none": ("Europe/Berlin", "Europe/Bärlin", "answers.yml:7:12: 'Europe/Bärlin' is no time zone"),
    "a country that is none": ("country: US", "country: QQ", "answers.yml:8:39: 'QQ' is no country whose holidays"),
    "a clock that is none": ("us-ca,", "us-cal,", "answers.yml:19:37: 'us-cal' is no notification clock"),
    "an address twice": (
        "bo@harbour",
        "ada@harbour",
        "answers.yml:11:32: 'ada@harbour.example' is somebody else's too",
    ),
    "half an account": ("login: boc, ", "", "answers.yml:11:61: account without login"),
    "no way to reach people": ("reach:", "ways:", "answers.yml:1:1: 'reach' is missing"),
    "somebody named twice": ("[cem, dia]", "[cem, dia, cem]", "answers.yml:17:22: 'cem' is named twice"),
    "a country of parts": ("country: DE, subdivision: BE", "country: DE", "answers.yml:7:36: holidays differ in DE"),
    "two people of one name": ("Bo Castillo", "Ada Lindgren", "answers.yml:11:12: 'ada lindgren' is somebody else's"),
    "no forge": ("forge: github\n", "", "answers.yml:1:1: 'forge' is missing"),
}


@pytest.mark.parametrize(("old", "new", "said"), FAULTS.values(), ids=FAULTS.keys())
def test_what_is_wrong_with_the_answers_is_told_at_its_place_and_nothing_is_written(
    old: str, new: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("answers.yml").write_text(ANSWERS.replace(old, new, 1), encoding="utf-8")
    assert main.main(["init", "policies", "--answers", "answers.yml"]) == 2
    assert said in capsys.readouterr().err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["answers.yml"]


class StoppedError(Exception):
    pass


def files_in(root: Path) -> dict[str, bytes]:
    found = (path for path in root.rglob("*") if path.is_file() and ".git" not in path.relative_to(root).parts[:1])
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in found}


@pytest.mark.parametrize("point", rest_by_night(range(50), range(0, 50, 7)))
def test_a_run_that_was_stopped_anywhere_goes_on(point: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = plan(ANSWERS).files
    root = tmp_path / "policies"
    git_dir = writing.git_folder(root)
    writing.remember(git_dir, ANSWERS)
    left = iter(range(point * len(files) // 50))
    real = Path.write_bytes if point % 2 else os.link

    def stop(*given: object, **more: object) -> object:
        if next(left, None) is None:
            raise StoppedError
        return real(*given, **more)  # type: ignore[arg-type]

    with monkeypatch.context() as patched:
        patched.setattr(Path if point % 2 else os, "write_bytes" if point % 2 else "link", stop)
        with pytest.raises(StoppedError):
            writing.write(root, git_dir, files)
    assert files.items() >= files_in(root).items()
    assert writing.remembered(git_dir) == ANSWERS
    assert writing.write(root, git_dir, files).kept == ()
    assert files_in(root) == files
    assert writing.remembered(git_dir) is None
    assert writing.write(root, git_dir, files).made == ()


@given(st.data())
@settings(max_examples=25, deadline=None)
def test_no_file_that_is_there_changes(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    files = plan(ANSWERS).files
    root = tmp_path_factory.mktemp("there")
    there = data.draw(st.dictionaries(st.sampled_from(sorted(files)), st.binary(max_size=8), max_size=6))
    for path, held in {**there, "notes.txt": b"mine"}.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(held)
    written = writing.write(root, writing.git_folder(root), files)
    assert files_in(root) == {**files, **there, "notes.txt": b"mine"}
    assert set(written.kept) == there.keys()


def test_a_file_where_a_folder_belongs_and_a_repository_above_are_told(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("mine", encoding="utf-8")
    with pytest.raises(writing.InitError, match="data is there and is no folder, and data/"):
        writing.write(tmp_path, writing.git_folder(tmp_path), plan(ANSWERS).files)
    with pytest.raises(writing.InitError, match="lies in the repository"):
        writing.git_folder(tmp_path / "below")
    (tmp_path / "data").unlink()
    (tmp_path / "data").symlink_to(tmp_path.parent)
    with pytest.raises(writing.InitError, match="data is there and is no folder"):
        writing.looked_through(tmp_path, {"data/people.yml": b""})


TYPED = [
    "Harbour Labs",
    "incidents",
    "github harbour-labs/policies",
    *("Europe/Berlin DE-BE", "America/New_York US", ""),
    *("Ada Lindgren", ""),
    *("Ada Lindgren <ada@harbour.example> adal 8121", "Bo Castillo <bo@harbour.example>", ""),
    "ada, bo",
    "bo, ada",
    "ada, bo",
    "small",
    "eu-gdpr-33, us-ca",
    "the pager; the directory; the room incident; security@harbour.example",
    "the pager https://pager.harbour.example/all; duty phone, +49 30 5550 0100; the room; security@harbour.example",
    *("counsel: Lindqvist Law; Letter 7; 2028-01-31; the breach line", ""),
]


def test_the_questions_are_at_most_twelve_and_what_is_typed_makes_the_same_file() -> None:
    assert len(QUESTIONS) <= 12
    said = list(_lines(iter(TYPED)))
    found = answers("".join(said))
    assert (found.company, found.repository, found.profiles) == (
        "Harbour Labs",
        "harbour-labs/policies",
        ("incident-response",),
    )
    assert [(one.zone, one.country, one.subdivision) for one in found.offices] == [
        ("Europe/Berlin", "DE", "BE"),
        ("America/New_York", "US", None),
    ]
    assert [(one.name, one.login, one.account) for one in found.people] == [
        ("Ada Lindgren", "adal", 8121),
        ("Bo Castillo", None, None),
    ]
    assert list(faults_of(found, CLOCKS, DAY.year)) == []
    assert found.outside.counsel is not None
    assert judge_tree(PlannedTree(planned(found, DAY).files), DAY).errors == 0


def _lines(typed_: Iterator[str]) -> Iterator[str]:
    """What each question makes of what is typed; one that is not understood is asked again."""
    told: list[str] = []
    for question in QUESTIONS:
        while True:
            given_ = list(iter(lambda: next(typed_), "")) if question.many else [next(typed_)]
            try:
                yield question.lines(given_)
                break
            except ValueError as error:
                told.append(str(error))
    assert [text.partition(";")[0] for text in told] == [
        "'Ada Lindgren' is not understood",
        "nothing there can be dialled at night",
    ]


def test_without_a_terminal_the_answers_are_asked_for_as_a_file(tmp_path: Path) -> None:
    result = CliRunner().invoke(main.ratified, ["init", str(tmp_path / "new")], standalone_mode=False)
    assert "--answers FILE" in str(result.exception)
    assert not (tmp_path / "new").exists()


def test_nobody_approves_whom_the_answers_do_not_name_for_it() -> None:
    alone = ANSWERS.replace("[ada@harbour.example, Bo Castillo]", "[ada]").replace("[cem, dia]", "[cem]")
    for text in (alone, alone.replace("[incident-response]", "[approvals]")):
        book = read_book(PlannedTree(plan(text).files)).book
        assert book is not None
        holders = {role.id: [one.person for one in role.holders] for role in book.roles.roles}
        assert holders["executive-sponsor"] == ["ada"]
        assert holders["security-lead"] == ["cem"]
        assert set(holders.get("incident-commander", [])) <= {"ada", "cem", "dia", "eve", "finn"}


def test_the_record_is_the_branch_that_the_repository_is_on(tmp_path: Path) -> None:
    git_dir = writing.git_folder(tmp_path)
    assert writing.main_branch(git_dir) == "main"
    (git_dir / "HEAD").write_text("ref: refs/heads/trunk\n", encoding="utf-8")
    files = planned(answers(ANSWERS), DAY, writing.main_branch(git_dir)).files
    assert b"\nmain: trunk\n" in files["data/register.yml"]
    assert b"edit/trunk/docs/" in files["mkdocs.yml"]
    assert files[".github/workflows/check.yml"].count(b"branches: [trunk]") == 2


def test_no_repository_is_begun_among_the_files_of_a_bare_one(tmp_path: Path) -> None:
    (tmp_path / "objects").mkdir()
    (tmp_path / "HEAD").write_text("ref: refs/heads/main\n", encoding="utf-8")
    with pytest.raises(writing.InitError, match="is a bare repository, which holds no files"):
        writing.git_folder(tmp_path)


OFFICES = ("Europe/Berlin", "America/New_York")


def in_offices(text: str, *zones: str) -> str:
    """The answers with the office of each of the people, in turn."""
    rows = text.split("\n")
    people = [n for n, row in enumerate(rows) if row.startswith("  - {name:")]
    for number, row in enumerate(people):
        rows[row] = rows[row].replace("}", f", office: {zones[number % len(zones)]}}}")
    return "\n".join(rows)


def on_call(text: str) -> Book:
    found = read_book(PlannedTree(plan(text).files)).book
    assert found is not None
    return found


SUN = in_offices(ANSWERS.replace("on_call: [dia, eve, finn]", "on_call: [cem, dia, eve, finn]"), *OFFICES)


class TestTwoOffices:
    def test_far_from_each_other_they_share_the_day_and_nobody_is_paged_twice(self) -> None:
        book = on_call(SUN)
        lines = [one for one in book.oncall.rotations if one.role == "on-call-engineer"]
        assert [(one.id, one.zone, one.handover.time) for one in lines] == [
            ("first-line-berlin", "Europe/Berlin", "06:00"),
            ("first-line-new-york", "Europe/Berlin", "18:00"),
        ]
        assert [[turn.primary for turn in one.pattern] for one in lines] == [["cem", "eve"], ["finn", "dia"]]
        found = judge_tree(PlannedTree(plan(SUN).files), DAY)
        codes = {f.code for f in found.findings}
        assert not codes & {"ROL-06", "ROL-14", "ROL-15", "ESC-09"}
        assert [f.message for f in found.findings if f.level == "error"] == []

    def test_in_no_hour_of_a_year_both_or_neither_are_on_call(self) -> None:
        lines = [one for one in on_call(SUN).oncall.rotations if one.role == "on-call-engineer"]
        start = datetime(2026, 12, 1, tzinfo=UTC)
        for hour in range(0, 366 * 24):
            at = start + timedelta(hours=hour)
            assert sum(duty_at(one, at) is not None for one in lines) == 1, at

    @pytest.mark.parametrize(
        "text",
        [
            ANSWERS,
            in_offices(ANSWERS, *OFFICES),  # one alone in Berlin on call: nobody would be backup
            in_offices(
                SUN.replace(", office: Europe/Berlin", "").replace(", office: America/New_York", ""), OFFICES[0]
            ),
            SUN.replace("America/New_York", "Europe/Lisbon").replace("country: US", "country: PT"),
        ],
        ids=["no offices", "one alone", "one office", "near"],
    )
    def test_else_one_rotation_has_all_of_the_day(self, text: str) -> None:
        lines = [one.id for one in on_call(text).oncall.rotations]
        assert lines == ["first-line", "commander"]

    def test_three_offices_have_eight_hours_each(self) -> None:
        more = "".join(
            f"  - {{name: Zed {name}, email: {name}@harbour.example, office: Asia/Tokyo}}\n" for name in ("Ito", "Abe")
        )
        text = SUN.replace("approvers:", f"{more}approvers:").replace("eve, finn]", "eve, finn, Zed Ito, Zed Abe]")
        text = text.replace("country: US}\n", "country: US}\n  - {zone: Asia/Tokyo, country: JP}\n")
        found = [
            (one.id, *((h.from_, h.to) for h in one.hours))
            for one in on_call(text).oncall.rotations
            if one.role == "on-call-engineer"
        ]
        assert found == [
            ("first-line-tokyo", ("00:00", "08:00")),
            ("first-line-berlin", ("08:00", "16:00")),
            ("first-line-new-york", ("16:00", "00:00")),
        ]

    def test_an_office_that_is_none_is_told_with_its_place(self) -> None:
        text = ANSWERS.replace("login: adal,", "office: Europe/Berlim, login: adal,")
        (fault,) = faults_of(answers(text), CLOCKS, DAY.year)
        assert fault.message == "'Europe/Berlim' is no office under offices"
        assert fault.place.line == 10

    def test_the_question_takes_an_office(self) -> None:
        question = next(one for one in QUESTIONS if one.text.startswith("Who works"))
        assert question.lines(["Ada Lindgren <ada@x.example> adal 81 Europe/Berlin", "Bo <bo@x.example> UTC"]) == (
            "people:\n"
            '  - {name: Ada Lindgren, email: "ada@x.example", login: adal, account: 81, office: Europe/Berlin}\n'
            '  - {name: Bo, email: "bo@x.example", office: UTC}\n'
        )
