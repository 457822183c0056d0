"""`ratified acknowledge`, GOV-11, GOV-18 and `status --mine`, by the command line on an adopted company."""

from __future__ import annotations

import json
import re
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest

from acknowledging import line, listed, own
from histories import at
from pull_requests import BEN, DANA, HELEN, LEE, PRIYA, REGISTER, adopted_register, asks, lands, proposes

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from histories import Repo

pytest_plugins = ("history_fixtures",)
ASK = "acknowledgements:\n  - {document: POL-IR, since: 2026-11-09, within: 5d}\n"
LINES = f"acknowledged:\n{line('0' * 64, '2026-11-13')}"
LATE, SOON = "2026-11-22", "2026-11-14"
Asking = tuple[int, list[str]]


@pytest.fixture(scope="session")
def asking_starter(starter_company: Repo, tmp_path_factory: pytest.TempPathFactory) -> Repo:
    """The adopted starter, whose register asks for the policy: until 17 November 2026."""
    made = starter_company.copy(tmp_path_factory.mktemp("starter") / "repo")
    made.now = at("2026-11-12")
    lands(made, PRIYA, {REGISTER: adopted_register() + ASK})
    made.git("reset", "-q", "--hard", "main")
    return made


@pytest.fixture
def repo(asking_starter: Repo, tmp_path: Path) -> Repo:
    return asking_starter.copy(tmp_path / "repo")


@pytest.fixture
def says(repo: Repo, capsys: pytest.CaptureFixture[str]) -> Callable[..., Asking]:
    return lambda *words, day=SOON: asks(repo, capsys, *words, day=day)


@pytest.fixture(autouse=True)
def _dana_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """Git takes its user for Dana."""
    monkeypatch.setenv("GIT_AUTHOR_NAME", "Dana Okafor")
    monkeypatch.setenv("GIT_AUTHOR_EMAIL", "dana@example.com")


def main_text(says: Callable[..., Asking]) -> str:
    """The fingerprint that `status` prints."""
    _, lines = says("status", "POL-IR")
    return lines[-1].removeprefix("Fingerprint: ")


def found(says: Callable[..., Asking], code: str, day: str = LATE) -> list[str]:
    _, lines = says("check", day=day)
    return [one for one in lines if re.search(f"(error|warning) {code} ", one)]


def test_a_line_of_one_s_own_from_the_command_to_main(repo: Repo, says: Callable[..., Asking]) -> None:
    text = main_text(says)
    code, lines = says("acknowledge", "POL-IR")
    assert (code, lines[:2]) == (
        0,
        ["data/acknowledgements/dana.yml now says that Dana Okafor acknowledged POL-IR", f"  Fingerprint: {text}"],
    )
    assert "    git add -- data/acknowledgements/dana.yml" in lines
    file = repo.root / "data/acknowledgements/dana.yml"
    assert file.read_text().endswith(f'  - {{document: POL-IR, fingerprint: "{text}", date: {SOON}}}\n')
    assert says("acknowledge", "POL-IR")[1][0].endswith("says so already, and it is not merged yet")
    lands(repo, LEE, {"data/acknowledgements/dana.yml": file.read_text()}, by=DANA)
    repo.git("reset", "-q", "--hard", "main")
    code, (said,) = says("acknowledge", "POL-IR")
    assert (code, said) == (
        0,
        f"POL-IR: Dana Okafor acknowledged this text on {SOON}, in commit {repo.tip[:12]}; nothing to do",
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("person: dana\n" + LINES, f"person: dana\n{LINES}{{}}\n"),
        (f"{LINES}# kept\nperson: dana", f"{LINES}{{}}\n# kept\nperson: dana"),
    ],
)
def test_a_line_goes_into_the_list_wherever_it_stands(
    before: str, after: str, repo: Repo, says: Callable[..., Asking]
) -> None:
    file = repo.root / "data/acknowledgements/dana.yml"
    file.parent.mkdir()
    file.write_text(before)
    assert says("acknowledge", "POL-IR")[0] == 0
    row = f'  - {{document: POL-IR, fingerprint: "{main_text(says)}", date: {SOON}}}'
    assert file.read_text() == after.replace("{}", row)


