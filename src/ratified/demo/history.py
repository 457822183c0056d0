"""From steps to git objects: what every file says at each landing, then trees, commits and signatures."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple
from zlib import crc32

from ratified.demo.company import PEOPLE, SIGNING, final_files, identities
from ratified.demo.fingerprints import Fingerprints
from ratified.demo.git_objects import ObjectWriter
from ratified.demo.keys import FORGE, DemoKeys
from ratified.demo.landings import BranchCommit, DemoLanding, Edit, Files, edited
from ratified.demo.tools import DemoError
from ratified.model.acknowledgement import FOLDER

if TYPE_CHECKING:
    from collections.abc import Sequence

_REVIEWED = re.compile(r"^reviewed: [0-9]{4}-[0-9]{2}-[0-9]{2}$", re.MULTILINE)


class BuiltHistory(NamedTuple):
    """A history as objects: the tip's commit id, and how many landings lead to it."""

    objects: ObjectWriter
    tip: str
    landings: int


@dataclass(frozen=True)
class _CommitPoint:
    """A commit, what its tree says, and the day of its landing; branches have none."""

    id: str
    files: Files
    day: date | None = None


def build_history(story: Sequence[DemoLanding], more: Sequence[DemoLanding], keys: DemoKeys) -> BuiltHistory:
    """Make the history: `story` ends at the final files, and `more` goes on from there.

    Raises DemoError where an edit fits neither the starter nor its place in the story.
    """
    steps = _with_reviews([*story, *more])
    told = steps[: len(story)]
    files = edited(_dated(told), [edit.turned() for step in reversed(told) for edit in reversed(step.edits)])
    teller = _HistoryBuilder(keys, identities(final_files()[PEOPLE]))
    for number, step in enumerate(steps):
        teller.land(step, number, files)
    return BuiltHistory(teller.objects, teller.points[-1].id, len(steps))


def _with_reviews(steps: Sequence[DemoLanding]) -> list[DemoLanding]:
    """Steps whose `reviews` have become edits of the last commit: the day of each file's last review before it."""
    last: dict[str, str] = {}
    done = []
    for step in steps:
        new = f"reviewed: {step.day}\n"
        edits = tuple(Edit(path, last.get(path, _unread(steps)), new) for path in step.reviews)
        last.update(dict.fromkeys(step.reviews, new))
        work = step.works[-1]
        done.append(replace(step, works=(*step.works[:-1], work._replace(edits=(*work.edits, *edits)))))
    return done


def _unread(steps: Sequence[DemoLanding]) -> str:
    """What `reviewed:` says before the first review of the story: the day the repository began."""
    return f"reviewed: {steps[0].day}\n"


def _dated(story: Sequence[DemoLanding]) -> Files:
    """The final files, each `reviewed:` as the story leaves it."""
    files = final_files()
    began = {path: story[0].day for path, text in files.items() if _REVIEWED.search(text)}
    for path, day in {**began, **{path: step.day for step in story for path in step.reviews}}.items():
        files[path], count = _REVIEWED.subn(f"reviewed: {day}", files.get(path, ""))
        if count != 1:
            raise DemoError(f"the story does not fit the starter: {path} says `reviewed:` {count} times")
    return files


