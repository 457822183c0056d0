"""An upgrade in words: what became of each file, what is left to do, who must approve it, and the next command."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ratified.analysis.missing_keys import BLANK
from ratified.check.new_rules import SOFT_DAYS
from ratified.model.plurals import counted
from ratified.rules.documents import listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ratified.analysis.landing_steps import ApproverGroup
    from ratified.analysis.starter_upgrade import StarterUpgrade, UpgradedFile, UpgradeOutcome
    from ratified.rules import Rule

_HERE = Path()
_HEADS: Mapping[UpgradeOutcome, str] = {
    "conflict": "In conflict: both texts are there between markers; keep what is right, and remove the markers",
    "merged": "Merged with what you changed",
    "replaced": "Replaced, since nobody here had changed them",
    "added": "New",
    "renamed": "Keys renamed: `pager` and `contact` of a person are `channels` now",
    "remade": "Made again from the register",
    "beside": "Left as you have them; the new text lies in {folder}/",
    "blocked": "New, and something of yours has their place; they lie in {folder}/",
    "absent": "Left out, since you took them out",
    "orphan": "No longer in the starter; kept, since they are yours",
    "removed": "Taken out: no lock names them any more",
}
"""What is said of files of each kind, what needs somebody first."""


@dataclass(frozen=True)
class UpgradeReport:
    """What there is to say. `groups` are the documents that it touches by who may approve them together, `names` those
    of people by id, `author` the id of whoever writes it, `rules` those that are new.
    """

    done: StarterUpgrade
    groups: Sequence[ApproverGroup]
    names: Mapping[str, str]
    author: str
    in_force: bool
    rules: Sequence[Rule]

    def lines(self) -> Iterator[str]:
        """The summary, without what to do next."""
        yield f"From ratified {self.done.before.engine} to {self.done.after.engine}:"
        yield ""
        for outcome, head in _HEADS.items():
            rows = [row for row in self.done.rows if row.outcome == outcome]
            if rows:
                yield f"{head.format(folder=self.done.folder)} ({counted(len(rows), 'file')}):"
                yield from (f"  {place}" for row in rows for place in self._places(row))
                yield ""
        if self.done.blanks:
            yield f"To be filled in; the check refuses {BLANK} until somebody does:"
            yield from (f"  {one}" for one in self.done.blanks)
            yield ""
        yield from self._rules()
        yield from self._approvers()

    def _places(self, row: UpgradedFile) -> Iterator[str]:
        if row.outcome == "conflict":
            yield from (f"{row.path}:{line}" for line in row.conflicts)
        elif row.why:
            compared = shlex.join(["git", "diff", "--no-index", "--", row.path, f"{self.done.folder}/{row.path}"])
            yield f"{row.path}: {row.why}" + ("" if row.outcome == "blocked" else f"; compare by `{compared}`")
        else:
            yield row.path

    def _rules(self) -> Iterator[str]:
        if not self.rules:
            return
        yield f"New rules; those that may wait warn for {SOFT_DAYS} days from the merge on, and are errors before it:"
        for one in self.rules:
            yield f"  {one.code} {one.title}" + ("" if one.may_wait else " (an error at once)")
        yield ""

    def _approvers(self) -> Iterator[str]:
        if not self.in_force:
            yield "Nothing is in force here yet, so nobody approves it: merge it, then `ratified adopt`."
            return
        for group in self.groups:
            who = listed([self.names.get(id_, id_) for id_ in group.people], "or", most=20)
            what = listed(group.documents, most=20) or "nothing that is governed"
            yield f"{what}: to be approved by {who or 'somebody else than ' + self.names[self.author]}"
        if len(self.groups) > 1:
            yield "No one person may approve all of it, so it is split once it is finished."
        yield f"{self.names[self.author]} wrote it and cannot merge it."
        yield ""

    def if_it_were_made(self, root: Path) -> Iterator[str]:
        """The command that makes it."""
        yield "Nothing was made. Next:"
        yield f"    ratified upgrade{_repo(root)}"

    def next_command(self, name: str, main: str, there: bool, root: Path) -> Iterator[str]:
        """What was made, and what to type next."""
        yield f"Branch {name} {'is there already, with just that' if there else 'has it'}; your files are as they were."
        if self.done.unfinished:
            yield f"Finish there what is listed above, commit it, and look with `ratified check --base {main}`."
            yield f"Then {self._landing(main, name)}. Next:"
            yield f"    {_there(root)}git switch {name}"
        elif not self.in_force:
            yield "Next:"
            yield f"    {_there(root)}git merge --no-ff {name}"
        elif self._splits:
            yield f"Look at it with `git diff {main} {name}`. Next:"
            yield f"    ratified upgrade --split{_repo(root)}"
        else:
            yield f"Then {self._landing(main, name)}. Next:"
            yield f"    {_there(root)}git push origin {name}"

    @property
    def _splits(self) -> bool:
        return self.in_force and len(self.groups) > 1

    def _landing(self, main: str, name: str) -> str:
        if not self.in_force:
            return f"`git switch {main} && git merge --no-ff {name}`"
        if self._splits:
            return f"`git switch {main} && ratified upgrade --split`"
        return f"open a pull request into {main}; whoever is named above merges it with a merge commit"


def _repo(root: Path) -> str:
    return "" if root == _HERE else f" --repo {shlex.quote(str(root))}"


def _there(root: Path) -> str:
    return "" if root == _HERE else f"cd {shlex.quote(str(root))} && "
