"""The machine is never taken for a verdict: tools, settings, formats and kinds of checkout, each with its twin."""

from __future__ import annotations

import base64
import hashlib
import os
import pwd
import time
from typing import TYPE_CHECKING

import pytest

from attacks_tools import check_out, of_objects, only, ratified, status, tools
from caching import files
from history_company import POLICY, edit
from ratified.cache import store
from ratified.cache.account_folder import account_folder
from threats import FAIR

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from histories import Repo

pytest_plugins = ["history_fixtures"]


@pytest.fixture(autouse=True)
def _nothing_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "account_folder", lambda: None)


# Tools


def by_forge(repo: Repo) -> None:
    repo.merges("dana", change=edit("2h"), committer="github", sign="forge")


@pytest.mark.parametrize(("tool", "land"), [("ssh-keygen", FAIR), ("gpg", by_forge)])
def test_a_missing_tool_is_named_and_nothing_judged(
    tool: str, land: Callable[[Repo], object], repo: Repo, tmp_path: Path
) -> None:
    land(repo)
    with only(tmp_path / "bin", "git", "sh"):
        of_objects(repo).refuses("is not installed here", "Debian's package")
    assert of_objects(repo).stands() == "approved"
    assert tool


@pytest.mark.parametrize(
    ("name", "script", "word"),
    [
        ("ssh_keygen", "echo 'No user exists for uid 54321' >&2; exit 255", "list of users"),
        ("ssh_keygen", "echo 'unknown option -- O' >&2; exit 1", "OpenSSH 8.9"),
    ],
)
def test_an_ssh_keygen_that_does_not_run_is_named(
    name: str, script: str, word: str, repo: Repo, tmp_path: Path
) -> None:
    FAIR(repo)
    with tools(tmp_path / "bin", **{name: script}):
        of_objects(repo).refuses("ssh-keygen does not work here", word)
    with tools(tmp_path / "twin", **{name: 'exec $REAL "$@"'}):
        assert of_objects(repo).stands() == "approved"


def test_a_gpg_that_does_not_run_is_named(repo: Repo, tmp_path: Path) -> None:
    by_forge(repo)
    with tools(tmp_path / "bin", gpg="echo 'gpg: cannot open shared object file' >&2; exit 127"):
        of_objects(repo).refuses("gpg does not work here", "GnuPG 2.2")
    with tools(tmp_path / "twin", gpg='exec $REAL "$@"'):
        assert of_objects(repo).stands() == "approved"