class _HistoryBuilder:
    """Makes one landing after the other and remembers each: what a branch may have left from."""

    def __init__(self, keys: DemoKeys, people: dict[str, str]) -> None:
        self.objects = ObjectWriter()
        self.points: list[_CommitPoint] = []
        self._keys, self._people, self._fingerprints = keys, people, Fingerprints()
        self._publics = {f"<key of {name}>": keys.public(name) for name in SIGNING}
        self._publics["<key of the Git host>\n"] = keys.forge()

    def land(self, step: DemoLanding, number: int, root: Files) -> None:
        """Make a step's commits. `root` is what the first one says."""
        if not self.points:
            self.points.append(_CommitPoint(self._plain(step.works[0], root, (), step.moment), root, step.day))
            return
        base, fork = self.points[-1], self.points[-1 - step.fork]
        files = edited(base.files, step.edits if step.merged is None else step.merged)
        if step.shape in {"direct", "squash"}:
            self.points.append(_CommitPoint(self._landing(step, number, (base.id,), files), files, step.day))
            return
        tips = self._branches(step, base, fork)
        parents = (*tips, base.id) if step.inverted else (base.id, *tips)
        self.points.append(_CommitPoint(self._landing(step, number, parents, files), files, step.day))

    def _branches(self, step: DemoLanding, base: _CommitPoint, fork: _CommitPoint) -> tuple[str, ...]:
        """The tips that a landing merges: one, or one a commit for an octopus."""
        tips: list[str] = []
        at, files = fork, fork.files
        for index, work in enumerate(step.works):
            if step.shape == "octopus":
                at, files = fork, fork.files
            files = edited(files, work.edits)
            before = step.moment - _open_for(step) + timedelta(minutes=10 * index)
            at = _CommitPoint(self._plain(work, files, (at.id,), before), files)
            tips.append(at.id)
        if step.catches_up:
            update = BranchCommit(step.works[-1].author, f"Merge branch 'main' into {_branch(step)}")
            merged = edited(base.files, step.edits)
            tips.append(self._plain(update, merged, (at.id, base.id), step.moment - timedelta(minutes=20)))
        return tuple(tips) if step.shape == "octopus" else (tips[-1],)

    def _plain(self, work: BranchCommit, files: Files, parents: tuple[str, ...], at: datetime) -> str:
        """A commit of its author, unsigned but where it says otherwise."""
        who = self._person(work.author)
        together = f"\n\nCo-authored-by: {self._person(work.with_)}" if work.with_ else ""
        payload = self._payload(files, parents, (who, who), at, work.subject + together)
        return self.objects.commit(payload, self._keys.sign(payload, work.author) if work.signed else "")

    def _landing(self, step: DemoLanding, number: int, parents: tuple[str, ...], files: Files) -> str:
        who = self._person(step.works[0].author if step.shape == "squash" else step.by)
        both = (who, FORGE if step.proof == "forge" else who)
        payload = self._payload(files, parents, both, step.moment, step.message or _message(step, number))
        signature = ""
        if step.proof == "forge":
            signature = self._keys.forge_sign(payload, step.moment)
        elif step.proof == "signed":
            signature = self._keys.sign(payload, step.key or step.by)
        return self.objects.commit(payload + b"\nAltered.\n" if step.tampered else payload, signature)

    def _payload(
        self, files: Files, parents: tuple[str, ...], both: tuple[str, str], at: datetime, message: str
    ) -> bytes:
        """A commit as git signs it: everything but the signature."""
        tree = self.objects.tree({path: self._bytes(path, text) for path, text in files.items()})
        seconds = f"{int(at.timestamp())} +0000"
        lines = [f"tree {tree}", *(f"parent {parent}" for parent in parents)]
        lines += [f"author {both[0]} {seconds}", f"committer {both[1]} {seconds}", "", message.rstrip("\n"), ""]
        return "\n".join(lines).encode()

    def _bytes(self, path: str, text: str) -> bytes:
        if path.startswith("data/trust/"):
            for token, key in self._publics.items():
                text = text.replace(token, key)
        if path.startswith(FOLDER):
            text = self._fingerprints.put_into(text, self._on)
        return text.encode("utf-8", "surrogateescape")

    def _on(self, day: date) -> dict[str, bytes]:
        """Every file as the last landing up to a day has it, but for acknowledgements, which no document binds."""
        point = [one for one in self.points if one.day is not None and one.day <= day][-1]
        return {path: self._bytes(path, text) for path, text in point.files.items() if not path.startswith(FOLDER)}

    def _person(self, id_: str) -> str:
        return id_ if "<" in id_ else self._people[id_]


def _open_for(step: DemoLanding) -> timedelta:
    """How long a branch waits for its merge: another time for each, always the same, from under an hour to five."""
    return timedelta(minutes=45 + crc32(step.title.encode()) % 256)


def _branch(step: DemoLanding) -> str:
    return re.sub(r"[^a-z0-9]+", "-", step.title.lower()).strip("-")[:40].rstrip("-")


def _message(step: DemoLanding, number: int) -> str:
    if step.shape == "direct":
        return step.title
    if step.proof == "forge" and step.shape == "merge":
        return f"Merge pull request #{number} from example-corp/{_branch(step)}\n\n{step.title}"
    return f"{step.title} (#{number})"