def test_who_is_late_is_found_at_their_row_and_who_is_not_is_not(repo: Repo, says: Callable[..., Asking]) -> None:
    text = main_text(says)
    repo.pushes(DANA, own("dana", line(text, "2026-11-13", "POL-IR")))
    assert found(says, "GOV-11", "2026-11-17") == []
    late = found(says, "GOV-11", "2026-11-18")
    assert len(late) == 14
    assert late[0].startswith(
        "data/people.yml:4:5: error GOV-11 Priya Raman had until 2026-11-17 to acknowledge POL-IR"
    )
    assert not any("Dana" in one for one in late)


def test_a_line_for_somebody_else_is_found_and_counts_for_nothing(repo: Repo, says: Callable[..., Asking]) -> None:
    text = main_text(says)
    repo.pushes(BEN, own("dana", line(text, "2026-11-13", "POL-IR")))
    repo.git("reset", "-q", "--hard", "main")
    (void,) = found(says, "GOV-18")
    assert void.startswith(
        "data/acknowledgements/dana.yml:3:5: warning GOV-18 the line of dana for POL-IR counts for nothing: it is not "
        "dana's own act alone: Ben Whitcombe <ben@example.com> had a hand in commit "
    )
    assert any("Dana Okafor had until" in one for one in found(says, "GOV-11"))


def test_a_line_that_was_taken_out_is_found_where_it_stood(repo: Repo, says: Callable[..., Asking]) -> None:
    added = repo.pushes(DANA, own("dana", line(main_text(says), "2026-11-13", "POL-IR")))
    gone = repo.pushes(BEN, {"data/acknowledgements/dana.yml": None})
    repo.git("reset", "-q", "--hard", "main")
    (void,) = found(says, "GOV-18")
    assert f"dana acknowledged POL-IR on 2026-11-13, and commit {gone[:10]} took that out" in void
    assert f"`git show {added[:10]}:data/acknowledgements/dana.yml`" in void


class TestPullRequest:
    def of(self, repo: Repo, capsys: pytest.CaptureFixture[str], change: dict[str, str], by: str) -> list[str]:
        proposes(repo, change, by=by)
        repo.git("reset", "-q", "--hard")
        _, lines = asks(repo, capsys, "check", "--base", "main", day=SOON)
        return [one.partition("counts")[0] for one in lines if "warning GOV-18" in one]

    def test_a_line_for_somebody_else_is_found_before_it_is_merged(
        self, repo: Repo, says: Callable[..., Asking], capsys: pytest.CaptureFixture[str]
    ) -> None:
        change = own("dana", line(main_text(says), "2026-11-13", "POL-IR"))
        assert self.of(repo, capsys, change, DANA) == []
        (void,) = self.of(repo, capsys, change, BEN)
        assert "the line of dana for POL-IR would count for nothing: it is not dana's own act alone: Ben" in void

    def test_a_list_with_its_writer_on_it_is_too(
        self, repo: Repo, says: Callable[..., Asking], capsys: pytest.CaptureFixture[str]
    ) -> None:
        rows = listed("ben omar", main_text(says), "2026-11-13")
        change = {path: text.replace("POL,", "POL-IR,") for path, text in rows.items()}
        (void,) = self.of(repo, capsys, change, BEN)
        assert "the line of ben for POL-IR would count for nothing: it stands in a list that ben, who is on it" in void


def test_mine_says_what_is_open(says: Callable[..., Asking]) -> None:
    _, lines = says("status", "--mine", "omar")
    assert lines[1:3] == ["To acknowledge, by `ratified acknowledge DOC` once it is read:", "  POL-IR by 2026-11-17"]
    assert "  POL-IR by 2026-11-17, 5 days overdue" in says("status", "--mine", "omar", day=LATE)[1]
    _, told = says("status", "--mine", "omar", "--format", "json")
    asked = json.loads("\n".join(told))["acknowledge"]
    assert asked == [{"document": "POL-IR", "since": "2026-11-12", "due": "2026-11-17"}]
    assert "acknowledge" not in json.loads("\n".join(says("status", "--format", "json")[1]))


