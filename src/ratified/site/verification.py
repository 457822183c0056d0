"""`ratified verify-site`: which pages of a built site are what was approved, by git and by the bytes the build left."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from ratified.check.approvals_only import approvals_of_main
from ratified.site import built_bytes
from ratified.site.html import tree
from ratified.site.provenance import META, NAME, SCHEMA, made_from
from ratified.views.approvals.status import WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from ratified.model.landing import Anchors
    from ratified.model.verdict import DocumentVerdict
    from ratified.site.built_bytes import Bytes

State = Literal["approved", "not approved", "ungoverned", "altered", "unknown", "missing", "edited", "false"]
"""What a file of a site is. `false` shows or carries what git does not bear out."""

SOUND: frozenset[State] = frozenset({"approved", "not approved", "ungoverned"})

_LARGEST = 1 << 24
_GREEN = frozenset({"approved", "claimed"})
_VERDICT = "r-approval-"
"""How the class of a panel begins that says its verdict."""


class NotVerifiableError(Exception):
    """Nothing can be said of a site: the message says why, and what to do."""


@dataclass(frozen=True)
class VerifiedFile:
    """A file of a site: what it is, and why in words where that needs any."""

    file: str
    state: State
    documents: tuple[str, ...] = ()
    why: str = ""


@dataclass(frozen=True)
class SiteVerification:
    """What was found: the commit and the day of the site, its pages, and other files that are not sound.

    `edited` are the files that were not what the commit holds when the site was built.
    """

    head: str
    as_of: date
    pages: tuple[VerifiedFile, ...]
    edited: tuple[str, ...] = ()

    @property
    def sound(self) -> bool:
        """Whether every page is what was built from the commit, and says of its approval what git says."""
        return not self.edited and all(page.state in SOUND for page in self.pages)


@dataclass(frozen=True)
class SiteClaim:
    """What a site says of itself; nothing of it is believed before it was compared."""

    head: str
    as_of: date
    today: bool
    edited: frozenset[str]
    pages: Mapping[str, Mapping[str, Any]]


def verify(root: Path, site: Path, anchors: Anchors, known: Bytes | None = None) -> SiteVerification:
    """Hold a site against the repository at `root`. `known` are the bytes of the same build made anew.

    Raises NotVerifiableError where the site does not say from what it was made, or nobody here knows its bytes, and
    HistoryError where git can claim nothing.
    """
    claim = claimed(site)
    here = built_bytes.listed(site)
    built = known if known is not None else _built(root, claim, here)
    with approvals_of_main(root, claim.as_of, anchors._replace(today=claim.today), claim.head) as (_, record):
        if record.head != claim.head:
            raise NotVerifiableError(
                f"{claim.head[:12]} is not what was on {claim.as_of}, but {record.head[:12]}; build the site anew"
            )
        verdicts, governing = record.verdicts, record.approvals.governing
        looked = _SiteUnderVerification(site, here, built, claim, verdicts)
        found = [looked.at(file, governing(_source(claim, file))) for file in sorted({*here, *built})]
    pages = tuple(page for page in found if page is not None)
    return SiteVerification(claim.head, claim.as_of, pages, tuple(sorted(claim.edited)))


def claimed(site: Path) -> SiteClaim:
    """What a site says of itself."""
    file = site / NAME
    try:
        if file.stat().st_size > _LARGEST:
            raise ValueError
        told = json.loads(file.read_bytes())
        if told["schema"] != SCHEMA or not re.fullmatch("[0-9a-f]{40}|[0-9a-f]{64}", told["head"]):
            raise ValueError
        pages = {str(name): dict(page) for name, page in told["pages"].items()}
        edited = frozenset(map(str, told["edited"]))
        return SiteClaim(told["head"], date.fromisoformat(told["as_of"]), told["today"] is True, edited, pages)
    except FileNotFoundError:
        raise NotVerifiableError(
            f"{site}: there is no {NAME}; name a folder that `ratified site build` wrote"
        ) from None
    except (ValueError, KeyError, TypeError, AttributeError, OSError, RecursionError):
        raise NotVerifiableError(f"{file} cannot be read as {SCHEMA}; build the site anew") from None


def _built(root: Path, claim: SiteClaim, here: Bytes) -> Bytes:
    """The build of this account that a site is most like."""
    builds = built_bytes.builds(root, claim.head, claim.as_of)
    if not builds:
        raise NotVerifiableError(
            f"nobody here knows the bytes of a site of {claim.head[:12]} for {claim.as_of}: it was built elsewhere, or "
            "the build ended in an error; pass --anew to build it again and compare, which runs its macros"
        )
    return max(builds, key=lambda built: sum(here.get(file) == sha for file, sha in built.items()))


def _source(claim: SiteClaim, file: str) -> str:
    return str(claim.pages.get(file, {}).get("source", ""))


def _said(html: str) -> tuple[set[str], str]:
    """The verdicts of a page's panels, and the fingerprint that it says it was made from."""
    page = tree(html)
    panels = {name for panel in page.select(".r-approval") for name in (panel.attr("class") or "").split()}
    meta = page.select_one(f"meta[name={META}]")
    made = "" if meta is None else meta.attr("content")
    return {name.removeprefix(_VERDICT) for name in panels if name.startswith(_VERDICT)}, made or ""


