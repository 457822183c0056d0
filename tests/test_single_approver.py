"""That one person alone may approve AUTHORITY is said by `status`, as the main branch has it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from adopting import says
from ratified.cli.main import main
from test_import_adopted import DAY, adopted

if TYPE_CHECKING:
    from pathlib import Path

    from histories import Repo
    from history_keys import Keys

pytest_plugins = ["history_fixtures"]

ALONE = "single_approver: {accepted: true, reason: There are two of us.}\n"


@pytest.fixture(scope="module")
def small(keys: Keys, tmp_path_factory: pytest.TempPathFactory) -> Repo:
    """A small company that adopted one policy. Never to be changed."""
    return adopted(tmp_path_factory.mktemp("small"), keys, {"a.md": b"# A\n\nWords.\n"})


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (ALONE, "There are two of us."),
        ("", None),
        ("single_approver: {accepted: false, reason: No}\n", None),
        ("single_approver: we are two\n", None),
        ("single_approver: {accepted: true}\n", None),
    ],
)
def test_status_says_what_the_register_on_main_accepts(
    line: str, said: str | None, small: Repo, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A key that is not as it should be costs the register nothing else, and says nothing."""
    repo = small.copy(tmp_path / "repo")
    register = repo.git("show", "main:data/register.yml") + "\n" + line
    repo.merges("kim", by="lee", change={"data/register.yml": register})
    repo.git("reset", "-q", "--hard", "main")
    code, told = says(repo, capsys, "status", "--ref", "refs/heads/main", day=DAY)
    adoption = repo.git("rev-list", "--reverse", "--first-parent", "main").split()[1]
    assert (code, told["single_approver"], told["bootstrap"]) == (0, said, adoption)
    assert {d["verdict"] for d in told["documents"]} == {"approved"}
    capsys.readouterr()
    sentence = "The register accepts that one person alone may approve AUTHORITY: There are two of us.\n"
    for document, shown in (((), True), (("AUTHORITY",), True), (("POL-A",), False)):
        assert main(["status", "--repo", str(repo.root), "--ref", "refs/heads/main", "--as-of", DAY, *document]) == 0
        assert (sentence in capsys.readouterr().out) is (shown and said is not None)
