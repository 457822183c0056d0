"""What git says of a repository on a day, as rules, reports and pages read it."""

from __future__ import annotations

from dataclasses import dataclass, field
from shlex import quote
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from ratified.approval.authority import ApprovalBar, Authority
    from ratified.approval.verdicts import ApprovalHistory
    from ratified.model.landing import Contributor, Identity
    from ratified.model.register import StaleBlocks
    from ratified.model.verdict import DocumentEvent, DocumentVerdict

AnchorState = Literal["", "on-chain", "rewritten", "inverted"]


@dataclass(frozen=True)
class ProposedChange:
    """What a pull request does to one document: whose change it is, and who may land it.

    `authors` are all whose change an approval would cover, `eligible` the ids of people who may approve it.
    `unknown` are authors whom the roster that decides does not know: nobody can be shown to be independent of them.
    `bar` is what an approval must reach; None where no authority can be read.
    """

    document: str
    authors: tuple[Identity, ...]
    eligible: tuple[str, ...]
    entitled: tuple[str, ...]
    unknown: tuple[Identity, ...] = ()
    bar: ApprovalBar | None = None


class MergeRefusal(NamedTuple):
    """Why the landing of a pull request would approve nothing of a document, or of all where it names none.

    `warning` where it may yet be approved.
    """

    document: str | None
    message: str
    help: str
    warning: bool = False


class BacklogLanding(NamedTuple):
    """An earlier landing that nobody approved and that the merge of a pull request would approve with the rest.

    `landing` and `base` are commit ids, `at` its committer date (UTC), `documents` those it changed and the pull
    request does, with their `paths`. `changes` says in words what it did, `diff` is the text, cut where it is long.
    `below` is the policy's folder in the repository.
    """

    landing: str
    base: str
    at: datetime | None
    authors: tuple[Identity, ...]
    documents: tuple[str, ...]
    paths: tuple[str, ...]
    changes: tuple[str, ...]
    diff: tuple[str, ...]
    below: str = ""

    @property
    def command(self) -> str:
        """The command that shows the whole of it, wherever in the repository it is run.

        A landing that changes no file of its documents gives them other files: by the register, or as the first one.
        """
        top = f":/{self.below}" if self.below else ""
        paths = [quote(f"{top}/{path}" if top else path) for path in self.paths] or ([quote(top)] if top else [])
        command = f"git diff {self.base[:12]} {self.landing[:12]}" if self.base else f"git show {self.landing[:12]}"
        return " ".join((command, *(["--", *paths] if paths else ())))


@dataclass(frozen=True)
class PullRequest:
    """What a pull request would do where it is merged.

    `authority` decides about it: the last approved one, or its own where it would adopt (`adopts`). `touched` are
    the paths that it would change, `approvers` the ids of those who can approve all of it with the proof that is asked
    for, `commits` the ids of what it brings and `made` everybody with a hand in that. `stale_blocks` is what the base's
    register says of stale documents that it leaves alone.
    """

    authority: Authority | None
    adopts: bool
    touched: frozenset[str]
    approvers: tuple[str, ...] = ()
    refusals: tuple[MergeRefusal, ...] = ()
    ratifies: tuple[BacklogLanding, ...] = ()
    stale_blocks: StaleBlocks = "all"
    commits: frozenset[str] = frozenset()
    made: tuple[Contributor, ...] = ()


@dataclass(frozen=True)
class ApprovalRecord:
    """The verdict of every document, and what stands behind it.

    `verdicts` are those of `approvals` with `pending` where the tree that is checked says something else than the
    judged commit. `proposed` holds what a pull request changes, by document, and `pull_request` the rest of what it
    would do; None where no base was given.
    `files` holds the files that rules about trust and evidence read, as the checked tree has them. `tip` is the commit
    of `ref`, which `head` is or comes before. `today` says that no day was named, so that the tip counts as seen.
    `edited` are the paths whose file in the checked tree is not that of the judged commit. `below` is the policy's
    folder in the repository, empty where it is the root.
    """

    approvals: ApprovalHistory
    verdicts: Mapping[str, DocumentVerdict]
    ref: str
    head: str
    anchor: AnchorState = ""
    anchored: str = ""
    proposed: Mapping[str, ProposedChange] | None = None
    pull_request: PullRequest | None = None
    files: Mapping[str, bytes] = field(default_factory=dict)
    tip: str = ""
    today: bool = False
    edited: frozenset[str] = frozenset()
    below: str = ""

    @property
    def events(self) -> Callable[[str], tuple[DocumentEvent, ...]]:
        """Every landing that changed a document, by the document's id, oldest first."""
        return self.approvals.events

    @property
    def adopted_in(self) -> str:
        """The id of the commit whose landing adopted the policies; empty where nobody approved an adoption."""
        timeline = self.approvals.timeline
        return "" if timeline.bootstrap is None else timeline.landings[timeline.bootstrap].commit.id

    @property
    def single_approver(self) -> str:
        """Why it is accepted that one person alone may approve AUTHORITY, as the last approved register says; before an
        adoption as the judged commit's does. Empty where it is not.
        """
        known = self.approvals.authority
        register = known.register if known is not None else self.approvals.timeline.register(self.approvals.head)
        return register.single_approver if register is not None else ""
