"""What git says of a repository, and what the tree that is checked does to it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sized
from contextlib import contextmanager
from dataclasses import replace
from datetime import date

from ratified.approval.docket import Docket, Known
from ratified.approval.record import Record
from ratified.book.evidence import PATH
from ratified.chronicle.chronicle import REGISTER
from ratified.chronicle.files import Definitions
from ratified.chronicle.past import PastRegister, read_past
from ratified.history.error import HistoryError
from ratified.history.history import History
from ratified.judgement.question import READ_BY_RULES
from ratified.model.governance import Waiver, Waivers
from ratified.model.register import Register
from ratified.model.verdict import Verdict
from ratified.source.decode import decode
from ratified.source.fault import Fault
from ratified.source.tree import Tree
from ratified.source.typed import typed
from ratified.source.yaml_reader import read_yaml

WAIVERS = "data/waivers.yml"
_EDITED = "edited here, not approved"
_COMMIT = "propose it in a pull request; until an approver merges it, the main branch decides"


@contextmanager
def docket_of(history: History, as_of: date) -> Iterator[Docket]:
    """The verdicts of a history, as of a day (UTC); each is worked out when it is asked for.

    What was worked out is kept for the next run, which takes it up where the tip, the day and the anchors are the same;
    not where a tool could not check a signature, since it may the next time. HistoryError where nothing had landed yet.
    """
    name, key = f"docket {history.ref}", (history.tip, as_of, history.anchors)
    kept = history.kept.load(name)
    known = kept[1] if isinstance(kept, tuple) and kept[0] == key else None
    docket = Docket.of(history.landings, history.blobs, history, as_of, known, history.anchors)
    if docket.head < 0:
        raise HistoryError(f"nothing had landed on or before {as_of.isoformat()}; give a later --as-of")
    before = _size(docket.learned)
    yield docket
    if docket.settled and (known is None or _size(docket.learned) != before):
        history.kept.keep(name, (key, docket.learned))


def register_of(tree: Tree) -> PastRegister:
    """The register of a work tree, read as leniently as that of any commit. HistoryError where it cannot be read."""
    data = tree.read(REGISTER)
    register = None if isinstance(data, Fault) else read_past(PastRegister, REGISTER, data)
    if register is None:
        raise HistoryError(f"{REGISTER} here cannot be read, so nobody can say which branch is main; mend it")
    return register


def _size(known: Known) -> int:
    return sum(len(value) for part in known for value in part.values() if isinstance(value, Sized))


def of_branch(history: History, docket: Docket, main: str) -> None:
    """Raise HistoryError where the branch that was judged is not the one this work tree stands on.

    Its own register must name it, and what is checked out must have grown from the same adoption. Otherwise one
    unapproved line in the register could point the whole check at another branch.
    """
    chronicle = docket.chronicle
    register = chronicle.register(docket.head)
    if register is not None and register.main != main:
        raise HistoryError(
            f"data/register.yml here names {main!r} as the main branch, but on {history.ref} it names "
            f"{register.main!r}; go back to {register.main!r}, or pass --ref"
        )
    if chronicle.adoption is not None:
        adoption = chronicle.landings[chronicle.adoption].commit.id
        here = history.resolve("HEAD")
        if here != history.tip and not history.is_ancestor(adoption, here):
            raise HistoryError(
                f"{history.ref} was adopted by {adoption[:10]}, which what is checked out here does not descend from; "
                f"correct `main:` in data/register.yml, update the branch, or pass --ref"
            )


def require_anchors(history: History) -> None:
    """HistoryError where the branch does not hold a tip that was seen before: what it tells is not what it told."""
    if history.anchor_state in {"rewritten", "inverted"}:
        raise HistoryError(
            f"{history.ref} was seen at {history.anchored[:12]} before, and that commit is no landing of it any more; "
            "find out who moved the branch, and put it back"
        )


def approved_waivers(record: Record) -> tuple[Waiver, ...]:
    """The waivers that the last approved AUTHORITY holds; none before adoption, or where they cannot be read."""
    docket = record.docket
    if docket.chronicle.bootstrap is None or docket.authority is None:
        return ()
    data = docket.chronicle.content(WAIVERS, docket.authority.number)
    text = decode(WAIVERS, data) if data is not None else None
    if text is None or isinstance(text, Fault):
        return ()
    found = typed(Waivers, read_yaml(WAIVERS, text))
    return found.waivers if found else ()


def recorded(tree: Tree, history: History, docket: Docket, evidence: Iterable[str] = ()) -> Record:
    """The record of a history as it stands; `evidence` are files that evidence names, read from the checked tree."""
    named = dict.fromkeys((*READ_BY_RULES, *(path for path in evidence if PATH.fullmatch(path))))
    return Record(
        docket=docket,
        verdicts=docket.verdicts,
        ref=history.ref,
        head=docket.commit,
        anchor=history.anchor_state,
        anchored=history.anchored,
        files={path: data for path in named if not isinstance(data := tree.read(path), Fault)},
        tip=history.tip,
        today=history.anchors.today,
    )


def changed_here(history: History, tree: Tree, commit: str | None = None) -> frozenset[str]:
    """Paths whose file here is not that of a commit (the tip's where none is given), is gone, or is new.

    A file that git is told to ignore is new as well where the site would make a page of it.
    """
    held = history.listing(commit or history.tip)
    here = (os.fsencode(path).decode("utf-8", "surrogateescape") for path in tree.paths("data", "docs", "runbooks"))
    return history.edited(commit=commit) | frozenset(path for path in here if path not in held)


def edited(record: Record, paths: Iterable[str], register: Register | PastRegister) -> Record:
    """The record with every document `pending` whose files in the work tree are not those of the judged commit.

    What was wrong with such a document before stays: an edit that nobody landed mends nothing.
    """
    paths = frozenset(paths)
    if not paths:
        return record
    chronicle, head = record.docket.chronicle, record.docket.head
    reason = _EDITED if record.head == record.tip else f"not what stood on {record.docket.ledger.as_of}"
    sides = (chronicle.defined(head), Definitions(register.documents))  # type: ignore[arg-type]  # the same keys
    owners = {path: {d for side in sides for d in side.of(path)} for path in paths}
    shown = {id_: {path for path, _ in chronicle.files(id_, head)} for id_ in record.verdicts}
    touched = {id_ for id_ in record.verdicts if any(id_ in owners[p] or p in shown[id_] for p in owners)}
    return replace(record, verdicts=pending(record.verdicts, touched, reason, keep=True), edited=paths)


def pending(verdicts: Mapping[str, Verdict], touched: set[str], said: str, keep: bool) -> Mapping[str, Verdict]:
    """The verdicts with those `pending` that are touched; `keep` their reason where an edit here touches them."""
    return {id_: _as_pending(v, said, keep) if id_ in touched else v for id_, v in verdicts.items()}


def _as_pending(verdict: Verdict, said: str, keep: bool) -> Verdict:
    if verdict.verdict == "draft":
        return verdict
    if keep and verdict.why:
        return replace(verdict, verdict="pending", reason=f"{said}; before that, {verdict.reason}")
    reason = said if keep else f"changed by this pull request; on main, {verdict.reason}"
    return replace(verdict, verdict="pending", reason=reason, help=_COMMIT, why="")
