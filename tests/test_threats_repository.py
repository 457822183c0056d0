"""Threats 7, 8, 18, 20, 36, 37 and 42: the repository itself. Rewritten, cut short, replaced, corrupt, dirty."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from histories import Repo
from history_company import POLICY, POLICY_TEXT, edit
from ratified.git.error import HistoryError
from ratified.git.history import open_history
from ratified.model.landing import Anchor, Anchors
from threats import FAIR, pushes

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytest_plugins = ["history_fixtures"]


def object_file(repo: Repo, id_: str) -> Path:
    return repo.root / ".git" / "objects" / id_[:2] / id_[2:]


def anchored(repo: Repo, anchor: str) -> str:
    with open_history(repo.root, anchors=Anchors((Anchor(anchor),))) as history:
        return history.anchor_state


def test_threat_7_a_tip_that_was_pushed_away_is_missed(repo: Repo) -> None:
    base = repo.tip
    seen = FAIR(repo)
    assert isinstance(seen, str)
    assert anchored(repo, seen) == "on-chain"
    repo.tip = base
    repo.merges("dana", change=edit("3h"))
    assert repo.verdict().verdict == "approved"
    assert anchored(repo, seen) == "rewritten"
    assert anchored(repo, base) == "on-chain"


def test_threat_8_a_mainline_turned_inside_out_is_seen(repo: Repo) -> None:
    side = repo.branch("lee", {"README.md": "x\n"})
    seen = FAIR(repo)
    assert isinstance(seen, str)
    files = {**repo.files(seen), "README.md": repo.files(side)["README.md"]}
    repo.land(repo.commit([side, seen], files, "dana", "Merge pull request #13 from lee/x", sign="dana"))
    assert anchored(repo, seen) == "inverted"


def test_threat_8_a_branch_that_took_main_in_before_it_landed_is_no_inversion(repo: Repo) -> None:
    side = repo.branch("lee", edit("2h"))
    seen = repo.merges("sam", change={"README.md": "x\n"})
    updated = repo.commit([side, seen], repo.merged(side, seen), "lee", "Merge branch 'main' into change")
    repo.merges("dana", branch=updated)
    assert anchored(repo, seen) == "on-chain"
    assert repo.verdict().verdict == "approved"


def replaces(repo: Repo) -> None:
    """Lee's push, shown by a replacement as a merge of Dana's."""
    base = repo.tip
    push = repo.pushes("lee", edit("3h"))
    branch = repo.branch("lee", edit("3h"), onto=base)
    repo.ref(f"refs/replace/{push}", repo.commit([base, branch], repo.files(push), "dana", "Merge", sign="dana"))


def grafts(repo: Repo) -> None:
    file = repo.root / ".git" / "info" / "grafts"
    file.parent.mkdir(exist_ok=True)
    file.write_text(f"{repo.tip}\n", encoding="ascii")


def shallow(repo: Repo) -> None:
    there = repo.root.parent / "shallow"
    repo.git("clone", "-q", "--depth", "1", f"file://{repo.root}", str(there))
    shutil.rmtree(repo.root)
    there.rename(repo.root)


def partial(repo: Repo) -> None:
    there = repo.root.parent / "partial"
    repo.git("config", "uploadpack.allowFilter", "true")
    repo.git("clone", "-q", "--filter=blob:none", f"file://{repo.root}", str(there))
    shutil.rmtree(repo.root)
    there.rename(repo.root)


def loses(what: str) -> Callable[[Repo], None]:
    """An object is not there: of the head's policy, its tree, the landing before it, a commit that it brought in."""

    def lost(repo: Repo) -> None:
        object_file(repo, repo.git("rev-parse", f"main{what}")).unlink()

    return lost


def corrupt(repo: Repo) -> None:
    """The landing's file holds another, sound commit: Dana's merge in the place of Lee's push (threat 42's shape)."""
    push = repo.pushes("lee", edit("3h"))
    better = object_file(repo, repo.merges("dana", change=edit("5h")))
    file = object_file(repo, push)
    file.chmod(0o644)
    shutil.copyfile(better, file)


