"""Reviews: what imports say of a landing, and whose review approves it. By code of its own; see `oracle.py`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from oracle_facts import DAY, PROOFS, Ruling, load, utc_day
from oracle_who import co_authors, contributors

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from oracle_facts import Signed, Tree
    from oracle_law import Court, Sides
    from oracle_who import Contributor, Law

SIGNERS = "data/trust/evidence_signers"


class Import(NamedTuple):
    """A commit of the evidence branch: what the keys of a tree say of it, who made it when, and what it says.

    `digest` is that of its bytes; `requests` are plain mappings, as the batch has them.
    """

    signed: Callable[[Tree], Signed]
    author: str
    at: int
    number: int
    previous: str
    digest: str
    project: tuple[str, str, str]
    taken_at: int
    requests: tuple[Mapping[str, Any], ...]


class Reviews(NamedTuple):
    """All that the oracle is told of reviews. `merged` gives the tree of git's clean merge of two commits, or None."""

    imports: tuple[Import, ...] = ()
    merged: Callable[[str, str], Tree | None] = lambda _, __: None


def answers(reviews: Reviews, law: Law) -> dict[str, Mapping[str, Any]]:
    """By request the answer that counts, as one tree believes the imports: A27 and the first half of A30."""
    said = law.register.get("reviews")
    if not isinstance(said, dict):
        return {}
    project = tuple(str(said.get(key)) for key in ("forge", "host", "repository"))
    for last in reversed(reviews.imports):
        signed = last.signed({SIGNERS: law.tree.get(SIGNERS, ("", b"")), **_forge_keys(law.tree)})
        by_bot = not signed.forge or law.is_bot(law.who(last.author))
        timely = _valid(signed, last.at) and _valid(signed, last.taken_at)
        if signed.state == "good" and timely and by_bot and last.project == project:
            chain = _down(last, reviews.imports)
            if chain:
                return _first_whole(chain)
    return {}


def _down(last: Import, imports: tuple[Import, ...]) -> list[Import]:
    """An import and all before it, oldest first; none where one of them is missing."""
    found = [last]
    for number in range(last.number - 1, 0, -1):
        wanted = found[-1]
        before = [one for one in imports if one.digest == wanted.previous and one.number == number]
        if not before or before[0].project != last.project:
            return []
        found.append(before[0])
    return found[::-1] if found[-1].number == 1 and found[-1].previous == "0" * 64 else []


def _first_whole(chain: list[Import]) -> dict[str, Mapping[str, Any]]:
    found: dict[str, Mapping[str, Any]] = {}
    for one in chain:
        for request in one.requests:
            known = found.get(request["name"])
            whole = not request["missing"] and one.taken_at >= request["merged_at"]
            if known is None or (not known["whole"] and whole):
                found[request["name"]] = {**request, "whole": whole}
    return found


def _forge_keys(tree: Tree) -> Tree:
    return {path: held for path, held in tree.items() if path.startswith("data/trust/forge/")}


def _valid(signed: Signed, at: int) -> bool:
    return (signed.since is None or at >= signed.since) and (signed.until is None or at < signed.until)


def by_review(
    court: Court, document: str, n: int, law: Law, sides: Sides, changed: list[str], otherwise: Ruling
) -> Ruling:
    """The ruling by reviews; `otherwise` is that by whoever merged."""
    laws = [law] if document == "AUTHORITY" else [law, court.last_law()]
    commit = court.chain.landings[n]
    told: list[set[str]] = []
    for each in laws:
        for request in answers(court.known.reviews, each).values():
            if request["merge"] == commit.id[: len(request["merge"])]:
                found = _asked(court, document, n, law, sides, changed, request, each.register.get("main", "main"))
                if isinstance(found, str):
                    return Ruling("approved", frozenset(), found, "reviewed", n)
                told.append(found)
    bound = [whys for whys in told if "hidden" not in whys]
    if otherwise.approver or not bound:
        return otherwise
    whys = bound[0]
    if len(commit.parents) == 1:
        cannot = whys <= {"uncheckable"}
        return Ruling("undecidable" if cannot else "unapproved", frozenset(whys), landing=n)
    return otherwise


def _asked(
    court: Court,
    document: str,
    n: int,
    law: Law,
    sides: Sides,
    changed: list[str],
    request: Mapping[str, Any],
    main: str,
) -> str | set[str]:
    """Who approved by a request; or why nobody did: `hidden` where it is not shown to be this landing at all."""
    commit = court.chain.landings[n]
    if not request["whole"] or request["branch"] != main:
        return {"hidden"}
    if len(commit.parents) == 2:
        if request["head"] != commit.parents[1]:
            return {"hidden"}
    elif request["head"] not in court.known.commits:
        return {"uncheckable"}
    elif court.known.reviews.merged(commit.parents[0], request["head"]) != commit.tree:
        return {"hidden"}
    branch = court.chain.reached(request["head"]) - court.chain.reached(commit.parents[0])
    commits = [court.known.commits[id_] for id_ in branch]
    unsound = {"malformed"} if any(one.malformed for one in commits) else set()
    tip = court.known.commits[request["head"]].committer.at
    if len(commit.parents) == 1 and tip is not None and commit.committer.at is not None:
        unsound |= {"time"} if tip - DAY > commit.committer.at else set()
    refused: set[str] = set()
    for person in _approvers(request, law, court, document, n, sides):
        whys = set(unsound) or court.against(document, n, law, sides, changed, person)
        made = _made(court, commits, law)
        whys |= {"unknown-author"} if "" in made else set()
        whys |= {"self-approval"} if person in made else set()
        whys |= {"no-approver"} if _unseen(court, document, n, request["head"]) else set()
        enough = PROOFS.index("reviewed") >= law.proof(court.classes(document, sides))
        whys |= set() if enough else {"weak-proof"}
        if not whys:
            return person
        refused |= whys
    return refused or unsound or {"no-approver"}


def _approvers(request: Mapping[str, Any], law: Law, court: Court, document: str, n: int, sides: Sides) -> list[str]:
    last: dict[str, Mapping[str, Any]] = {}
    for review in request["reviews"]:
        if review["at"] <= request["merged_at"]:
            last[review["account"]["id"]] = review
    people = []
    for account, review in last.items():
        owners = [p["id"] for p in law.people.values() if str((p.get("forge") or {}).get("id")) == account]
        in_time = utc_day(review["at"]) <= court.days.effective[n]
        fits = in_time and review["state"] == "approved" and review["commit"] == request["head"]
        if len(owners) == 1 and fits and not review["account"]["bot"] and account != request["author"]["id"]:
            able = law.may(owners[0], court.classes(document, sides), court.days.effective[n])
            people += owners if able and not law.is_bot(owners[0]) else []
    return people


def _unseen(court: Court, document: str, n: int, head: str) -> bool:
    """Whether the last change of the document is one that nobody approved and that the reviewed head does not hold."""
    earlier = court.open[document]
    if not earlier or court.chain.landings[earlier[-1]].id in court.chain.reached(head):
        return False
    return not (document == "AUTHORITY" and court.restores(earlier[-1], court.law(n)))


def _made(court: Court, commits: list[Any], law: Law) -> set[str]:
    found: list[Contributor] = []
    for one in commits:
        if len(one.parents) < 2 or not court.chain.clean(one):
            found += [*contributors(one, law), *court.signer(one, law)]
        else:
            found += co_authors(one.message)
    return {law.author(each) for each in found}


def project_of(tree: Tree) -> object:
    """What a tree's register says of where reviews come from."""
    register = load(tree, "data/register.yml", "documents")
    return register.get("reviews") if register else None