@dataclass(frozen=True)
class _SiteUnderVerification:
    """One site and what it is held against."""

    site: Path
    here: Bytes
    built: Bytes
    claim: SiteClaim
    verdicts: Mapping[str, DocumentVerdict]

    def at(self, file: str, documents: tuple[str, ...]) -> VerifiedFile | None:
        """What a file is; None for one that is no page and is what was built."""
        page = file.endswith(".html")
        if file not in self.built:
            return VerifiedFile(file, "unknown", why="the build did not make it")
        if file not in self.here:
            return VerifiedFile(file, "missing", documents, "the build made it, and it is gone")
        if self.here[file] != self.built[file]:
            return VerifiedFile(file, "altered", documents, "its bytes are not those that the build left")
        return self._as_built(file, documents) if page else None

    def _as_built(self, file: str, documents: tuple[str, ...]) -> VerifiedFile:
        source = _source(self.claim, file)
        if source in self.claim.edited:
            return VerifiedFile(file, "edited", documents, f"{source} was not what {self.claim.head[:12]} holds")
        panels, made = _said((self.site / file).read_text(encoding="utf-8", errors="replace"))
        if wrong := next(self._false(panels, made, documents), ""):
            return VerifiedFile(file, "false", documents, wrong)
        if not documents:
            return VerifiedFile(file, "ungoverned")
        words = self._words(documents)
        if panels - _GREEN and words == "approved":
            words = "approved, and it says itself that what else it shows is not"
        return VerifiedFile(file, "approved" if words == "approved" else "not approved", documents, words)

    def _false(self, panels: set[str], made: str, documents: tuple[str, ...]) -> Iterator[str]:
        """Why what a page shows of its approval is not what git says."""
        if not documents:
            if panels or made:
                yield "it shows an approval, and no document governs it"
            return
        if "approved" in panels and self._words(documents) != "approved":
            yield f"it shows that it is approved, and git says: {self._words(documents)}"
        if made != made_from(documents, self.verdicts):
            yield "it was not made from what the commit holds" if made else "it does not say from what it was made"

    def _words(self, documents: tuple[str, ...]) -> str:
        """`approved` where every document of a page and the layout are; else what the first that is not is."""
        for id_ in (*documents, "SITE-LAYOUT"):
            verdict = self.verdicts.get(id_)
            if verdict is None or verdict.verdict != "approved":
                return f"{id_}: {WORDS[verdict.verdict].lower() if verdict else 'not judged'}"
        return "approved"
