"""Words that stood in a policy when it was adopted warn; new and changed ones must pass. Nothing else is softened."""

from __future__ import annotations

from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adopting import says
from foreign_policies import ROLES
from histories import Repo
from history_company import signers
from ratified.model.place import Place
from ratified.model.prose import TextBlock
from ratified.policy.sentences import sentence_at
from ratified.rules import BY_CODE
from ratified.rules.families import ON_WORDING
from test_import_adopted import DAY, taken_in

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from history_keys import Keys

pytest_plugins = ["history_fixtures"]

OLD = b"""# Clear desks

Desks are cleared each night. [Company Name] asks the Chief Guard to look at them. TODO
says who locks the doors.

| What | Who |
| --- | --- |
| Keys | [Company Name] |
"""
LATER = b"# Guests\r\n\r\n[Company Name] has guests.\r\n"
PAGE, GUESTS = "docs/policies/desks.md", "docs/policies/guests.md"
FORMER = ROLES.replace("    title: Security Lead\n", "    title: Security Lead\n    former_titles: [Chief Guard]\n")
FOUND = [("GOV-12", 6), ("GOV-12", 11), ("ROL-01", 6), ("GOV-12", 6)]


def text(repo: Repo, path: str = PAGE) -> str:
    return repo.git("show", f"main:{path}") + "\n"


def found(repo: Repo, capsys: pytest.CaptureFixture[str], level: str, code: str = "") -> list[tuple[str, int]]:
    """The findings on words of one level, by code and line, as `check` says them of main."""
    repo.git("reset", "-q", "--hard", "main")
    _, told = says(repo, capsys, "check", day=DAY)
    return [
        (f["code"], f["line"]) for f in told["findings"] if f["level"] == level and f["code"] in (code or ON_WORDING)
    ]


def with_roles(files: Mapping[str, str | bytes]) -> dict[str, str | bytes]:
    return {**files, "data/roles.yml": FORMER}


@pytest.fixture(scope="module")
def old(keys: Keys, tmp_path_factory: pytest.TempPathFactory) -> Repo:
    """A company that adopted an old policy. Never to be changed."""
    base = tmp_path_factory.mktemp("old")
    files = with_roles(taken_in(base, {"desks.md": OLD})) | {"data/trust/allowed_signers": signers(keys, "kim", "lee")}
    return Repo(base / "repo", keys).init().adopts(files)


