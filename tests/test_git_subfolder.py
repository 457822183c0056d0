"""A policy in a folder of a larger repository: what is outside of it counts for nothing, and nothing else changes."""

from __future__ import annotations

import re
from dataclasses import asdict
from typing import TYPE_CHECKING

import pytest

from history_repo import Repo
from nightly import rest_by_night
from random_worlds import Habits, Thrown
from ratified.approval.verdicts import ApprovalHistory
from ratified.git.discovery import find_repository
from ratified.git.error import HistoryError
from ratified.git.history import History, open_history
from wild_worlds import Oddities, Wild, wild_world
from written_worlds import Keyring, git, write

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BELOW = "company/policy"
A_REPOSITORY = 20


def whole(root: Path) -> Path:
    """A bare repository as one with a work tree, and the policy's folder in it."""
    git(root, "config", "core.bare", "false")
    (root.parent / BELOW).mkdir(parents=True)
    return root.parent / BELOW


def told(history: History, wild: Wild) -> Iterator[tuple[object, ...]]:
    """All that is said of a history, with landings by their numbers, since their ids are others in another folder."""
    number = {landing.commit.id[:10]: f"landing {landing.number}" for landing in history.landings}
    approvals = ApprovalHistory.of(history.landings, history.blobs, history, wild.as_of)

    def by_number(value: object) -> str:
        return re.sub(r"\b[0-9a-f]{10,40}\b", lambda id_: number.get(id_[0][:10], "a commit"), repr(value))

    for landing in history.landings:
        yield landing.number, landing.changes
    for document, verdict in approvals.verdicts.items():
        yield document, verdict.verdict, by_number(asdict(verdict))
    for document in approvals.decisions.changes:
        for event in approvals.events(document):
            yield document, event.verdict, by_number(asdict(event))


@pytest.fixture(scope="module")
def keyring(tmp_path_factory: pytest.TempPathFactory) -> Keyring:
    return Keyring(tmp_path_factory.mktemp("keys") / "ring")


@pytest.mark.parametrize("batch", rest_by_night(range(20), [0, 1]))
def test_what_is_said_of_a_folder_is_what_is_said_of_a_repository_of_its_own(
    batch: int, tmp_path: Path, keyring: Keyring
) -> None:
    signed = batch % 4 == 0
    seeds = range(batch * A_REPOSITORY, (batch + 1) * A_REPOSITORY)
    habits = Habits(signed=signed, odd=False)
    wilds = {f"history-{n}": wild_world(Thrown(n), habits, Oddities(revocations=False)) for n in seeds}
    worlds = {name: wild.world for name, wild in wilds.items()}
    write(tmp_path / "own.git", worlds, keyring if signed else None)
    write(tmp_path / "large/.git", worlds, keyring if signed else None, BELOW)
    inside = whole(tmp_path / "large/.git")
    for name, wild in wilds.items():
        with (
            open_history(tmp_path / "own.git", ref=f"refs/heads/{name}") as own,
            open_history(inside, ref=f"refs/heads/{name}") as part,
        ):
            assert list(told(part, wild)) == list(told(own, wild)), name
            assert part.listing(part.tip) == own.listing(own.tip)


@pytest.fixture
def larger(tmp_path: Path) -> Repo:
    """Some landings that touch the policy, and some that do not."""
    made = Repo(tmp_path / "r")
    made.lands({"app/main.py": "one\n"})
    made.lands({f"{BELOW}/docs/page.md": "one\n", f"{BELOW}/data/register.yml": "main: main\n"})
    made.lands({"app/main.py": "two\n"})
    made.lands({f"{BELOW}/docs/page.md": "two\n", "app/main.py": "three\n"})
    made.check_out()
    return made


def test_paths_are_relative_to_the_folder(larger: Repo) -> None:
    with open_history(larger.root / BELOW) as history:
        assert [[change.path for change in landing.changes] for landing in history.landings] == [
            [],
            ["data/register.yml", "docs/page.md"],
            [],
            ["docs/page.md"],
        ]
        assert sorted(history.listing(history.tip)) == ["data/register.yml", "docs/page.md"]
        assert history.root == (larger.root / BELOW).resolve()


def test_what_was_edited_is_relative_too_and_what_is_outside_is_not_asked(larger: Repo) -> None:
    inside = larger.root / BELOW
    (inside / "docs/page.md").write_text("three\n", encoding="utf-8")
    (inside / "docs/new.md").write_text("new\n", encoding="utf-8")
    (larger.root / "app/main.py").write_text("edited\n", encoding="utf-8")
    with open_history(inside) as history:
        assert history.edited() == {"docs/page.md", "docs/new.md"}
        assert history.edited(("data",)) == set()


def test_attributes_of_the_whole_repository_say_how_a_file_is_checked_out(larger: Repo) -> None:
    larger.lands({".gitattributes": "*.md text eol=crlf working-tree-encoding=UTF-16LE\n"})
    (larger.root / ".gitattributes").write_text("*.md working-tree-encoding=ISO-8859-1\n", encoding="utf-8")
    (larger.root / BELOW / "docs/page.md").write_bytes(b"two\r\n")
    with open_history(larger.root / BELOW) as history:
        assert history.edited(("docs",)) == set()


