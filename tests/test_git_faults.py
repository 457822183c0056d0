"""Every call of git made to fail in turn: a sentence each time, never another error, never a silent result."""

from __future__ import annotations

import io
import re
import shutil
import tempfile
import time
from functools import cached_property
from pathlib import Path
from typing import IO, TYPE_CHECKING

import pytest

from history_repo import Repo
from ratified.cache import store
from ratified.git import runner
from ratified.git.error import HistoryError
from ratified.git.history import open_history
from ratified.git.objects import _answer
from ratified.git.runner import Git, finish, launch
from ratified.git.running import RunningGit
from ratified.model.landing import Anchor, Anchors, TrustedKeys
from test_git_signature import Keys

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

CALLS = [
    "config",
    "version",
    "rev-parse",
    "for-each-ref",
    "cat-file",
    "rev-list",
    "log",
    "rev-list",
    "merge-tree",
    "rev-list",
    "rev-list",
    "for-each-ref",
    "merge-tree",
    "log",
    "log",
    "ls-files",
]
"""Every call of git that `everything` makes, in order. A new one belongs in this list, so that it is made to fail."""

CUT = """
out=$(mktemp -u); "$@" >"$out.1" 2>"$out.2"
for n in 1 2; do head -c $(($(wc -c <"$out.$n") {})) "$out.$n" >&$n; done
rm "$out".?
"""
MERGE = re.compile(r"RemergeDifference\(differs=.*?known=\w+, carried=frozenset\([^)]*\)\)")
FAULTS = {
    "missing": "",
    "status 128": "echo 'fatal: \033[31mfire\007' >&2; echo more >&2; exit 128",
    "status 1": "exit 1",
    "killed": "kill -9 $$",
    "hanging": "sleep 600",
    "silent": "exit 0",
    "halved": CUT.format("/ 2"),
    "a byte short": CUT.format("- 1"),
    "babbling": "echo nonsense; echo nonsense; exit 0",
}
CUT_TALK = 'out=$PWD/cut; mkfifo "$out"; exec 4<&0; "$@" <&4 >"$out" & exec 4<&-; exec head -c 30 "$out"'
"""A conversation has no end at which to cut it: it breaks off in the middle of an answer."""


class Story:
    """A repository that needs every call: side branches, an evil merge, signatures of both kinds, an expired key."""

    def __init__(self, folder: Path) -> None:
        self.repo = repo = Repo(folder / "r")
        base = repo.lands({"a": "1", "d/b": "1"})
        sides = [repo.commit({name: "1", "a": "side"}, [base]) for name in ("x", "y")]
        repo.lands({"a": "main"})
        repo.lands({"x": "evil"}, sides[:1])
        self.anchor = sides[0]
        keys = Keys(Path(tempfile.mkdtemp(prefix="keys-")))
        for name, sign in (("dana", keys.ssh), ("old", keys.pgp)):
            parent = str(repo.tip)
            who = b"D <d@x> 1700000000 +0000"
            head = b"tree %b\nparent %b\nauthor %b\ncommitter %b\n" % (
                repo.tree(parent).encode(),
                parent.encode(),
                who,
                who,
            )
            armor = sign(name, head + b"\nm\n").strip().replace(b"\n", b"\n ")
            repo.main(repo.raw(head + b"gpgsig " + armor + b"\n\nm\n"))
        repo.check_out()
        self.trust = TrustedKeys(keys.line("dana", "dana").encode(), (("f", keys.forge("old")),))
        keys.run("gpgconf", "--kill", "all")
        shutil.rmtree(keys.folder)

    @cached_property
    def truth(self) -> str:
        """What is answered where nothing fails."""
        return str(self.everything())

    def everything(self) -> object:
        """The answers to every question there is."""
        with open_history(self.repo.root, anchors=Anchors((Anchor(self.anchor),))) as history:
            commits = [landing.commit for landing in history.landings]
            return (
                history.anchor_state,
                commits,
                history.would_land(commits[0].id, history.tip),
                history.between(commits[0].id, history.tip),
                history.resolve("main"),
                [history.brought_in(landing) for landing in history.landings],
                [history.remerge(commit) for commit in commits],
                history.listing(commits[0].id),
                history.blobs(held.id for held in history.listing(history.tip).values()),
                [history.signature(commit, self.trust) for commit in commits],
                history.edited(),
            )


@pytest.fixture(autouse=True)
def _nothing_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "account_folder", lambda: None)


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Story:
    return Story(tmp_path_factory.mktemp("story"))