def test_words_of_the_adoption_warn_and_say_since_when(
    old: Repo, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    repo = old.copy(tmp_path / "repo")
    repo.git("reset", "-q", "--hard", "main")
    code, told = says(repo, capsys, "check", day=DAY)
    assert code == 0
    mine = [f for f in told["findings"] if f["code"] in ON_WORDING]
    assert sorted((f["code"], f["line"]) for f in mine) == sorted(FOUND)
    assert {f["level"] for f in mine} == {"warning"}
    first = repo.git("rev-parse", "--short=10", "main")
    assert {f["help"].split(";")[0] for f in mine} == {
        f"this was already there when the policies were adopted (commit {first}), so it only warns"
    }


@pytest.mark.parametrize(
    ("before", "after", "errors"),
    [
        ("Desks are cleared", "All desks are cleared", []),
        ("Guard to look at them", "Guard to look at nothing", [("GOV-12", 6), ("ROL-01", 6)]),
        ("# Clear desks\n", "# Clear desks\n\nTODO\nsays who locks the doors.\n", [("GOV-12", 9)]),
        ("locks the doors.", "locks the doors.\nDesks are white. TODO says who paints.", [("GOV-12", 8)]),
        ("| Keys |", "| All keys |", [("GOV-12", 11)]),
        ("each night. [Company", "each night. Only then [Company", [("GOV-12", 6), ("ROL-01", 6)]),
        ("each night. [Company", "each day. [Company", []),
    ],
)  # fmt: skip
def test_what_is_new_or_changed_must_pass(
    before: str,
    after: str,
    errors: list[tuple[str, int]],
    old: Repo,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """As it stands in a pull request, on main when an approver merged it, and on main when nobody did."""
    repo = old.copy(tmp_path / "repo")
    changed = text(repo).replace(before, after)
    assert changed != text(repo)
    branch = repo.branch("lee", {PAGE: changed})
    repo.git("checkout", "-q", branch)
    _, told = says(repo, capsys, "check", "--base", "refs/heads/main", day=DAY)
    asked = [(f["code"], f["line"]) for f in told["findings"] if f["level"] == "error" and f["code"] in ON_WORDING]
    assert sorted(asked) == sorted(errors)
    repo.git("checkout", "-q", "main")
    repo.merges("kim", by="lee", change={PAGE: changed})
    assert sorted(found(repo, capsys, "error")) == sorted(errors)
    assert len(found(repo, capsys, "warning")) >= len(FOUND) - len(errors)


def test_no_file_can_say_that_words_are_old(old: Repo, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The record of imports counts for nothing once the document is adopted."""
    repo = old.copy(tmp_path / "repo")
    changed = text(repo).replace("to look at them", "to look at nothing")
    below = changed.partition("\n---\n")[2]
    rows = text(repo, "data/imports.yml")
    was = sha256(OLD).hexdigest()
    assert f'body_sha256: "{was}"' in rows
    hashed = rows.replace(f'body_sha256: "{was}"', f'body_sha256: "{sha256(below.encode()).hexdigest()}"')
    repo.merges("kim", by="lee", change={PAGE: changed, "data/imports.yml": hashed})
    repo.git("reset", "-q", "--hard", "main")
    assert sorted(found(repo, capsys, "error")) == [("GOV-12", 6), ("ROL-01", 6)]


def test_words_that_became_wrong_later_are_no_old_words(
    old: Repo, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A title that was right at the adoption and was renamed since."""
    repo = old.copy(tmp_path / "repo")
    named = text(repo).replace("Desks are cleared each night.", "Desks are cleared by the Executive Sponsor.")
    repo.merges("kim", by="lee", change={PAGE: named})
    assert found(repo, capsys, "error") == []
    roles = text(repo, "data/roles.yml").replace(
        "title: Executive Sponsor", "title: Head of All\n    former_titles: [Executive Sponsor]"
    )
    repo.merges("kim", by="lee", change={"data/roles.yml": roles})
    assert found(repo, capsys, "error") == [("ROL-01", 6)]


def test_before_the_adoption_words_count_as_old_only_as_they_were_imported(
    keys: Keys, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = with_roles(taken_in(tmp_path, {"desks.md": OLD, "guests.md": LATER}))
    draft = {"data/register.yml": register_of(files).replace("status: adopted", "status: draft")}
    repo = Repo(tmp_path / "repo", keys).init()
    repo.pushes("lee", {**files, **draft})
    assert found(repo, capsys, "error") == []
    assert sorted(found(repo, capsys, "warning")) == sorted([*FOUND, ("GOV-12", 6)])
    repo.pushes("lee", {PAGE: text(repo).replace("each night", "each day")})
    assert sorted(found(repo, capsys, "error")) == sorted(FOUND)


def test_a_document_that_came_later_has_its_own_words_where_it_was_imported(
    keys: Keys, old: Repo, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    repo = old.copy(tmp_path / "repo")
    both = with_roles(taken_in(tmp_path, {"desks.md": OLD, "guests.md": LATER}))
    new = {path: both[path] for path in ("data/register.yml", "data/imports.yml", GUESTS)}
    repo.merges("kim", by="lee", change=new)
    assert found(repo, capsys, "error") == []
    assert len(found(repo, capsys, "warning", "GOV-12")) == 4
    guests = both[GUESTS]
    assert isinstance(guests, bytes)
    repo.merges("kim", by="lee", change={GUESTS: guests + b"\r\nThey sign.\r\n"})
    assert found(repo, capsys, "error") == []
    repo.merges("kim", by="lee", change={GUESTS: guests.replace(b"guests.", b"no guests.")})
    assert found(repo, capsys, "error") == [("GOV-12", 6)]


def test_a_page_that_was_written_here_has_no_old_words(
    old: Repo, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Neither while nobody has approved it, nor when somebody did."""
    repo = old.copy(tmp_path / "repo")
    row = "  - {id: POL-NEW, title: New, class: policy, owner: sponsor, pages: [docs/new.md]}\n"
    register = text(repo, "data/register.yml").replace("# Audits come later.\n", row + "# Audits come later.\n")
    page = "---\ntitle: New\n---\n\n# New\n\n[Company Name] is new.\n"
    repo.merges("kim", by="lee", change={"data/register.yml": register, "docs/new.md": page})
    assert found(repo, capsys, "error") == [("GOV-12", 7)]


def test_a_record_of_imports_that_nobody_approved_makes_no_words_old(
    keys: Keys, old: Repo, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Lee may approve documents of another class, and not AUTHORITY, to which the record of imports belongs."""
    repo = old.copy(tmp_path / "repo")
    keeper = "    holders: [{person: lee, as: primary, since: 2022-01-08}]\n"
    roles = text(repo, "data/roles.yml") + f"  - id: keeper\n    title: Keeper\n    duties: [Keeps]\n{keeper}"
    row = "  - {id: NEW, title: New, class: kept, owner: keeper, pages: [docs/new.md]}\n"
    register = text(repo, "data/register.yml").replace(
        "classes:\n", "classes:\n  kept: {approvers: [keeper], review_every: 365d, minimum_proof: signed}\n"
    )
    register = register.replace("# Audits come later.\n", row + "# Audits come later.\n")
    trusted = signers(keys, "kim", "lee", "sam")
    page = "---\ntitle: New\n---\n\n# New\n\nGood words.\n"
    change = {"data/roles.yml": roles, "data/register.yml": register, "docs/new.md": page}
    repo.merges("kim", by="lee", change={**change, "data/trust/allowed_signers": trusted})
    words = "\n# New\n\n[Company Name] is new.\n"
    rows = text(repo, "data/imports.yml")
    hash_ = sha256(words.encode()).hexdigest()
    hashes = "".join(f'    {key}: "{hash_}"\n' for key in ("sha256", "body_sha256", "page_sha256"))
    forged = f"{rows}  - path: docs/new.md\n    source: new.md\n    imported: 2026-11-22\n{hashes}"
    repo.merges("lee", by="kim", change={"docs/new.md": f"---\ntitle: New\n---\n{words}", "data/imports.yml": forged})
    stands = {id_: one.verdict for id_, one in repo.verdicts(date.fromisoformat(DAY)).items()}
    assert (stands["NEW"], stands["AUTHORITY"]) == ("approved", "unapproved")
    assert found(repo, capsys, "error", "GOV-12") == [("GOV-12", 7)]


def test_a_dead_reference_is_no_word(keys: Keys, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It is an error as it was: the site cannot be built with it."""
    files = taken_in(tmp_path, {"desks.md": OLD})
    page = b'---\ntitle: Clear desks\n---\n\n# Desks\n\nCall {{ role("night-watch") }} at once. TODO says when.\n'
    trusted = {"data/trust/allowed_signers": signers(keys, "kim", "lee")}
    repo = Repo(tmp_path / "repo", keys).init().adopts({**with_roles(files), PAGE: page, **trusted})
    assert found(repo, capsys, "error") == [("ROL-01", 7)]
    assert found(repo, capsys, "warning") == [("GOV-12", 7)]


def test_where_the_adoption_s_data_cannot_be_read_any_more_its_words_are_old_all_the_same(
    keys: Keys, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """As when a later version asks for a key that no file had then. Rules that ask data are not excused by it."""
    files = with_roles(taken_in(tmp_path, {"desks.md": OLD}))
    broken = {"data/limits.yml": "limits: [{id: a}]\n"}
    trusted = {"data/trust/allowed_signers": signers(keys, "kim", "lee")}
    repo = Repo(tmp_path / "repo", keys).init().adopts({**files, **trusted, **broken})
    repo.merges("kim", by="lee", change={"data/limits.yml": None})
    assert found(repo, capsys, "error") == [("ROL-01", 6)]
    assert sorted(found(repo, capsys, "warning")) == [("GOV-12", 6), ("GOV-12", 6), ("GOV-12", 11)]


def register_of(files: Mapping[str, str | bytes]) -> str:
    register = files["data/register.yml"]
    assert isinstance(register, str)
    return register


def test_each_rule_on_words_says_so() -> None:
    for code, rule in BY_CODE.items():
        assert ("**Old words** warn" in rule.page) is (code in ON_WORDING), code


SENTENCE = st.from_regex(r"\A[A-Z][a-z ]{0,20}[a-z]{4}[.!?]\Z").map(lambda s: " ".join(s.split()))
ABBREVIATED = st.sampled_from(["See e.g. Bob now.", "Ask Acme Corp. People there know.", "It is in no. A of it."])


@given(st.lists(st.one_of(SENTENCE, ABBREVIATED), min_size=1, max_size=6), st.data())
def test_a_word_s_sentence_holds_no_less_than_its_sentence(sentences: list[str], data: Any) -> None:
    """However lines are broken: whoever changes a letter of a sentence changes what each word of it is known by."""
    words = " ".join(sentences).split(" ")
    breaks = data.draw(st.lists(st.sampled_from(" \n"), min_size=len(words), max_size=len(words)))
    written = "".join(f"{word}{gap}" for word, gap in zip(words, breaks, strict=True)).strip()
    block = TextBlock("paragraph", written, "", 0, Place("a.md", 3, 1), tuple(written.split("\n")))
    begins = 0
    for sentence in sentences:
        for at in range(begins, begins + len(sentence)):
            above = written.rfind("\n", 0, at) + 1
            said = sentence_at(block, Place("a.md", 3 + written.count("\n", 0, at), at - above + 1))
            assert sentence in " ".join(said.split())
        begins += len(sentence) + 1