class TestRefusals:
    def test_a_document_that_nobody_is_asked_for(self, says: Callable[..., Asking]) -> None:
        code, (said,) = says("acknowledge", "RB-01")
        assert code == 2
        assert "does not ask anybody to acknowledge RB-01; it asks for POL-IR" in said

    def test_a_text_here_that_main_does_not_have(self, repo: Repo, says: Callable[..., Asking]) -> None:
        page = repo.root / "docs/policy/index.md"
        page.write_text(page.read_text() + "\nMore.\n")
        code, (said,) = says("acknowledge", "POL-IR")
        assert code == 2
        assert "docs/policy/index.md here is not what main has" in said

    def test_a_text_that_nobody_approved(self, repo: Repo, says: Callable[..., Asking]) -> None:
        page = (repo.root / "docs/policy/index.md").read_text()
        repo.pushes(BEN, {"docs/policy/index.md": page + "\nMore.\n"})
        repo.git("reset", "-q", "--hard", "main")
        code, (said,) = says("acknowledge", "POL-IR")
        assert code == 2
        assert said.startswith("ratified: POL-IR is unapproved on main, so no approved text is there to read")

    @pytest.mark.parametrize("text", ["person: lee\nacknowledged: [", "person: omar\n" + LINES, LINES])
    def test_a_file_of_one_s_own_that_is_somebody_else_s_or_cannot_be_read(
        self, text: str, repo: Repo, says: Callable[..., Asking]
    ) -> None:
        file = repo.root / "data/acknowledgements/dana.yml"
        file.parent.mkdir()
        file.write_text(text)
        code, (said,) = says("acknowledge", "POL-IR")
        assert (code, file.read_text()) == (2, text)
        assert "data/acknowledgements/dana.yml cannot be read as a file of dana's" in said

    @pytest.mark.parametrize(
        "words",
        [
            ("--for", "omar"),
            ("--list", "a", "--statement", "b"),
            ("--for", "omar", "--list", "Ä", "--statement", "b"),
            ("--fingerprint", "0" * 64),
        ],
    )
    def test_options_that_are_no_whole_list(self, words: tuple[str, ...], says: Callable[..., Asking]) -> None:
        assert says("acknowledge", "POL-IR", *words)[0] == 2


class TestLists:
    def test_a_list_of_names_until_it_is_approved(self, repo: Repo, says: Callable[..., Asking]) -> None:
        words = ("--for", "omar", "--for", "helen", "--list", "sheet", "--statement", "Signed: on paper")
        code, lines = says("acknowledge", "POL-IR", *words)
        assert code == 0
        assert lines[-1].startswith("Then open a pull request; Lee Brandt, Marcus Adeyemi or Priya Raman merges it.")
        assert lines[-1].endswith("It belongs to EVENTS, and counts once approved.")
        path = "data/acknowledgements/lists/sheet.yml"
        lands(repo, LEE, {path: (repo.root / path).read_text()}, by=DANA)
        repo.git("reset", "-q", "--hard", "main")
        late = found(says, "GOV-11")
        assert len(late) == 13
        assert not any("Omar" in one or "Helen" in one for one in late)
        assert found(says, "GOV-18") == []

    def test_whoever_writes_it_is_not_on_it(self, says: Callable[..., Asking]) -> None:
        code, (said,) = says("acknowledge", "POL-IR", "--for", "dana", "--list", "a", "--statement", "b")
        assert code == 2
        assert "you are on the list as dana, and it never counts for whoever wrote it" in said

    def test_an_export_becomes_rows_in_one_order_with_its_digest(
        self, repo: Repo, says: Callable[..., Asking], tmp_path: Path
    ) -> None:
        text = main_text(says)
        file = tmp_path / "hr.csv"
        data = "\ufeffName;Work;EMAIL;Date\r\nOmar;x;OMAR@example.com;2026-11-14\r\n"
        data += "Aiko;y;aiko@example.com;2026-11-13\r\n"
        file.write_bytes(data.encode())
        words = ("--csv", str(file), "--list", "hr-2026-11", "--statement", "Export", "--fingerprint", text)
        assert says("acknowledge", "POL-IR", *words)[0] == 0
        assert (repo.root / "data/acknowledgements/lists/hr-2026-11.yml").read_text() == (
            "# yaml-language-server: $schema=../../../schemas/acknowledgement-list.schema.json\n"
            'statement: "Export"\n'
            f'imported: {{file: "hr.csv", sha256: "{sha256(data.encode()).hexdigest()}"}}\n'
            "acknowledged:\n"
            f'  - {{person: aiko, document: POL-IR, fingerprint: "{text}", date: 2026-11-13}}\n'
            f'  - {{person: omar, document: POL-IR, fingerprint: "{text}", date: 2026-11-14}}\n'
        )
        code, (said,) = says("acknowledge", "POL-IR", *words)
        assert code == 2
        assert "is there already" in said

    def test_every_wrong_row_is_named_by_its_line(self, says: Callable[..., Asking], tmp_path: Path) -> None:
        text = main_text(says)
        file = tmp_path / "hr.csv"
        file.write_text(
            "name,person,email,date,fingerprint\n"
            f"Kim Sato,kim,,2026-11-13,{text}\n"
            f"Omar,omar,helen@example.com,2026-11-13,{text}\n"
            f"Omar,omar,,13.11.2026,{text}\n"
            f"Omar,omar,,2026-12-24,{text}\n"
            f"Omar,omar,,2020-01-01,{text}\n"
            "Omar,omar,,2026-11-13,abc\n"
            "Bot,release-bot,,2026-11-13,\n"
        )
        code, lines = says("acknowledge", "POL-IR", "--csv", str(file), "--list", "a", "--statement", "b")
        assert code == 2
        assert lines == [
            "ratified: hr.csv:2: Kim Sato is nobody in data/people.yml as it is approved",
            "hr.csv:3: Omar is nobody in data/people.yml as it is approved",
            "hr.csv:4: '13.11.2026' is no day; write it as YYYY-MM-DD",
            "hr.csv:5: 2026-12-24 is still to come",
            "hr.csv:6: Omar Farouk was not with the company on 2020-01-01",
            "hr.csv:7: names no fingerprint of 64 hexadecimal digits",
            "hr.csv:8: Bot is nobody in data/people.yml as it is approved; "
            "names no fingerprint of 64 hexadecimal digits",
        ]

    @pytest.mark.parametrize(
        ("data", "what"),
        [
            (b"person,date\nomar,2026-11-13\n", "hr.csv:1: lacks columns; its first line names"),
            (b"person,person,date\n", "hr.csv:1: has two columns person"),
            (b"", "hr.csv:1: lacks columns"),
            (b"person,date,fingerprint\n", "hr.csv: has no rows below its heads"),
            (b'person,date,fingerprint\n"omar,2026-11-13,a\n', "hr.csv: is no CSV"),
            (b"person,date\n\xff", "hr.csv: is not UTF-8"),
            (b"person,date,fingerprint\n" + b"omar,2026-11-13," + b"0" * 64, "no approved text of POL-IR on main has"),
        ],
    )
    def test_an_export_that_is_none(self, data: bytes, what: str, says: Callable[..., Asking], tmp_path: Path) -> None:
        (tmp_path / "hr.csv").write_bytes(data)
        words = ("--csv", str(tmp_path / "hr.csv"), "--list", "a", "--statement", "b")
        code, lines = says("acknowledge", "POL-IR", *words)
        assert (code, len(lines)) == (2, 1)
        assert what in lines[0]