class Sabotage:
    """Stands where processes are started, notes each call of git, and spoils one of them."""

    def __init__(self, patch: pytest.MonkeyPatch, at: int, how: str) -> None:
        self.patch, self.at, self.how = patch, at, how
        self.calls: list[str] = []
        patch.setattr(runner, "launch", self.launch)

    def launch(
        self,
        command: Sequence[str],
        folder: Path,
        variables: Mapping[str, str] | None = None,
        err: IO[bytes] | int = -1,
        out: IO[bytes] | int = -1,
    ) -> object:
        verb = next((word for word in command if word in CALLS), "")
        assert verb, f"a call that is not in the list: {command}"
        self.calls.append(verb)
        if len(self.calls) - 1 != self.at:
            return launch(command, folder, variables, err, out)
        if self.how == "hanging":
            self.patch.setattr(runner, "SECONDS", 0.2)
        if self.how == "missing":
            return launch(["no-such-git"], folder, variables, err, out)
        cut = verb == "cat-file" and self.how in ("halved", "a byte short")
        return launch(["sh", "-c", CUT_TALK if cut else FAULTS[self.how], "sh", *command], folder, variables, err, out)


def test_the_list_of_calls_is_complete(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    sabotage = Sabotage(monkeypatch, -1, "")
    answers = story.everything()
    assert sabotage.calls == CALLS
    assert answers == story.everything()
    assert str(answers).count("state='good'") == 2


@pytest.mark.parametrize("how", FAULTS)
@pytest.mark.parametrize("at", range(len(CALLS)))
def test_a_call_that_fails_is_told_in_a_sentence(
    story: Story, at: int, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert story.truth.count("conflicts=frozenset({'a'})") == 1
    sabotage = Sabotage(monkeypatch, at, how)
    started = time.monotonic()
    answers, sentence = None, ""
    try:
        answers = story.everything()
    except HistoryError as error:
        sentence = str(error)
    if answers is None:
        assert sentence.isprintable()
        assert len(sentence) > 40
        assert len(sabotage.calls) > at
    elif how == "hanging" and at == CALLS.index("merge-tree"):
        assert "conflicted=True" in str(answers), "what does not come to an end is no clean merge"
    elif CALLS[at] == "merge-tree":
        # What git does not tell of one merge is not known of that one, and nothing else changes.
        told = MERGE.sub("", str(answers)), MERGE.sub("", story.truth)
        assert told[0] == told[1]
        assert "known=False" in str(answers) or str(answers) == story.truth
    else:
        # Only `true` makes a repository bare. What git does not tell of changes is read from the objects. Of what it
        # says on the side only the last
        # newline may be missing: nothing hangs on it.
        assert str(answers) == story.truth
        assert at == 0 or CALLS[at] == "log"
    assert time.monotonic() - started < 60


def test_what_git_complains_of_is_passed_on_made_safe(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    for call in ("for-each-ref", "cat-file", "rev-list"):
        with monkeypatch.context() as patch:
            Sabotage(patch, CALLS.index(call), "status 128")
            with pytest.raises(HistoryError, match=re.escape("run `git fsck`") + r".*: fatal: \?\[31mfire\?$"):
                story.everything()


@pytest.fixture
def git(tmp_path: Path) -> Git:
    Repo(tmp_path / "r")
    return Git(tmp_path / "r/.git")


def test_a_folder_that_is_gone_is_told(tmp_path: Path) -> None:
    with pytest.raises(HistoryError, match=r"^git cannot be started: .*No such file"):
        Git(tmp_path / "gone").run("version")


def test_an_argument_that_no_system_takes(git: Git) -> None:
    with pytest.raises(HistoryError, match="git cannot be started: embedded null byte"):
        git.run("rev-parse", "a\0b")


def test_what_a_process_started_ends_with_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner, "SECONDS", 0.3)
    process = launch(["sh", "-c", "(sleep 1; touch late) & sleep 600"], tmp_path)
    with process, pytest.raises(HistoryError, match=r"`it` did not end within 0\.3 seconds"):
        finish(process, b"", "it")
    time.sleep(1.2)
    assert not (tmp_path / "late").exists()


def test_a_group_that_is_gone_already(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_: object) -> None:
        raise ProcessLookupError

    with launch(["sleep", "600"], tmp_path) as process:
        monkeypatch.setattr("os.killpg", gone)
        runner.end(process)
        assert process.returncode == -9


def test_leaving_a_conversation_early_ends_it(git: Git) -> None:
    with RunningGit(git, "cat-file", "--batch-command", "--buffer") as running:
        running.pipes[0].write(b"info HEAD\n")
        runner.end(running._process)
    assert running._process.returncode == -9


def test_an_answer_that_breaks_off_anywhere_is_told() -> None:
    whole = b"a" * 40 + b" blob 5\nhello\n"
    assert _answer(io.BytesIO(whole), bodies=True) == ("a" * 40, "blob", b"hello")
    for cut in range(len(whole)):
        with pytest.raises(EOFError):
            _answer(io.BytesIO(whole[:cut]), bodies=True)


def test_a_history_asks_again_after_a_fault(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_history(story.repo.root) as history:
        held = history.listing(history.tip)["a"].id
        with pytest.raises(HistoryError, match="missing"):
            history.blobs([held, "0" * 40])
        assert history.blob(held) == b"main"
