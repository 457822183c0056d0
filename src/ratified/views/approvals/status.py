"""What approval says of every document, ready for pages: the verdicts, their words, and the way to the forge."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ratified.approval.authority import SITE_LAYOUT
from ratified.changes.amendments import Amendments
from ratified.model.acknowledged import NOTHING_ASKED, Acknowledgements
from ratified.model.verdict import IN_FORCE
from ratified.views.escape import NOTHING, Safe, escape
from ratified.views.site_map import PageLink

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from ratified.check.judgement import Judgement
    from ratified.check.period import PeriodVerdict
    from ratified.incident import IncidentTrace, PolicyInForce
    from ratified.model.register import Proof
    from ratified.model.verdict import DocumentApproval, DocumentEvent, DocumentVerdict, Method, VerdictWord

WORDS: Mapping[VerdictWord, str] = {
    "approved": "Approved",
    "stale": "Stale: review overdue",
    "claimed": "Approved by name only",
    "unapproved": "Not approved",
    "undecidable": "Cannot be decided",
    "pending": "Edited here, not approved",
    "draft": "Draft: not in force",
}
"""A verdict as a heading. No two begin alike but the two that an approver stands behind."""

METHODS: Mapping[Method, str] = {
    "merge": "merge",
    "squash": "squash",
    "rebase": "rebase",
    "direct": "direct push",
    "octopus": "merge of many branches",
    "bootstrap": "first adoption",
}
"""How a landing came to main, in words."""

NOTHING_AMENDED = Amendments()
"""No landing and no text: before adoption, and where nobody asked git."""

_PROOFS: Mapping[Proof, str] = {
    "claimed": "by name only: the merge is not signed",
    "forge": "signed by the Git host",
    "reviewed": "reviewed at exactly this head",
    "signed": "signed with the approver's own key",
}

_FORGE_WEBS = (
    (re.compile(r"(github\.|(.+\.)?github\.com$)"), "commit/", "pull/"),
    (re.compile(r"gitlab\."), "-/commit/", "-/merge_requests/"),
    (re.compile(r"bitbucket\.org$"), "commits/", "pull-requests/"),
    (re.compile(r"(codeberg\.org$|gitea\.|forgejo\.)"), "commit/", "pulls/"),
)
_ADDRESS = re.compile(r"https://([a-z0-9.-]+(?::[0-9]+)?)/[A-Za-z0-9._~/-]+")


@dataclass(frozen=True)
class ForgeWeb:
    """Where the forge shows commits and change requests: what their addresses begin with."""

    commits: str
    changes: str


def web_of(address: str | None) -> ForgeWeb | None:
    """The web of a repository's address; None where nobody can tell how its forge writes addresses."""
    found = _ADDRESS.fullmatch(address or "")
    if found is None:
        return None
    base = found[0].removesuffix("/").removesuffix(".git")
    for host, commits, changes in _FORGE_WEBS:
        if host.match(found[1]):
            return ForgeWeb(f"{base}/{commits}", f"{base}/{changes}")
    return None


@dataclass(frozen=True)
class CommittedFiles:
    """What the judged commit holds: its paths, and of each the ids of the documents that it belongs to."""

    paths: frozenset[str]
    owners: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class PageContents:
    """What a page shows besides its own document: the ids of other documents, and files that are in no commit."""

    documents: tuple[str, ...] = ()
    loose: tuple[str, ...] = ()


NOTHING_ELSE = PageContents()