def test_an_account_without_an_entry_and_a_home_is_any_account(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody(uid: int) -> None:
        raise KeyError(f"getpwuid(): uid not found: {uid}")

    FAIR(repo)
    check_out(repo)
    monkeypatch.undo()  # what is kept is kept as always
    monkeypatch.setattr(pwd, "getpwuid", nobody)
    for name in ("HOME", "XDG_CACHE_HOME", "USER", "LOGNAME"):
        monkeypatch.delenv(name, raising=False)
    assert status(repo).stands() == "approved"
    assert account_folder() is None
    assert ratified("check", "--repo", str(repo.root), "--as-of", "2026-11-22").code in (1, 2)
    monkeypatch.undo()
    assert status(repo).stands() == "approved"
    assert files(repo.root / ".git")


# Damaged signatures


def cut(armor: bytes) -> bytes:
    return armor[: len(armor) // 2]


def letters(armor: bytes) -> bytes:
    head, body = armor.split(b"\n", 1)
    return head + b"\n" + body[:20] + b"*" + body[21:]


def packet(armor: bytes) -> bytes:
    lines = armor.strip().split(b"\n")
    begin = lines.index(b"") + 1 if b"" in lines else 1
    body = [line for line in lines[begin:-1] if not line.startswith(b"=")]
    raw = base64.b64decode(b"".join(body))
    return b"\n".join((*lines[:begin], base64.b64encode(raw[:-9]), lines[-1], b""))


@pytest.mark.parametrize("key", ["dana", "forge"])
@pytest.mark.parametrize("spoil", [cut, letters, packet])
def test_a_damaged_signature_is_told_as_damaged(spoil: Callable[[bytes], bytes], key: str, repo: Repo) -> None:
    side = repo.branch("lee", edit("2h"))
    base = repo.tip
    message, by = "Merge pull request #12 from lee/x\n", "github" if key == "forge" else None
    made = repo.commit([base, side], repo.files(side), "dana", message, sign=key, committer=by)
    repo.land(made)
    assert of_objects(repo).stands() == "approved"
    head, _, body = repo.raw(made).partition(b"\ngpgsig ")
    armor, _, rest = body.partition(b"\n\n")
    armor = spoil(armor.replace(b"\n ", b"\n") + b"\n").rstrip(b"\n").replace(b"\n", b"\n ")
    repo.land(repo.object("commit", head + b"\ngpgsig " + armor + b"\n\n" + rest))
    of_objects(repo).says("unapproved", "is damaged")


# Git's own merge


def conflict_free(repo: Repo) -> None:
    """Both sides change a file, so that git itself must merge its lines."""
    text = "".join(f"line {n}\n" for n in range(20))
    repo.merges("dana", change={POLICY: text})
    side = repo.branch("lee", {POLICY: text.replace("line 1\n", "one\n")})
    repo.merges("sam", change={POLICY: text.replace("line 18", "eighteen")})
    repo.merges("dana", branch=side)


SLEEPS = 'case "$*" in *merge-tree*) exec sleep 600;; esac\nexec $REAL "$@"'


def test_a_merge_that_comes_to_no_end_costs_its_landing(repo: Repo, tmp_path: Path) -> None:
    conflict_free(repo)
    with tools(tmp_path / "bin", git=SLEEPS):
        began = time.monotonic()
        of_objects(repo).says("undecidable", "does not come to an end")
        assert time.monotonic() - began < 60  # 20 on a machine with nothing else to do
        repo.merges("sam", change=edit("1h"))
        assert of_objects(repo).stands() == "approved"
    repo.tip = repo.git("rev-parse", "main~1")
    repo.ref("refs/heads/main", repo.tip)
    assert of_objects(repo).stands() == "approved"


def test_a_git_that_merges_nothing_at_all_is_the_machine(repo: Repo, tmp_path: Path) -> None:
    conflict_free(repo)
    fails = 'case "$*" in *merge-tree*) echo "fatal: no space left" >&2; exit 128;; esac\nexec $REAL "$@"'
    with tools(tmp_path / "bin", git=fails):
        of_objects(repo).refuses("merge-tree", "no space left")


# Formats and places


def config(repo: Repo, text: str) -> None:
    with (repo.root / ".git/config").open("a", encoding="utf-8") as file:
        file.write(text)


OLD = """case "$*" in *rev-parse*)
printf 'fatal: unknown repository extension found:\\n\\trefstorage\\n' >&2; exit 128;;
esac
exec $REAL "$@\""""
"""Git 2.39 as it speaks of what came with 2.45; this one may know it."""


def test_a_newer_format_names_the_extension_and_the_git_that_reads_it(repo: Repo) -> None:
    FAIR(repo)
    twin = repo.copy(repo.root.parent / "twin")
    repo.git("config", "core.repositoryFormatVersion", "1")
    config(repo, "[extensions]\n\trefStorage = reftable\n")
    with tools(repo.root.parent / "bin", git=OLD):
        of_objects(repo).refuses("refstorage", "git 2.45 or newer", "git refs migrate")
    twin.git("config", "core.repositoryFormatVersion", "1")
    twin.git("config", "extensions.objectFormat", "sha1")
    assert of_objects(twin).stands() == "approved"


def test_an_unknown_extension_is_named(repo: Repo) -> None:
    FAIR(repo)
    repo.git("config", "core.repositoryFormatVersion", "1")
    config(repo, "[extensions]\n\tofTomorrow = true\n")
    of_objects(repo).refuses("oftomorrow", "install git")


def test_a_format_of_tomorrow_is_named(repo: Repo) -> None:
    FAIR(repo)
    config(repo, "[core]\n\trepositoryformatversion = 7\n")
    of_objects(repo).refuses("repository format 7", "newer git")


def test_a_work_tree_whose_repository_is_not_mounted(repo: Repo, tmp_path: Path) -> None:
    FAIR(repo)
    check_out(repo)
    there = tmp_path / "linked"
    repo.git("worktree", "add", "-q", "--detach", str(there), "main")
    asked = ("status", "--repo", str(there), "--format", "json", "--as-of", "2026-11-22")
    assert ratified(*asked).stands() == "approved"
    repo.root.rename(tmp_path / "elsewhere")
    ratified(*asked).refuses("is not here", "mount")


def test_settings_that_include_themselves(repo: Repo) -> None:
    FAIR(repo)
    config(repo, "[include]\n\tpath = config\n")
    of_objects(repo).refuses("include themselves", "config")


def test_settings_that_never_end(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    FAIR(repo)
    twin = repo.copy(repo.root.parent / "twin")
    os.mkfifo(repo.root / ".git/more")
    config(repo, "[include]\n\tpath = more\n")
    monkeypatch.setattr("ratified.git.discovery._SECONDS", 1.0)
    of_objects(repo).refuses("never ends", "more")
    monkeypatch.undo()
    (twin.root / ".git/more").write_text("[core]\n\tpager = less\n")
    config(twin, "[include]\n\tpath = more\n")
    assert of_objects(twin).stands() == "approved"


# What is edited


def stands_here(repo: Repo) -> str:
    return status(repo).stands()


def edits(repo: Repo) -> None:
    """An edit, a moment later than git wrote the file."""
    file = repo.root / POLICY
    file.write_text(file.read_text(encoding="utf-8", errors="replace") + "Anybody may approve.\n")


def test_modes_that_do_not_count_here(repo: Repo) -> None:
    FAIR(repo)
    check_out(repo)
    (repo.root / POLICY).chmod(0o755)
    assert stands_here(repo) == "pending"
    repo.git("config", "core.fileMode", "false")
    assert stands_here(repo) == "approved"
    edits(repo)
    assert stands_here(repo) == "pending"


def test_a_sparse_checkout_left_nothing_out_of_the_record(repo: Repo) -> None:
    FAIR(repo)
    check_out(repo)
    repo.git("sparse-checkout", "set", "--no-cone", "/data/", "/mkdocs.yml", "/README.md")
    assert not (repo.root / POLICY).exists()
    assert stands_here(repo) == "approved"
    repo.git("sparse-checkout", "disable")
    (repo.root / POLICY).unlink()
    assert stands_here(repo) == "pending"


def test_an_id_that_git_writes_into_a_file(repo: Repo) -> None:
    repo.merges("dana", change={POLICY: "# Policy\n\n$Id$\n", ".gitattributes": "*.md ident\n"})
    check_out(repo)
    assert "$Id: " in (repo.root / POLICY).read_text()
    assert stands_here(repo) == "approved"
    edits(repo)
    assert stands_here(repo) == "pending"


def test_an_encoding_in_which_other_words_stand_here_is_no_way_to_show_them(repo: Repo) -> None:
    """Git calls nothing changed; what the site would read is not what was approved."""
    repo.merges("dana", change={POLICY: "# Policy\n\nWe answer & write.\n"})
    repo.pushes("eve", {".gitattributes": "docs/policy.md text working-tree-encoding=UTF-7\n"})
    check_out(repo)
    assert repo.git("status", "--porcelain") == ""
    assert "answer & write" not in (repo.root / POLICY).read_text()
    assert stands_here(repo) == "pending"


def test_an_encoding_that_git_writes(repo: Repo) -> None:
    attributes = "docs/policy.md text working-tree-encoding=UTF-16LE\n"
    repo.merges("dana", change={POLICY: "# Policy\n\nWe answer.\n", ".gitattributes": attributes})
    check_out(repo)
    assert b"\0" in (repo.root / POLICY).read_bytes()
    assert stands_here(repo) == "approved"
    (repo.root / POLICY).write_bytes("# Policy\n\nWe never answer.\n".encode("utf-16-le"))
    assert stands_here(repo) == "pending"


def test_a_filter_is_known_by_what_git_noted_and_never_run(repo: Repo, tmp_path: Path) -> None:
    ran = tmp_path / "ran"
    repo.merges("dana", change={POLICY: "sealed\n", ".gitattributes": "docs/policy.md filter=seal\n"})
    repo.git("config", "filter.seal.smudge", "sed s/sealed/open/")
    repo.git("config", "filter.seal.clean", "sed s/open/sealed/")
    check_out(repo)
    assert (repo.root / POLICY).read_text() == "open\n"
    repo.git("config", "filter.seal.clean", f"touch {ran}; sed s/open/sealed/")
    assert stands_here(repo) == "approved"
    edits(repo)
    assert stands_here(repo) == "pending"
    assert not ran.exists()


def test_a_large_file_is_known_by_its_pointer(repo: Repo) -> None:
    large = b"A very large policy.\n" * 9
    digest = hashlib.sha256(large).hexdigest()
    pointer = f"version https://git-lfs.github.com/spec/v1\noid sha256:{digest}\nsize {len(large)}\n"
    repo.merges("dana", change={POLICY: pointer, ".gitattributes": "docs/policy.md filter=lfs\n"})
    check_out(repo)
    repo.git("config", "filter.lfs.clean", "false")
    (repo.root / POLICY).write_bytes(large)
    assert stands_here(repo) == "approved"
    (repo.root / POLICY).write_bytes(large + b"More.\n")
    assert stands_here(repo) == "pending"


# The calendar's ends


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
@pytest.mark.parametrize("verb", [["status"], ["log", "POL"], ["check"], ["coverage"], ["reaffirm", "POL"]])
def test_the_first_and_the_last_day_are_days(day: str, verb: list[str], repo: Repo) -> None:
    FAIR(repo)
    check_out(repo)
    told = ratified(*verb, "--repo", str(repo.root), "--as-of", day)
    assert told.code in (0, 1, 2), told.err
