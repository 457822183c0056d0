"""Forged and odd objects: what git reads inside itself is held to its id, and what is pushed costs its own landing."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

import pytest

from attacks_tools import check_out, of_objects, status
from history_company import POLICY, SEVERITIES, edit
from threats import FAIR

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from histories import Repo

pytest_plugins = ["history_fixtures"]


def loose(repo: Repo, id_: str) -> Path:
    return repo.root / ".git" / "objects" / id_[:2] / id_[2:]


def forge(repo: Repo, id_: str, kind: str, content: bytes) -> None:
    """Put other content into the file of an object."""
    file = loose(repo, id_)
    file.parent.mkdir(exist_ok=True)
    if file.exists():
        file.chmod(0o644)
    file.write_bytes(zlib.compress(b"%b %d\0%b" % (kind.encode(), len(content), content)))


def raw(repo: Repo, kind: str, id_: str) -> bytes:
    return repo._run("cat-file", kind, id_)


def root_of_an_earlier_landing(repo: Repo) -> None:
    """Lee pushes and Dana merges something else: the forged tree of the push says that nothing changed."""
    before = repo.git("rev-parse", "main^{tree}")
    repo.pushes("lee", edit("9h"))
    pushed = repo.git("rev-parse", "main^{tree}")
    repo.merges("dana", change={"README.md": "x\n"})
    forge(repo, pushed, "tree", raw(repo, "tree", before))


def folder_of_an_earlier_landing(repo: Repo) -> None:
    """The same one level deeper: of the push's tree only the folder of the policy is forged."""
    before = repo.git("rev-parse", "main:docs")
    repo.pushes("lee", edit("9h"))
    pushed = repo.git("rev-parse", "main:docs")
    FAIR(repo)
    forge(repo, pushed, "tree", raw(repo, "tree", before))


def base_of_a_merge(repo: Repo) -> None:
    """The tree of the merge base: by the forged one git's own merge is what Dana committed."""
    side = repo.branch("lee", {SEVERITIES: "reviewed: 2026-01-05\nlevels:\n  - id: sev-2\n"})
    start = repo.git("rev-parse", "main^{tree}")
    repo.merges("sam", change={"README.md": "y\n"})
    repo.merges("dana", branch=side, also=edit("9h"))
    forge(repo, start, "tree", raw(repo, "tree", repo.git("rev-parse", f"{repo.tip}^{{tree}}")))


def lines_of_a_merge(repo: Repo) -> None:
    """A file that both sides changed: git merges its lines, and reads the forged base of them."""
    text = "".join(f"line {n}\n" for n in range(20))
    repo.merges("dana", change={POLICY: text})
    base = repo.git("rev-parse", f"main:{POLICY}")
    side = repo.branch("lee", {POLICY: text.replace("line 1\n", "one\n")})
    repo.merges("sam", change={POLICY: text.replace("line 18", "eighteen")})
    repo.merges("dana", branch=side)
    forge(repo, base, "blob", text.replace("line 9", "nine").encode())


def commit_of_a_branch(repo: Repo) -> None:
    """The branch's commit by another author than the one who wrote it."""
    side = repo.branch("dana", edit("9h"))
    repo.merges("dana", branch=side)
    forge(repo, side, "commit", raw(repo, "commit", side).replace(b"author Dana Okafor", b"author Lee Parker  "))


FORGED = (
    root_of_an_earlier_landing,
    folder_of_an_earlier_landing,
    base_of_a_merge,
    lines_of_a_merge,
    commit_of_a_branch,
)


@pytest.mark.parametrize("attack", FORGED)
def test_a_forged_object_is_never_believed(attack: Callable[[Repo], None], repo: Repo) -> None:
    attack(repo)
    of_objects(repo).refuses("does not have the content of its id", "git fsck")
    of_objects(repo).refuses("does not have the content of its id")  # nor is anything kept of it


