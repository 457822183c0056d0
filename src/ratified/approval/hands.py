"""Whose hands made what a landing brought in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

from ratified.approval.evidence import Evidence
from ratified.approval.landing_facts import authors_of
from ratified.chronicle import Chronicle
from ratified.model.landing import Commit, Identity, Landing


class Hands:
    """Who wrote what a landing brought in, each landing looked at once."""

    def __init__(self, chronicle: Chronicle, evidence: Evidence) -> None:
        self.chronicle, self.evidence = chronicle, evidence
        self._of: dict[int, tuple[Identity, ...]] = {}

    def of(self, number: int) -> tuple[Identity, ...]:
        """Everyone who made the commits of a landing. A clean merge inside the branch adds nobody."""
        if number not in self._of:
            self._of[number] = tuple(dict.fromkeys(self._made(self.chronicle.landings[number])))
        return self._of[number]

    def _made(self, landing: Landing) -> Iterator[Identity]:
        if len(landing.commit.parents) < 2:
            yield from authors_of(landing.commit)
            return
        for commit in self.evidence.brought(landing):
            if not self.clean(commit):
                yield from authors_of(commit)
        yield from landing.commit.co_authors

    def clean(self, commit: Commit) -> bool:
        """Whether a commit is a merge of two parents that holds nothing of its own."""
        if len(commit.parents) != 2:
            return False
        remerge = self.evidence.remerge(commit)
        return remerge is not None and not remerge.differs and not remerge.conflicts

    def by_hand(self, document: str, number: int) -> frozenset[str] | None:
        """The files of a document that a merge changed beyond the merge of its parents; None where git cannot say."""
        landing = self.chronicle.landings[number]
        remerge = self.evidence.remerge(landing.commit)
        if remerge is None:
            return None
        mine = {path for at in (number - 1, number) for path, _ in self.chronicle.files(document, at)}
        named = [self.chronicle.defined(at) for at in (number - 1, number)]
        touched = remerge.differs | remerge.conflicts
        return frozenset(p for p in touched if p in mine or any(document in d.of(p) for d in named))

    def merger(self, number: int) -> tuple[Identity, ...]:
        """Who made a merge commit; of a landing with one parent nobody besides its authors."""
        commit = self.chronicle.landings[number].commit
        return authors_of(commit) if len(commit.parents) > 1 else ()

    def changed_by_merging(self, document: str, number: int) -> bool:
        """Whether a merge changed a document by itself, so that whoever merged wrote some of it.

        It did not where every file that the landing changed is, byte for byte, the merged branch's own, and main
        had left that file alone since the branch left main. Anything else is asked of git.
        """
        landing = self.chronicle.landings[number]
        if len(landing.commit.parents) == 2 and self._plain(document, landing):
            return False
        return self.by_hand(document, number) != frozenset()

    def _plain(self, document: str, landing: Landing) -> bool:
        fork = self._fork(landing)
        if fork is None:
            return False
        named = [self.chronicle.defined(at) for at in (landing.number - 1, landing.number)]
        for path, before, after in landing.changes:
            if not any(document in definitions.of(path) for definitions in named):
                continue
            same_mode = before is None or after is None or before.mode == after.mode
            untouched = self.chronicle.at(path, fork) == before
            theirs = self.evidence.held(landing.commit.parents[1], path)
            if not (same_mode and untouched and theirs == (after.id if after else None)):
                return False
        return True

    def _fork(self, landing: Landing) -> int | None:
        """The landing at which the merged branch last met main; None where it came from elsewhere too."""
        brought = self.evidence.brought(landing)
        inside = {commit.id for commit in brought}
        edge = {parent for commit in brought for parent in commit.parents} - inside
        numbers = [self._numbers.get(commit) for commit in edge or set(landing.commit.parents[1:])]
        return (
            None if None in numbers or not all(c.parents for c in brought) else max(n for n in numbers if n is not None)
        )

    @cached_property
    def _numbers(self) -> Mapping[str, int]:
        return {landing.commit.id: landing.number for landing in self.chronicle.landings}

    def all(self, document: str, number: int) -> tuple[Identity, ...]:
        """Everyone with a hand in a landing nobody approved; the merger too, where merging changed the document."""
        merger = self.merger(number) if self.changed_by_merging(document, number) else ()
        return tuple(dict.fromkeys((*self.of(number), *merger)))