def test_a_merge_is_held_to_git_s_own_with_all_that_is_outside(larger: Repo) -> None:
    """A file that a branch moved into the folder while main went on with it: git carries main's change along."""
    lines = "".join(f"line {n}\n" for n in range(20))
    larger.lands({"app/notes.md": lines})
    moved = larger.commit({"app/notes.md": None, f"{BELOW}/docs/notes.md": lines}, [larger.tip or ""])
    larger.lands({"app/notes.md": lines.replace("line 3\n", "line three\n")})
    merged = {"app/notes.md": None, f"{BELOW}/docs/notes.md": lines.replace("line 3\n", "line three\n")}
    larger.lands(merged, [moved])
    with open_history(larger.root / BELOW) as history:
        found = history.remerge(history.landings[-1].commit)
        assert found is not None
        assert (found.differs, found.conflicts) == (frozenset(), frozenset())


def test_a_conflict_outside_of_the_folder_is_not_the_policy_s(larger: Repo) -> None:
    tip = larger.tip or ""
    ours = larger.commit({"app/main.py": "ours\n", f"{BELOW}/docs/page.md": "ours\n"}, [tip])
    app = larger.commit({"app/main.py": "theirs\n"}, [tip])
    page = larger.commit({f"{BELOW}/docs/page.md": "theirs\n"}, [tip])
    with open_history(larger.root / BELOW) as history:
        outside, within = history.would_land(ours, app), history.would_land(ours, page)
        assert (outside.conflicts, outside.conflicted) == (frozenset(), False)
        assert sorted(outside.listing) == ["data/register.yml", "docs/page.md"]
        assert (within.conflicts, within.conflicted) == (frozenset({"docs/page.md"}), True)


@pytest.mark.parametrize(
    "held",
    [
        pytest.param(None, id="gone"),
        pytest.param("text\n", id="a file"),
        pytest.param(("120000", "../app"), id="a link"),
    ],
)
def test_a_folder_that_is_none_for_a_while(larger: Repo, held: str | tuple[str, str] | None) -> None:
    away = {f"{BELOW}/docs/page.md": None, f"{BELOW}/data/register.yml": None}
    larger.lands({**away, BELOW: held} if held else away)
    larger.lands({BELOW: None, f"{BELOW}/docs/page.md": "three\n"} if held else {f"{BELOW}/docs/page.md": "three\n"})
    larger.check_out()
    with open_history(larger.root / BELOW) as history:
        changes = [[(path, after is not None) for path, _, after in each.changes] for each in history.landings[-2:]]
        assert changes == [[("data/register.yml", False), ("docs/page.md", False)], [("docs/page.md", True)]]


def test_a_folder_that_can_be_read_in_two_ways_holds_nothing_and_its_commit_says_so(larger: Repo) -> None:
    tip, sound = larger.tip or "", larger.tree()
    rows = [larger.said("rev-parse", f"main:{path}") for path in ("company", "company/policy")]
    twice = b"".join(b"40000 company\0" + bytes.fromhex(id_) for id_ in rows)
    odd = larger.said("hash-object", "-t", "tree", "-w", "--stdin", "--literally", feed=twice)
    who = "Ada <ada@example.com> 1800000000 +0000"
    for tree in (odd, sound):
        text = f"tree {tree}\nparent {tip}\nauthor {who}\ncommitter {who}\n\nA change\n"
        tip = larger.main(larger.raw(text.encode()))
    with open_history(larger.root / BELOW) as history:
        gone, back = history.landings[-2:]
        assert gone.commit.faults == ("what leads to company/policy/ in it is no tree that can be read one way only",)
        assert {path: after for path, _, after in gone.changes} == {"data/register.yml": None, "docs/page.md": None}
        assert (back.commit.faults, [each.path for each in back.changes]) == ((), ["data/register.yml", "docs/page.md"])


def test_a_folder_that_main_does_not_hold(larger: Repo) -> None:
    (larger.root / "drafts").mkdir()
    with pytest.raises(HistoryError, match=r"main of .*/r holds no folder drafts/; commit the policy there, or run"):
        open_history(larger.root / "drafts")


def test_a_folder_of_git_s_own_is_no_policy(larger: Repo) -> None:
    with pytest.raises(HistoryError, match="is not a git repository"):
        find_repository((larger.root / ".git/refs").resolve())


def test_two_folders_of_one_repository_keep_their_answers_apart(larger: Repo, tmp_path: Path) -> None:
    larger.lands({"other/docs/page.md": "other\n"})
    larger.check_out()
    for folder, files in ((BELOW, 2), ("other", 1), ("", 4), (BELOW, 2)):
        with open_history(larger.root / folder) as history:
            assert len(history.listing(history.tip)) == files
            assert (
                sum(len(landing.changes) > 0 for landing in history.landings) == {BELOW: 2, "other": 1, "": 5}[folder]
            )