def test_the_twins_of_forged_objects(repo: Repo) -> None:
    text = "".join(f"line {n}\n" for n in range(20))
    repo.pushes("lee", {"README.md": "x\n"})
    repo.merges("dana", change={POLICY: text})
    side = repo.branch("lee", {POLICY: text.replace("line 1\n", "one\n")})
    repo.merges("sam", change={POLICY: text.replace("line 18", "eighteen")})
    repo.merges("dana", branch=side)
    assert of_objects(repo).stands() == "approved"
    forge(
        repo,
        repo.git("rev-parse", f"main:{POLICY}"),
        "blob",
        raw(repo, "blob", repo.git("rev-parse", f"main:{POLICY}")),
    )
    assert of_objects(repo).stands() == "approved"


def test_a_forged_object_in_a_pack_is_never_believed(repo: Repo) -> None:
    """The rest is packed, and the forged tree stands loose beside it."""
    before = repo.git("rev-parse", "main^{tree}")
    repo.pushes("lee", edit("9h"))
    pushed = repo.git("rev-parse", "main^{tree}")
    FAIR(repo)
    content = raw(repo, "tree", before)
    repo.git("pack-objects", "-q", "--revs", ".git/objects/pack/pack", feed=b"refs/heads/main\n")
    for file in (repo.root / ".git/objects/pack").iterdir():
        file.unlink()
    forge(repo, pushed, "tree", content)
    of_objects(repo).refuses("does not have the content of its id")


def test_a_packed_history_is_what_it_was(repo: Repo) -> None:
    FAIR(repo)
    repo.git("gc", "-q", "--prune=now")
    assert of_objects(repo).stands() == "approved"


def test_a_kept_answer_of_a_forged_store_is_not_there(repo: Repo) -> None:
    before = repo.git("rev-parse", "main^{tree}")
    repo.pushes("lee", edit("9h"))
    pushed = repo.git("rev-parse", "main^{tree}")
    sound = raw(repo, "tree", pushed)
    repo.merges("dana", change={"README.md": "x\n"})
    forge(repo, pushed, "tree", raw(repo, "tree", before))
    of_objects(repo).refuses("git fsck")
    forge(repo, pushed, "tree", sound)
    of_objects(repo).says("unapproved", "went straight to main")
    of_objects(repo).says("unapproved", "went straight to main")


# What git takes and nobody can read one way only


def odd_tree(repo: Repo, folder: str, *rows: tuple[bytes, bytes, str]) -> str:
    """A tree of these rows (mode, name, id), whatever git thinks of them."""
    assert folder
    return repo.object("tree", b"".join(mode + b" " + name + b"\0" + bytes.fromhex(id_) for mode, name, id_ in rows))


def lands_tree(repo: Repo, docs: str, by: str = "dana") -> None:
    """Somebody merges a root whose `docs` is this tree."""
    rows = repo._run("ls-tree", "-z", "main").split(b"\0")[:-1]
    rows = [row for row in rows if not row.endswith(b"\tdocs")] + [f"040000 tree {docs}\tdocs".encode()]
    root = repo.git("mktree", "-z", "--missing", feed=b"".join(row + b"\0" for row in rows))
    base = repo.tip
    side = repo.commit([base], root, "lee", "Change it", at=repo.now - 3600)
    repo.land(repo.commit([base, side], root, by, "Merge pull request #12 from lee/change\n", sign=by))
    repo._files.clear()


def page(repo: Repo, text: str) -> str:
    return repo.blob(f"# Policy\n\n{text}\n")


def twice(repo: Repo) -> str:
    one, other = page(repo, "4h"), page(repo, "9h")
    return odd_tree(repo, "docs", (b"100644", b"policy.md", one), (b"100644", b"policy.md", other))


def out_of_order(repo: Repo) -> str:
    one, other = page(repo, "4h"), page(repo, "9h")
    return odd_tree(repo, "docs", (b"100644", b"policy.md", one), (b"100644", b"note.md", other))


def file_and_folder(repo: Repo) -> str:
    inside = odd_tree(repo, "docs", (b"100644", b"x", page(repo, "9h")))
    return odd_tree(repo, "docs", (b"100644", b"policy.md", page(repo, "4h")), (b"40000", b"policy.md", inside))


