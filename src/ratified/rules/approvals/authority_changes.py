"""APR-28: pull requests that change who may approve, a bar, or the keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratified.approval.authority import AUTHORITY, Authority
from ratified.approval.revocations import normalized_fingerprint
from ratified.approval.timeline import REVOKED, SIGNERS
from ratified.git.allowed_signers import safe_signers
from ratified.model.place import NOWHERE, Place
from ratified.policy.roster.holders import approves
from ratified.rules.documents import entry, listed
from ratified.rules.rule import RuleHit, RuleHits, RuleInput, record_rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from ratified.approval.past_data import PastClass
    from ratified.approval.record import ApprovalRecord
    from ratified.model.register import DocumentClass
    from ratified.policy import Book

_MEANT = "where it is meant, an approver of class authority merges it; otherwise take it out"


@record_rule("APR-28", "warning", "A pull request that changes who may approve")
def authority_changed(case: RuleInput, record: ApprovalRecord) -> RuleHits:
    """In a pull request (`--base`): it changes AUTHORITY, which is the register, the people, roles, waivers, keys,
    `.github/` and the CI of other Git hosts, and what pins or starts the judge (`requirements/`, locks, `Makefile`,
    `pyproject.toml`). Listed are old and new where a class has other approvers, another proof or interval, where
    other people may approve, where a document has another class, where stale documents block others than before, and
    where other keys are trusted. Until it is merged, all is judged by what was approved before.

    **Why it matters.** A bar that is lowered in passing is lowered for every document after. Whoever merges
    must see it among the other lines.

    **How to fix it.** Nothing, where it is meant: an approver of class `authority` merges it. Otherwise take the
    lines out.

    **Protects.** CC1.3, CC5.3, CC8.1
    """
    authority = record.approvals.authority  # none before adoption: then there is no bar yet that could change
    if authority is None or AUTHORITY not in (record.proposed or {}):
        return
    found = [
        *_classes(case.book, authority, case.as_of),
        *_documents(case.book, authority),
        *_blocking(case.book, authority),
        *_keys(record, authority),
        *_revoked(case.book, record),
    ]
    if not found:
        what = "this pull request changes AUTHORITY: what decides about approvals, though no bar, approver or key"
        found = [(entry(case.book, AUTHORITY), what)]
    for place, what in found:
        yield RuleHit(place, what, _MEANT, AUTHORITY, document=AUTHORITY)


def _revoked(book: Book, record: ApprovalRecord) -> Iterator[tuple[Place, str]]:
    """Keys that the list names and the approved one does not, or the other way round."""
    decisions = record.approvals.decisions
    before = {entry.key for entry in decisions.facts.keys.revocations.approved(decisions.approved.numbers)[1]}
    now = {normalized_fingerprint(key.fingerprint): key for key in book.revoked.revoked}
    for print_, key in now.items():
        if print_ not in before:
            ends = f"what it approved on commits on main that are not ancestors of {key.from_[:10]} ends with this"
            yield key.at("fingerprint"), f"the key {print_} is revoked: {ends}"
    for print_ in sorted(before - now.keys()):
        yield Place(REVOKED), f"the key {print_} is revoked no longer"


def _classes(book: Book, authority: Authority, day: date) -> Iterator[tuple[Place, str]]:
    """Classes with another bar than the approved register's, or with other people who reach it."""
    old, new = authority.register.classes, book.register.classes
    for name in {**old, **new}:
        place = _class_place(book, name)
        was, is_ = _bar(old.get(name)), _bar(new.get(name))
        if not is_:
            yield place, f"class {name} goes: {', '.join(f'{fact} {said}' for fact, said in was.items())}"
        elif not was:
            yield place, f"class {name} is new: {', '.join(f'{fact} {said}' for fact, said in is_.items())}"
        else:
            was["people"] = _names(p.id for p in authority.eligible(authority.bar((name,)), day))
            is_["people"] = _names(p.id for p in approves(book, name, day))
            for fact in (fact for fact in was if was[fact] != is_[fact]):
                said = "who may approve it" if fact == "people" else fact
                yield place, f"class {name}, {said}: {was[fact]} before, {is_[fact]} with this"


def _documents(book: Book, authority: Authority) -> Iterator[tuple[Place, str]]:
    """Documents that go to another class, and so under another bar."""
    old = {document.id: document.class_ for document in authority.register.documents}
    for document in book.register.documents:
        was = old.get(document.id, document.class_)
        if was != document.class_:
            yield document.at("class"), f"{document.id}: class {was} before, {document.class_} with this"


def _blocking(book: Book, authority: Authority) -> Iterator[tuple[Place, str]]:
    """Whom stale documents block."""
    was, is_ = authority.register.stale_blocks, book.register.stale_blocks
    if was != is_:
        yield (
            book.register.spot.keys.get("stale_blocks", book.register.spot.key("classes")),
            f"stale_blocks: {was} before, {is_} with this",
        )


def _keys(record: ApprovalRecord, authority: Authority) -> Iterator[tuple[Place, str]]:
    """People whose trusted keys are not those that were."""
    was, is_ = _signers(authority.trust.allowed_signers), _signers(record.files.get(SIGNERS, b""))
    for person in sorted({*was, *is_}):
        if was.get(person) != is_.get(person):
            how = "is new" if person not in was else "goes" if person not in is_ else "changes"
            yield Place(SIGNERS), f"trusted keys: that of {person} {how}"


def _class_place(book: Book, name: str) -> Place:
    register = book.register
    return register.spot.inside.get("classes", NOWHERE).keys.get(name, register.spot.key("classes"))


def _bar(class_: PastClass | DocumentClass | None) -> dict[str, str]:
    if class_ is None:
        return {}
    return {
        "approvers": _names(class_.approvers),
        "minimum_proof": class_.minimum_proof,
        "review_every": str(class_.review_every or "never"),
    }


def _names(ids: Iterator[str] | tuple[str, ...]) -> str:
    return listed(sorted(ids), most=9) or "nobody"


def _signers(data: bytes) -> Mapping[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for signer in safe_signers(data):
        found[signer.person] = found.get(signer.person, frozenset()) | {str(signer)}
    return found
