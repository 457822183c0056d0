"""Verdicts and events made by hand, for pages that show them."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from conftest import TODAY
from ratified.changes.amendments import AmendmentLanding, Amendments, DocumentSpan, LandedDocument
from ratified.changes.document_log import DocumentChange
from ratified.changes.lines import passage
from ratified.model.landing import Blob, Identity
from ratified.model.place import Place
from ratified.model.verdict import DocumentApproval, DocumentEvent, DocumentVerdict, Kind, Method, VerdictWord
from ratified.views.approvals.status import SiteVerdicts, web_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ratified.model.register import Proof
    from ratified.policy import Book

WEB = "https://github.com/example-corp/policy"
SAM = Identity("Sam Lindqvist", "sam@example.com")


def moment(day: str, hour: int = 9) -> datetime:
    """A moment on a day, UTC."""
    return datetime.fromisoformat(day).replace(hour=hour, tzinfo=UTC)


def commit(number: int) -> str:
    """The id of a made-up commit."""
    return f"{number:040x}"


def approval(
    day: str, number: int = 1, *, proof: Proof = "signed", kind: Kind = "amendment", name: str = "Dana Okafor",
    covers: tuple[str, ...] = (), change_request: str | None = "#118",
) -> DocumentApproval:  # fmt: skip
    """An approval by Dana of what Lee wrote."""
    return DocumentApproval(
        landing=commit(number),
        number=number,
        at=moment(day),
        approver="dana",
        name=name,
        role="Executive Sponsor",
        proof=proof,
        kind=kind,
        change_request=change_request,
        authors=("lee",),
        covers=covers,
        unexamined=kind == "bootstrap",
    )


def event(
    day: str | None, number: int = 1, verdict: VerdictWord = "approved", *, kind: Kind = "amendment",
    method: Method = "merge", subject: str = "Say when to call counsel", proof: Proof = "signed", reason: str = "",
) -> DocumentEvent:  # fmt: skip
    """A landing that changed a document."""
    stands = verdict in {"approved", "claimed"} and day is not None
    return DocumentEvent(
        landing=commit(number),
        number=number,
        at=moment(day) if day else None,
        method=method,
        merger=SAM if method == "merge" else None,
        authors=(SAM,),
        change_request=f"#{100 + number}",
        subject=subject,
        kind=kind,
        verdict=verdict,
        reason=reason or ("approved" if stands else "the commit went straight to main; nobody merged it"),
        why="" if stands else "direct",
        approval=approval(day, number, proof=proof, kind=kind) if stands and day else None,
    )


def verdict(
    id_: str, word: VerdictWord = "approved", events: Iterable[DocumentEvent] = (), *, due: date | None = None,
    class_: str = "policy", pages: tuple[str, ...] = (), title: str = "", owner: str = "security-lead",
    reason: str = "it is so", help_: str = "", eligible: tuple[str, ...] = ("dana",),
) -> DocumentVerdict:  # fmt: skip
    """A verdict; its approval is that of the last event, where that has one."""
    landed = [*events]
    found = landed[-1].approval if landed else None
    return DocumentVerdict(
        id=id_,
        title=title or id_,
        class_=class_,
        pages=pages,
        verdict=word,
        reason=reason,
        help=help_,
        why="" if word in {"approved", "claimed"} else "direct",
        fingerprint="5f" * 32,
        due=due,
        age_days=(TODAY - found.at.date()).days if found else None,
        approval=found,
        last_change=landed[-1] if landed else None,
        eligible=eligible,
        place=Place("data/register.yml"),
        owner=owner,
    )


def standing(
    found: Iterable[tuple[DocumentVerdict, Iterable[DocumentEvent]]], as_of: date = TODAY, web: str | None = WEB
) -> SiteVerdicts:
    """What stands, from verdicts with their events."""
    pairs = [(given, tuple(events)) for given, events in found]
    events = {given.id: landings for given, landings in pairs}

    def version(id_: str) -> int:
        return sum(event.approval is not None and event.kind != "reaffirmation" for event in events[id_])

    verdicts = {given.id: given for given, _ in pairs}
    return SiteVerdicts(verdicts, events.__getitem__, version, as_of, commit(4711), web_of(web))


def blob(number: int) -> Blob:
    """An ordinary file with made-up content."""
    return Blob("100644", commit(number))


def amended(
    landing: DocumentEvent, document: str = "POL-IR", *, title: str = "Policy",
    path: str = "docs/policy/a.md",
    before: str = "Call within 6 h.\n", after: str = "Call within 4 h.\n", words: tuple[str, ...] = ("Sev-1: 6h → 4h",),
    until: date | None = None, due: date | None = None, version: int | None = 1,
) -> Amendments:  # fmt: skip
    """The amendments of one landing that changed one file of one document."""
    file = (path, blob(900 + landing.number))
    day = landing.at.date() if landing.at else date.min
    told = DocumentChange(words, (passage(path, before, after),))
    touched = LandedDocument(document, title, landing, version, told, (), (file,), frozenset({path}))
    stood = DocumentSpan(document, title, landing, version, day, until, due)
    landed = (AmendmentLanding(landing.landing, landing.number, (touched,)),)
    return Amendments(day, landed, (stood,), {file: after.encode("utf-8", "surrogateescape")})


def everything_approved(book: Book, as_of: date = TODAY) -> SiteVerdicts:
    """A standing in which every document of a book is approved, the two built in included."""
    first = event((as_of - timedelta(days=500)).isoformat(), 0, kind="bootstrap", method="bootstrap")
    landed = [first, event((as_of - timedelta(days=100)).isoformat())]
    built_in = [("AUTHORITY", "authority", "Who may approve"), ("SITE-LAYOUT", "layout", "Layout of the site")]
    documents = [(d.id, d.class_, d.title) for d in book.register.documents] + built_in
    due = as_of + timedelta(days=265)
    found = standing(
        (
            verdict(
                id_, "approved", landed, due=due, class_=class_, title=title,
                pages=tuple(p.path for p in book.markdown if (of := book.document_of(p.path)) and of.id == id_),
            ),
            landed,
        )
        for id_, class_, title in documents
    )  # fmt: skip
    return replace(found, amendments=amended(landed[1]))


def known_at_once(of: Callable[[Book], SiteVerdicts]) -> Callable[..., Future[SiteVerdicts]]:
    """What the plugin begins with, done already: the standing of a book without any history."""

    def ahead(root: object, as_of: object, book: Book, web: object, *more: object) -> Future[SiteVerdicts]:
        done: Future[SiteVerdicts] = Future()
        done.set_result(of(book))
        return done

    return ahead
