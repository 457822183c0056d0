"""Words that git carries along a renaming: changed under one name, on main, and never seen under the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from history_company import TODAY
from pull_requests import BEN, DANA, PRIYA, checks, codes, proposes
from ratified.git.history import open_history

if TYPE_CHECKING:
    from datetime import date

    from histories import Repo

pytest_plugins = ["history_fixtures"]

LINES = "".join(f"Line {number} says what is done, and by whom, in plain words.\n" for number in range(20))
EVIL = LINES.replace("Line 3 says", "Line 3 no longer says")
FREE, BOOK, SIGNERS = "docs/free.md", "docs/book/free.md", "data/trust/allowed_signers"


def moved(repo: Repo, source: str = FREE, target: str = BOOK, text: str = LINES) -> str:
    """A branch of Lee's that moves a file into a document."""
    return repo.branch("lee", {source: None, target: text})


def judged(repo: Repo, document: str = "BOOK", as_of: date = TODAY) -> tuple[str, str]:
    verdict = repo.verdict(document, as_of)
    return verdict.verdict, verdict.why


def test_whoever_changes_a_file_that_a_branch_moves_into_a_document_approves_their_own_words(repo: Repo) -> None:
    repo.pushes("sam", {FREE: LINES})
    branch = moved(repo)
    repo.pushes("dana", {FREE: EVIL})
    repo.merges("dana", branch=branch)
    assert judged(repo) == ("unapproved", "evil-merge")
    reason = repo.verdict("BOOK").reason
    assert f"git took into {BOOK} what one side had changed under another name; no commit shows that there" in reason


def test_nobody_else_can_approve_by_that_merge_what_no_branch_showed(repo: Repo) -> None:
    repo.pushes("sam", {FREE: LINES})
    branch = moved(repo)
    repo.pushes("dana", {FREE: EVIL})
    repo.merges("kim", branch=branch)
    assert judged(repo) == ("unapproved", "evil-merge")


def test_a_move_that_carries_nothing_is_approved(repo: Repo) -> None:
    repo.pushes("sam", {FREE: LINES})
    branch = moved(repo)
    repo.pushes("dana", {"docs/other.md": "Something else.\n"})
    repo.merges("kim", branch=branch)
    assert judged(repo) == ("approved", "")


def test_merged_into_the_branch_first_the_words_are_the_one_s_who_did_that(repo: Repo) -> None:
    repo.pushes("sam", {FREE: LINES})
    branch = moved(repo)
    repo.pushes("dana", {FREE: EVIL})
    for inner, merger, verdict in (("dana", "dana", "unapproved"), ("lee", "kim", "approved")):
        copy = repo.copy(repo.root.with_name(f"{inner}-{merger}"))
        updated = copy.commit([branch, copy.tip], copy.merged(branch, copy.tip), inner, "Merge branch 'main'")
        assert copy.files(updated)[BOOK].id == copy.blob(EVIL)
        copy.merges(merger, branch=updated)
        assert judged(copy)[0] == verdict


def test_a_page_of_one_document_that_moves_into_another(repo: Repo) -> None:
    repo.merges("kim", change={"docs/policy.md": f"---\ntitle: Policy\n---\n\n# Policy\n\n{LINES}"})
    text = f"---\ntitle: Policy\n---\n\n# Policy\n\n{LINES}"
    branch = moved(repo, "docs/policy.md", "docs/book/policy.md", text)
    repo.pushes("dana", {"docs/policy.md": text.replace(LINES, EVIL)})
    repo.merges("dana", branch=branch)
    assert judged(repo) == ("unapproved", "evil-merge")


def test_a_key_that_its_owner_put_into_a_file_which_a_branch_made_a_list_of_keys(repo: Repo) -> None:
    held = repo.files(repo.tip)[SIGNERS]
    keys = repo.git("cat-file", "blob", held.id) + "\n"
    keys += "".join(f"# A line that makes a rename plain, number {number}.\n" for number in range(30))
    repo.pushes("sam", {"keys.txt": keys})
    branch = repo.branch("lee", {"keys.txt": None, "data/trust/forge/keys.asc": keys})
    repo.pushes("kim", {"keys.txt": keys + "# Mine as well.\n"})
    repo.merges("kim", branch=branch)
    assert judged(repo, "AUTHORITY") == ("unapproved", "evil-merge")


@pytest.mark.parametrize("merger", ["kim", "dana"])
def test_a_folder_of_a_larger_repository_that_moves_while_main_changes_it(repo: Repo, merger: str) -> None:
    """In its new folder the policy is adopted by that merge, with words that nobody saw there."""
    inside = repo.files(repo.tip)
    repo.pushes("sam", {**dict.fromkeys(inside), **{f"one/{path}": blob for path, blob in inside.items()}})
    repo.pushes("sam", {"one/docs/policy.md": LINES})
    here = repo.files(repo.tip)
    branch = repo.branch(
        "lee", {**dict.fromkeys(here), **{path.replace("one/", "two/", 1): b for path, b in here.items()}}
    )
    repo.pushes(merger, {"one/docs/policy.md": EVIL})
    repo.merges(merger, branch=branch)
    repo.git("reset", "-q", "--hard", "refs/heads/main")
    with open_history(repo.root / "two") as history:
        found = history.remerge(history.landings[-1].commit)
        assert found is not None
        assert found.carried == {"docs/policy.md"}


def test_a_pull_request_foretells_it(company: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    page = f"---\ntitle: Free\n---\n\n# Free\n\n{LINES}"
    company.pushes(DANA, {"docs/free.md": page})
    branch = proposes(company, {"docs/free.md": None, "docs/policy/free.md": page}, by=BEN)
    assert "APR-33" not in codes(checks(company, capsys)[1])
    company.pushes(PRIYA, {"docs/free.md": page.replace(LINES, EVIL)})
    company.ref("HEAD", branch)
    code, lines = checks(company, capsys)
    assert code == 1, lines
    (said,) = [line for line in lines if " APR-33 " in line]
    assert "git would take into docs/policy/free.md what the base has changed under another name" in said
    assert "merge the base into the branch, and let the result be read" in said
