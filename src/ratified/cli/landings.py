"""What verbs share that prepare landings: who writes them, and commits that are judged before they get a branch."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from ratified.analysis.landing_steps import JudgedStep
from ratified.check.judge import judge
from ratified.check.query import CheckQuery
from ratified.cli import exits
from ratified.cli.options import now
from ratified.git.discovery import find_repository
from ratified.git.new_branch import OwnIdentity, commit_on, make_branches, own_identity
from ratified.output import terminal
from ratified.output.finding_groups import grouped
from ratified.output.finding_rows import approvers_of_all, pending
from ratified.rules.documents import listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date
    from pathlib import Path

    from ratified.analysis.landing_steps import LandingStep
    from ratified.check.judgement import Judgement
    from ratified.git.history import History
    from ratified.git.runner import Git
    from ratified.model.finding import Finding


class _HasAddresses(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def emails(self) -> tuple[str, ...]: ...


def git_of(root: Path) -> Git:
    """Git in the repository of a folder."""
    return find_repository(root.resolve()).git()


def author_of(git: Git, people: Iterable[_HasAddresses]) -> tuple[OwnIdentity, str]:
    """Whom git takes its user for, and their id in the roster: whoever writes a change cannot merge it."""
    who = own_identity(git, os.environ)
    if who is None:
        raise exits.CannotDecideError(
            "git does not know who you are; `git config user.name NAME` and `git config user.email ADDRESS`, then again"
        )
    address = who.email.casefold()
    known = [one.id for one in people if address in {email.casefold() for email in one.emails}]
    if len(known) != 1:
        what = f"git's user.email {who.email} is {'several people' if known else 'nobody'} in data/people.yml"
        raise exits.CannotDecideError(
            f"{what}; correct one of the two and merge that first, so that git can tell who wrote it"
        )
    return who, known[0]


def require_landed(history: History) -> None:
    """Refuse where the work tree holds what main does not: it would be left out, or land unseen."""
    if edited := sorted(history.edited()):
        raise exits.CannotDecideError(
            f"the work tree differs from {history.ref}: {listed(edited)}; merge that first, then run this"
        )


@dataclass(frozen=True)
class LandingBase:
    """Where steps are put: the tip of main, who writes them, and the day they are judged by. `waiting` are the codes of
    rules whose errors will be warnings once the steps are merged.
    """

    root: Path
    git: Git
    tip: str
    who: OwnIdentity
    day: date
    waiting: frozenset[str] = frozenset()

    def judged(self, step: LandingStep) -> JudgedStep:
        """A step as a commit that no branch has yet, with what the check says of it as a pull request."""
        commit, found = self._asked(step)
        errors = errors_of(found, step.first)
        if found.undecided or errors:
            raise _refused(step, errors or found.findings)
        return _as_judged(step, commit, found)

    def judged_in_order(self, steps: Sequence[LandingStep]) -> list[JudgedStep]:
        """Steps of which some may need others to be merged before, in such an order; each is a commit on the tip.

        Where they are several their branches get numbers by that order.
        """
        alone = [(step, *self._asked(step)) for step in steps]
        first = [one for one in alone if not (one[2].undecided or self._errors(one[2]))]
        made = [_as_judged(step, commit, found) for step, commit, found in first]
        before: dict[str, bytes | None] = {path: data for one in made for path, data in one.step.files.items()}
        for step, commit, found in alone:
            if any(step is one.step for one in made):
                continue
            _, later = self._asked(step._replace(files={**before, **step.files})) if before else (commit, found)
            known = {_key(one) for one in self._errors(found)}
            left = [one for one in self._errors(later) if found.undecided or _key(one) in known]
            if later.undecided or left:
                raise _refused(step, left or later.findings)
            told = later if found.undecided else found  # what cannot be read alone is told by what it is merged upon
            made.append(_as_judged(step, commit, told)._replace(after=tuple(one.step.branch for one in made)))
        return made if len(made) == 1 else _numbered(made)

    def _errors(self, found: Judgement) -> list[Finding]:
        return [one for one in errors_of(found) if one.code not in self.waiting]

    def commit(self, step: LandingStep) -> str:
        """A step as a commit that no branch has yet, behind the one that holds its `history`."""
        at, tip = f"{int(now().timestamp())} +0000", self.tip
        if step.history:
            subject = f"{step.subject.partition(' ')[0]} What the starter said, for the next upgrade to merge from\n"
            tip = commit_on(self.git, tip, step.history, subject, self.who, at)
        files = {**step.files, **dict.fromkeys(step.history)}
        return commit_on(self.git, tip, files, f"{step.subject}\n", self.who, at)

    def make_branches(self, made: Iterable[JudgedStep]) -> None:
        """Give each commit its branch, all or none. Raises HistoryError where another commit has one of them."""
        make_branches(self.git, {one.step.branch: one.commit for one in made})

    def _asked(self, step: LandingStep) -> tuple[str, Judgement]:
        commit = self.commit(step)
        return commit, judge(self.root, self.day, CheckQuery(ref=commit, base=self.tip))


def errors_of(found: Judgement, whole: bool = False) -> list[Finding]:
    """The errors that a pull request brings; `whole`: those that main has already as well."""
    errors = (one for one in found.findings if one.level == "error" and not one.waived)
    return [one for one in errors if whole or not one.on_main]


def _numbered(made: Sequence[JudgedStep]) -> list[JudgedStep]:
    names = [f"{one.step.branch}-{number}" for number, one in enumerate(made, 1)]
    return [
        one._replace(step=one.step._replace(branch=name), after=tuple(names[: len(one.after)]))
        for one, name in zip(made, names, strict=True)
    ]


def _refused(step: LandingStep, findings: Sequence[Finding]) -> exits.CannotDecideError:
    what = f"nothing was made: merged as it is, {step.branch} would not pass the check"
    groups, single = grouped(findings)
    heads = [f"  {group.findings[0].place}: {group.head}" for group in groups]
    rows = [f"  {one.place}: {one.code} {one.message}; {one.help}" for one in single]
    return exits.CannotDecideError("\n".join(map(terminal.line, [what, *heads, *rows])))


def _key(one: Finding) -> tuple[str, str, str]:
    return one.code, one.place.path, one.message


def _as_judged(step: LandingStep, commit: str, found: Judgement) -> JudgedStep:
    able = {row["document"]: tuple(row["eligible"]) for row in pending(found)}
    return JudgedStep(step, commit, able, of_all=tuple(approvers_of_all(found)), also=tuple(_earlier(found)))


def _earlier(found: Judgement) -> Iterator[str]:
    """Each landing that nobody approved and that the merge would approve with the rest: who wrote it, what it did."""
    asked = found.record.pull_request if found.record else None
    for one in asked.ratifies if asked else ():
        day = one.at.date().isoformat() if one.at else "no day"
        did = "; ".join(one.changes) or "no change in words"
        yield f"{one.landing[:12]} of {day}, by {listed([str(author) for author in one.authors])}: {did}"