class TestReading:
    @pytest.mark.parametrize(
        ("path", "text", "what"),
        [
            (
                "leigh.yml",
                own("lee", line("0" * 64, SOON))["data/acknowledgements/lee.yml"],
                "none of its lines counts",
            ),
            ("lee.yml", "person: lee\nacknowledged: [\n", ""),
            ("old/lee.yml", "person: lee\n", "acknowledgements that nothing reads"),
            ("lists/a.yml", "statement: x\nacknowledged: []\n", ""),
        ],
    )
    def test_a_file_that_cannot_be_read_stops_nothing_else(
        self, path: str, text: str, what: str, repo: Repo, says: Callable[..., Asking]
    ) -> None:
        repo.pushes(BEN, {f"data/acknowledgements/{path}": text})
        repo.git("reset", "-q", "--hard", "main")
        code, lines = says("check")
        of_file = [one for one in lines if one.startswith(f"data/acknowledgements/{path}:")]
        assert (code, len(of_file)) == (1, 1)
        assert what in of_file[0]

    def test_rows_of_the_register_that_lead_nowhere(self, repo: Repo, says: Callable[..., Asking]) -> None:
        more = "  - {document: POL-IR, since: 2026-11-09, within: 60d}\n"
        rows = "  - {document: POL-IS, since: 2026-11-09, within: 5d}\n" + more
        (repo.root / REGISTER).write_text(adopted_register() + ASK + rows)
        _, lines = says("check")
        assert [one.partition("error ")[2].partition(";")[0] for one in lines if "GOV-15" in one] == [
            "GOV-15 acknowledgements ask for POL-IS, which is no document",
            "GOV-15 acknowledgements ask for POL-IR twice",
        ]
        (more,) = [one for one in lines if "GOV-11" in one]
        assert "POL-IR is acknowledged within 60 days, and the limit new-hire-acknowledgement says 30 days" in more


def test_helen_is_asked_as_everybody(says: Callable[..., Asking]) -> None:
    assert any(HELEN.partition(" <")[0] in one for one in found(says, "GOV-11"))