@dataclass(frozen=True)
class SiteVerdicts:
    """What stands on a day (UTC) at a commit: verdicts by document id, built-in documents included.

    `events` gives every landing that changed a document, oldest first, and `version` the count of its approved
    amendments. Both may start processes, so they are asked only where a page shows what they say. `periods` are the
    verdicts of the register's audit periods, the latest first. `trace` gives an incident's trace by its id, with
    today's answers, `held_under` what was in force when an exercise began. `ref` is the branch that was read and
    `landings` how many it holds. `checked` is what a check of the same tree finds; None where none was made.
    `amendments` are the landings that have a page, and what stood on each day. `held` is what the commit holds; None
    where nobody asked git. `governing` gives the documents of a page by the registers of the main branch, whatever the
    work tree's says. `edited` are the paths whose file here is not that of the judged commit, `today` says that no day
    was named. `adopted_in` is the commit that adopted the policies, empty where none did, and `single_approver` why one
    person alone may approve AUTHORITY. `acknowledged` says who is asked to acknowledge what.
    """

    verdicts: Mapping[str, DocumentVerdict]
    events: Callable[[str], tuple[DocumentEvent, ...]]
    version: Callable[[str], int]
    as_of: date
    head: str
    web: ForgeWeb | None = None
    periods: tuple[PeriodVerdict, ...] = ()
    trace: Callable[[str], IncidentTrace | None] = lambda id_: None
    held_under: Callable[[str], PolicyInForce | None] = lambda id_: None
    ref: str = ""
    landings: int = 0
    checked: Judgement | None = None
    amendments: Amendments = NOTHING_AMENDED
    held: CommittedFiles | None = None
    governing: Callable[[str], tuple[str, ...]] = lambda path: ()
    edited: frozenset[str] = frozenset()
    today: bool = False
    adopted_in: str = ""
    single_approver: str = ""
    acknowledged: Acknowledgements = NOTHING_ASKED

    @property
    def layout_approved(self) -> bool:
        """Whether what lays the site out is approved itself."""
        layout = self.verdicts.get(SITE_LAYOUT)
        return layout is not None and layout.verdict == "approved"

    def commit(self, id_: str) -> PageLink:
        """A commit by the first twelve letters of its id."""
        known = self.web is not None and re.fullmatch("[0-9a-f]{40,64}", id_)
        return PageLink(escape(id_[:12]), escape(f"{self.web.commits}{id_}") if self.web and known else NOTHING)

    def change(self, name: str | None) -> PageLink:
        """A change request such as `#118`; an empty text where there was none."""
        number = re.fullmatch("[#!]([0-9]{1,9})", name or "")
        href = escape(f"{self.web.changes}{number[1]}") if self.web and number else NOTHING
        return PageLink(escape(name or ""), href)


def version_of(standing: SiteVerdicts, verdict: DocumentVerdict) -> str:
    """The version of a document in words: a text in force that nobody amended since is the first, else none is."""
    count = standing.version(verdict.id)
    return str(count) if count else "first" if verdict.approval is not None else "none"


def proven(approval: DocumentApproval) -> str:
    """How we know who ratified, in words that follow a name. A name alone always says that it is one."""
    return _PROOFS["claimed"] if approval.proof == "claimed" else approval.signer or _PROOFS[approval.proof]


@dataclass(frozen=True)
class VerdictStatus:
    """A verdict in words. `kind` names its look: the verdict, or `layout` where only the layout is not approved.

    `until` is the last day on which the words hold, empty where no day ends them; after it a page that nobody
    rebuilt says `lapsed` instead.
    """

    kind: Safe
    words: Safe
    until: Safe = NOTHING
    lapsed: Safe = NOTHING


def status_by(word: VerdictWord) -> VerdictStatus:
    """How the site shows a verdict of the past, which nothing else bears on."""
    return VerdictStatus(escape(word), escape(WORDS[word]))


def status_of(standing: SiteVerdicts, verdict: DocumentVerdict, contents: PageContents = NOTHING_ELSE) -> VerdictStatus:
    """How the site shows a verdict: green only where the layout and all else that the page shows are approved too."""
    if not verdict.in_force:
        return status_by(verdict.verdict)
    besides = [standing.verdicts.get(id_) for id_ in contents.documents]
    said = {found.verdict if found else "undecidable" for found in besides}
    if verdict.verdict == "approved" and not standing.layout_approved:
        kind, words = "layout", "Approved text, unapproved layout"
    elif contents.loose or not said <= IN_FORCE:
        kind, words = "layout", "Approved text, unapproved facts"
    elif "claimed" in said:
        kind, words = "claimed", WORDS["claimed"]
    else:
        kind, words = verdict.verdict, WORDS[verdict.verdict]
    every = (verdict, standing.verdicts.get(SITE_LAYOUT), *besides)
    days = [found.due for found in every if found is not None and found.due is not None]
    until = escape(min(days)) if days else NOTHING
    return VerdictStatus(escape(kind), escape(words), until, escape("Lapsed: rebuild") if days else NOTHING)