def git_in_git(repo: Repo) -> str:
    return odd_tree(repo, "docs", (b"100644", b".GIT", page(repo, "1h")), (b"100644", b"policy.md", page(repo, "4h")))


def slash_in_a_name(repo: Repo) -> str:
    return odd_tree(
        repo, "docs", (b"100644", b"book/one.md", page(repo, "1h")), (b"100644", b"policy.md", page(repo, "4h"))
    )


def folder_that_is_a_file(repo: Repo) -> str:
    return odd_tree(repo, "docs", (b"40000", b"book", page(repo, "4h")), (b"100644", b"policy.md", page(repo, "9h")))


@pytest.mark.parametrize("made", [twice, out_of_order, file_and_folder, git_in_git, slash_in_a_name])
def test_a_folder_that_reads_in_several_ways_costs_its_landing(made: Callable[[Repo], str], repo: Repo) -> None:
    before = repo.git("rev-parse", "main:docs")
    FAIR(repo)
    assert of_objects(repo).stands() == "approved"
    lands_tree(repo, made(repo))
    of_objects(repo).says("unapproved", "read one way only")
    assert of_objects(repo).stands("RB") == "approved"
    lands_tree(repo, before)
    assert of_objects(repo).stands() == "approved"
    repo.merges("dana", change=edit("3h"))
    assert of_objects(repo).stands() == "approved"


def test_a_folder_that_is_a_file_holds_nothing(repo: Repo) -> None:
    sound = repo.git("rev-parse", "main:docs")
    lands_tree(repo, folder_that_is_a_file(repo))
    of_objects(repo).says("unapproved", "read one way only")
    assert of_objects(repo).stands("BOOK") == "unapproved"
    assert of_objects(repo).stands("RB") == "approved"
    lands_tree(repo, sound)
    assert of_objects(repo).stands() == "approved"


def test_ancient_modes_are_read_as_git_reads_them(repo: Repo) -> None:
    row = (b"100664", b"policy.md", page(repo, "4h"))
    lands_tree(repo, odd_tree(repo, "docs", row))
    assert of_objects(repo).stands() == "approved"
    repo.merges("dana", change=edit("3h"))
    assert of_objects(repo).stands() == "approved"


def test_ids_in_capitals_are_read_as_git_reads_them(repo: Repo) -> None:
    """Such a landing approves nothing, and the next one does."""
    FAIR(repo)
    side = repo.branch("lee", edit("9h"))
    plain = repo.raw(repo.commit([repo.tip, side], repo.files(side), "dana", "Merge pull request #13 from lee/x\n"))
    head, rest = plain.split(b"\n", 1)
    repo.land(repo.object("commit", b"tree " + head[5:].upper() + b"\n" + rest))
    of_objects(repo).says("unapproved", "capital letters")
    repo.now += 86400
    repo.merges("dana", change=edit("2h"))
    assert of_objects(repo).stands() == "approved"


def test_an_address_of_thousands_of_digits_is_nobody(repo: Repo) -> None:
    base = repo.tip
    repo.merges("dana", by=f"Dana Okafor <{'9' * 5000}+dana@users.noreply.github.com>", change=edit("9h"))
    of_objects(repo).says("unapproved", "the roster at #")
    repo.tip = base
    repo.merges("dana", by="lee@github", change=edit("9h"))
    assert of_objects(repo).stands() == "approved"


def test_a_document_without_a_file_is_not_approved(repo: Repo) -> None:
    repo.merges("dana", change={POLICY: None})
    of_objects(repo).says("unapproved", "no file on main", "docs/policy.md")
    repo.merges("dana", change={POLICY: "# Policy\n\nWe answer within 4h.\n"})
    assert of_objects(repo).stands() == "approved"


def test_a_work_tree_stands_with_its_objects(repo: Repo) -> None:
    FAIR(repo)
    check_out(repo)
    assert status(repo).stands() == "approved"