@pytest.mark.parametrize(
    ("number", "spoil", "says"),
    [
        (18, replaces, "replaces objects"),
        (18, grafts, "info/grafts"),
        (18, shallow, "fetch-depth: 0"),
        (18, partial, "partial clone"),
        (18, loses(f":{POLICY}"), "missing"),
        (18, loses(":data/register.yml"), "missing"),
        (18, loses("^{tree}"), "decided"),
        (18, loses("~1"), "decided"),
        (18, loses("^2"), "decided"),
        (42, corrupt, "fsck"),
    ],
)
def test_a_history_that_cannot_be_trusted_is_never_judged(
    number: int, spoil: Callable[[Repo], None], says: str, repo: Repo
) -> None:
    FAIR(repo)
    assert repo.verdict().verdict == "approved"
    spoil(repo)
    with pytest.raises(HistoryError) as caught:
        repo.verdicts_of_everything()
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)
    assert number


@pytest.mark.parametrize("depth", ["--no-local", "--mirror"])
def test_threat_18_a_whole_clone_says_the_same(depth: str, repo: Repo) -> None:
    FAIR(repo)
    there = Repo(repo.root.parent / "whole", repo.keys)
    repo.git("clone", "-q", depth, str(repo.root), str(there.root))
    assert there.verdicts() == repo.verdicts()


def test_threat_18_a_packed_repository_says_the_same(repo: Repo) -> None:
    FAIR(repo)
    before = repo.verdicts()
    repo.git("gc", "-q", "--prune=now")
    repo.git("commit-graph", "write", "--reachable")
    assert repo.verdicts() == before


def test_threat_20_what_lies_in_the_work_tree_or_the_index_decides_nothing(repo: Repo) -> None:
    FAIR(repo)
    repo.git("reset", "-q", "--hard", "main")
    before = repo.verdicts()
    (repo.root / POLICY).write_text(edit("9h")[POLICY])
    (repo.root / "data/people.yml").write_text("people: []\n")
    (repo.root / ".gitattributes").write_text("* filter=nothing ident\n")
    repo.git("add", POLICY)
    assert repo.verdicts() == before
    with open_history(repo.root) as history:
        assert history.edited() == {POLICY, "data/people.yml", ".gitattributes"}


def test_threat_20_a_clean_work_tree_is_not_edited(repo: Repo) -> None:
    FAIR(repo)
    repo.git("reset", "-q", "--hard", "main")
    with open_history(repo.root) as history:
        assert history.edited() == frozenset()


def test_threat_42_a_repository_of_sha_256_objects_is_judged_alike(repo: Repo, tmp_path: Path) -> None:
    other = Repo(tmp_path / "long", repo.keys).init("--object-format=sha256").adopted()
    FAIR(other)
    FAIR(repo)
    mine, theirs = repo.verdict(), other.verdict()
    assert (mine.verdict, theirs.verdict) == ("approved", "approved")
    assert mine.fingerprint != theirs.fingerprint
    assert len(theirs.fingerprint) == 64
    pushes("lee", edit("3h"))(other)
    assert other.verdict().why == "direct"


def test_settings_of_the_repository_decide_nothing(repo: Repo) -> None:
    FAIR(repo)
    before = repo.verdicts()
    for name, value in {
        "gpg.program": "true",
        "gpg.ssh.program": "true",
        "gpg.ssh.allowedSignersFile": "/dev/null",
        "log.mailmap": "true",
        "log.showSignature": "true",
        "merge.renames": "false",
        "diff.renames": "copies",
        "core.quotePath": "true",
        "i18n.logOutputEncoding": "latin1",
        "trailer.separators": "=",
        "core.alternateRefsCommand": "touch stolen",
        "core.sshCommand": "touch stolen",
        "core.fsmonitor": "touch stolen",
    }.items():
        repo.git("config", name, value)
    assert repo.verdicts() == before
    assert not (repo.root / "stolen").exists()


def test_judging_writes_nothing_into_the_repository(repo: Repo) -> None:
    FAIR(repo)
    before = {file: file.read_bytes() for file in repo.root.rglob("*") if file.is_file()}
    repo.verdicts()
    after = {file: file.read_bytes() for file in repo.root.rglob("*") if file.is_file()}
    assert after == before


def test_the_same_history_twice_says_the_same_to_the_letter(repo: Repo) -> None:
    pushes("lee", {POLICY: POLICY_TEXT + "More.\n"})(repo)
    FAIR(repo)
    assert repr(repo.verdicts()) == repr(repo.verdicts())
