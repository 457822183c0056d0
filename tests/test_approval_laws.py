"""Laws of approval that hold for any history.

`LAW_EXAMPLES=20000 pytest tests/test_approval_laws.py` looks harder, elsewhere each time, and shrinks what it finds:
do that where a law fails. `make nightly` does it with 2,000.

The order of verdicts that "raises" means: approved > claimed > stale > all others. Approved is the only green;
claimed is an approval by name only; stale was one once; of the others none says that anybody approved. Unapproved and
undecidable are equal here: less knowledge may well turn a sure no into "nobody can tell", and neither is green.
"""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

import ratified.approval.timeline
from random_edits import AUTHORITY_EDITS, DOCUMENT_EDITS
from random_worlds import Drawn, Habits
from random_worlds import worlds as drawn
from ratified.approval.past_data import read_past
from worlds import DAY, FORGE, PAGE, PAGE_TEXT, PEOPLE, REGISTER, ROLES, SIGNERS, Made, World, edited

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from ratified.approval.verdicts import ApprovalHistory
    from ratified.model.verdict import DocumentVerdict

HARD = int(os.environ.get("LAW_EXAMPLES", "0"))
law = settings(
    deadline=None,
    max_examples=HARD or 150,
    derandomize=not HARD,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
)


def worlds(habits: Habits) -> st.SearchStrategy[World]:
    return drawn(habits, shrinks=HARD > 0)


SMALL = Habits(landings=6)
FIXED = Habits(landings=6, authority=False)
PAST = Habits(landings=6, future=False)
RANK = {"approved": 3, "claimed": 2, "stale": 1}
LATER = 40
"""Days after the last landing on which worlds are judged: none of their classes lapses within one step."""


@pytest.fixture(autouse=True, scope="module")
def _each_file_read_once() -> Iterator[None]:
    """The registers and rosters of these worlds are few and small; reading them is nearly all that an example costs."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ratified.approval.timeline, "read_past", lru_cache(read_past))
        yield


def events(approvals: ApprovalHistory, until: int | None = None) -> Mapping[tuple[str, int], tuple[str, ...]]:
    """Every event since adoption up to a landing: verdict, why, approver, proof, by document and landing."""
    return {
        (document, e.number): (e.verdict, e.why, *((e.approval.approver, e.approval.proof) if e.approval else ("", "")))
        for document in approvals.decisions.changes
        for e in approvals.events(document)
        if e.verdict != "draft" and (until is None or e.number <= until)
    }


def said(verdict: DocumentVerdict) -> tuple[object, ...]:
    """A verdict without what depends on who could approve next."""
    return verdict.verdict, verdict.why, verdict.approval, verdict.due, verdict.fingerprint


def rank(verdict: str) -> int:
    return RANK.get(verdict, 0)


def none_rises(less: World, more: World, days: int = 0) -> None:
    """No event and no verdict of the first world ranks higher than in the second, where both hold the same authority.

    Without that condition it need not hold: whoever loses the approval of a stricter register is judged by the laxer
    one before it. With no approved authority at all nothing can be approved.
    """
    day = more.last_day + timedelta(days)
    weak, strong = less.approvals(day), more.approvals(day)
    assume(weak.decisions.approved.numbers in ((), strong.decisions.approved.numbers))
    assume(weak.decisions.changes == strong.decisions.changes)
    for key, event in events(weak).items():
        assert rank(event[0]) <= rank(events(strong)[key][0]), (key, event, events(strong)[key])
    for document, verdict in weak.verdicts.items():
        if document in strong.verdicts:
            assert rank(verdict.verdict) <= rank(strong.verdicts[document].verdict), document


def turned(world: World) -> bool:
    """Whether some landing brought main in by its other parent: whose merges lie there is evidence against it."""
    return any(event[1] == "inverted" for event in events(world.approvals()).values())


def without_later(world: World, later: int) -> World:
    """The same world with only its first landings."""
    found = World()
    found.commits, found._ancestors, found.chain = world.commits, world._ancestors, world.chain[:later]
    return found


def rewritten(world: World, change: Callable[[Made], Made]) -> World:
    """The same world, had each commit been another."""
    found = World()
    for made in world.commits.values():
        found.add(change(made))
    found.chain = world.chain
    return found


def with_text(path: str, change: Callable[[str], str | None]) -> Callable[[Made], Made]:
    """Another text of one file in every tree."""

    def changed(made: Made) -> Made:
        if path not in made.tree or made.tree[path][0] != "100644":
            return made
        return made._replace(tree=edited(made.tree, {path: change(made.tree[path][1])}))

    return changed


def without_lines(*needles: str) -> Callable[[str], str]:
    return lambda text: "\n".join(line for line in text.split("\n") if not any(n in line for n in needles))


ADD = [
    lambda text: text.replace("  # sponsor\n", "  # sponsor\n      - {person: bob, since: 2020-01-01}  # sponsor\n", 1),
    lambda text: text.replace("  # lead\n", "  # lead\n      - {person: bob, since: 2020-01-01}  # lead\n", 1),
    lambda text: text.replace("  # sponsor\n", "  # sponsor\n      - {person: dee, since: 2020-01-01}  # sponsor\n", 1),
    lambda text: text.replace(", until: 2024-01-20", ""),
]
REMOVE = [
    (ROLES, without_lines("person: ann, since: 2020-01-01}  # sponsor")),
    (ROLES, without_lines("person: cid", "person: dee")),
    (ROLES, lambda text: text.replace("ann, since: 2020-01-01}", "ann, since: 2020-01-01, until: 2020-02-01}")),
    (PEOPLE, without_lines("id: ann")),
    (PEOPLE, without_lines("id: cid", "id: dee")),
    (SIGNERS, without_lines("ann")),
    (SIGNERS, lambda text: ""),
]


def the_past_stays(world: World, path: str, change: Callable[[str], str], merger: str, sign: str) -> None:
    """Judge a world before and after one more landing that changes who may approve; compare all that was before."""
    length = len(world.chain)
    text = world.tree.get(path, ("", ""))[1]
    assume(change(text) != text)
    world.merged({path: change(text)}, "bob", merger, sign=sign)
    day = world.last_day + timedelta(LATER)
    before, after = without_later(world, length).approvals(day), world.approvals(day)
    # A later landing may make an adoption good; and while there is none, it may leave it open which forge signatures
    # bear witness against the day of the first (seed 64502; `decisions/0021`, in rounds).
    assume(before.timeline.bootstrap is not None)
    assert events(after, length - 1) == events(before)
    approved = before.decisions.approved.numbers[-1:]
    if approved and (*approved,) == before.decisions.in_force("AUTHORITY")[-1:]:
        # Else the new landing may also approve what awaited approval in the register, or the adoption itself.
        for document in before.verdicts.keys() - {"AUTHORITY"}:
            assert said(after.verdicts[document]) == said(before.verdicts[document])


@law
@given(worlds(SMALL), st.sampled_from(ADD), st.sampled_from(["ann", "bob", "cid"]), st.booleans())
def test_adding_an_approver_later_never_turns_the_past_green(
    world: World, change: Callable[[str], str], merger: str, signed: bool
) -> None:
    """A landing that gives somebody a role, approved or not, alters no event before it; nor any document's verdict but
    AUTHORITY's, unless it also approves changes of the register that awaited approval."""
    the_past_stays(world, ROLES, change, merger, merger if signed else "")


@law
@given(worlds(SMALL), st.sampled_from(REMOVE), st.sampled_from(["ann", "bob", "cid"]), st.booleans())
def test_removing_an_approver_later_never_turns_the_past_red(
    world: World, removal: tuple[str, Callable[[str], str]], merger: str, signed: bool
) -> None:
    """A landing that takes a role, a person or a key away, approved or not, alters no event before it; nor any
    document's verdict but AUTHORITY's, unless it also approves changes of the register that awaited approval."""
    path, change = removal
    the_past_stays(world, path, change, merger, merger if signed else "")


@law
@given(worlds(Habits(landings=7)), st.integers(1, 8))
def test_what_landed_later_changes_nothing_that_was(world: World, later: int) -> None:
    """The events of any beginning of a history are those of the whole.

    Lists of revoked keys are the exception, and a forge that signed later: it bears witness against false dates.
    """
    assume(all(world.commits[id_].sign != "forge" for id_ in world.chain[later + 1 :]))
    begun = without_later(world, later + 1)
    day = world.last_day
    assume(begun.decisions(day).timeline.bootstrap is not None)
    assert events(world.approvals(day), later) == events(begun.approvals(day))


def drops(sign: str, odd: frozenset[str]) -> Callable[[Made], Made]:
    """Turn good signatures of whoever the commit names into something else."""
    own = {"ann", "ann2", "bob", "cid", "dee", "gus"}

    def changed(made: Made) -> Made:
        good = made.sign == "forge" or (made.author[0] in own and made.sign == made.author[0].removesuffix("2"))
        return made._replace(sign=sign) if good and made.id not in odd else made

    return changed


@law
@given(worlds(FIXED) | worlds(SMALL), st.sampled_from(["", "bad", "uncheckable", "eve"]), st.sets(st.integers(0, 7)))
def test_dropping_a_signature_never_raises_a_verdict(world: World, sign: str, kept: set[int]) -> None:
    """Had good signatures been none, bad, of an unknown key or not checkable, nothing ranks higher.

    Only evidence *for* an approval is dropped: a key that contradicts the name, or that is trusted no more, is
    evidence against, and taking it away may well leave a plain unsigned merge. So is the forge's, where it bears
    witness against a date.
    """
    against = {"untrusted-key", "mismatch", "uncheckable"}
    told = events(world.approvals())
    odd = {world.chain[n] for (_, n), event in told.items() if event[1] in against}
    if any(event[1] == "time" for event in told.values()):
        odd |= {id_ for id_, made in world.commits.items() if made.sign == "forge"}
    odd |= {world.chain[n] for n in kept if n < len(world.chain)}
    none_rises(rewritten(world, drops(sign, frozenset(odd))), world)


@law
@given(
    worlds(FIXED) | worlds(SMALL), st.sampled_from(["ann", "cid", "dee", "gus"]), st.sampled_from(["sponsor", "lead"])
)
def test_an_approver_whom_the_roster_never_had_never_raises_a_verdict(world: World, who: str, role: str) -> None:
    """Had nobody ever given a person a role, nothing ranks higher. (Not where merges show which side was main.)"""
    assume(not turned(world))
    gone = rewritten(world, with_text(ROLES, lambda t: "\n".join(
        line for line in t.split("\n") if not (f"person: {who}," in line and line.endswith(f"# {role}"))
    )))  # fmt: skip
    none_rises(gone, world)


@law
@given(worlds(FIXED) | worlds(SMALL), st.sampled_from(["id: ann", "id: gus", "id: rob"]))
def test_a_person_whom_the_roster_never_had_never_raises_a_verdict(world: World, who: str) -> None:
    """Had the roster never known a person, nothing ranks higher. (Not those who share an address: the one who stays
    would then be known by it. Nor where their merges show which side was main.)"""
    assume(not turned(world))
    none_rises(rewritten(world, with_text(PEOPLE, without_lines(who))), world)


@law
@given(worlds(FIXED) | worlds(SMALL), st.sampled_from(["ann", "cid", "dee", "forge"]))
def test_a_key_that_was_never_trusted_never_raises_a_verdict(world: World, who: str) -> None:
    """Had a person's key, or the forge's, never been trusted, nothing ranks higher. (Not where the forge's key bears
    witness against a date.)"""
    assume(who != "forge" or all(told[1] != "time" for told in events(world.approvals()).values()))
    change = (
        with_text(FORGE, lambda text: None) if who == "forge" else with_text(SIGNERS, without_lines(f"key-of-{who}"))
    )
    none_rises(rewritten(world, change), world)


PROOFS = ["claimed", "forge", "reviewed", "signed"]


def at_least(classes: frozenset[str], proof: str) -> Callable[[str], str]:
    """A register in which these classes ask for at least a proof."""

    def raised(text: str) -> str:
        lines = text.split("\n")
        for k, line in enumerate(lines):
            name, found, _ = line.strip().partition(": {approvers")
            if found and name in classes:
                head, _, old = line.partition("minimum_proof: ")
                higher = max(old.rstrip("}"), proof, key=PROOFS.index)
                lines[k] = f"{head}minimum_proof: {higher}}}"
        return "\n".join(lines)

    return raised


@law
@given(
    worlds(FIXED) | worlds(SMALL),
    st.frozensets(st.sampled_from(["policy", "runbook", "record", "authority", "layout"]), min_size=1),
    st.sampled_from(PROOFS[1:]),
)
def test_raising_the_minimum_proof_never_raises_a_verdict(world: World, classes: frozenset[str], proof: str) -> None:
    """Had any classes always asked for a stronger proof, nothing ranks higher."""
    none_rises(rewritten(world, with_text(REGISTER, at_least(classes, proof))), world)


@law
@given(worlds(PAST), st.integers(0, 500), st.integers(0, 800))
def test_time_only_makes_stale(world: World, first: int, more: int) -> None:
    """Where nothing is dated after the day, a later day changes approved or claimed to stale, or retires a document."""
    day = world.last_day + timedelta(first)
    now, then = world.approvals(day), world.approvals(day + timedelta(more))
    assert events(then) == events(now)
    over = {id_ for id_, d in now.documents.items() if d.retired is not None and day < d.retired}
    assert now.verdicts.keys() - over <= then.verdicts.keys() <= now.verdicts.keys()
    for document in then.verdicts:
        verdict, later = now.verdicts[document], then.verdicts[document]
        if later.verdict == "stale" and rank(verdict.verdict) > 0:
            assert later.due is not None
            assert later.due < day + timedelta(more)
            later = replace(later, verdict=verdict.verdict, reason="", help="")
            verdict = replace(verdict, reason="", help="")
        same = {"age_days": 0, "eligible": ()}
        assert replace(later, **same) == replace(verdict, **same)  # type: ignore[arg-type]


@law
@given(worlds(SMALL), st.sampled_from(["ann", "bob", "eve"]))
def test_approving_something_else_refreshes_nothing(world: World, merger: str) -> None:
    """A merge that touches no document leaves every verdict as it was."""
    length = len(world.chain)
    world.merged({"NOTICE": "Something else\n"}, "bob", merger, sign="ann")
    day = world.last_day + timedelta(LATER)
    before, after = without_later(world, length).approvals(day), world.approvals(day)
    assert after.verdicts == before.verdicts


@law
@given(worlds(SMALL), st.sampled_from(["bob", "ann", "eve"]))
def test_going_back_to_approved_bytes_does_not_revive_their_approval(world: World, by: str) -> None:
    """A page pushed away and back again, to the very bytes that were approved, is approved no more."""
    assume(world.approvals().timeline.bootstrap is not None)
    text = world.tree.get(PAGE, ("", PAGE_TEXT))[1]
    kind = world.tree.get(PAGE, ("100644",))[0]
    assume(kind == "100644")
    world.pushed({PAGE: text + "More.\n"}, by)
    world.pushed({PAGE: text}, by)
    verdicts = world.approvals().verdicts
    assert "POL" not in verdicts or rank(verdicts["POL"].verdict) == 0


@law
@given(worlds(Habits(landings=7)), st.randoms(use_true_random=False))
def test_the_order_of_questions_does_not_matter(world: World, random: object) -> None:
    """An outcome is the same whether asked first, last, or after all the earlier ones."""
    eager, lazy = world.decisions(), world.decisions()
    keys = [(document, n) for document in eager.changes for n in eager.in_force(document)]
    shuffled = list(keys)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    forward = {key: eager.outcome(*key) for key in keys}
    assert {key: lazy.outcome(*key) for key in shuffled} == forward


@law
@given(worlds(SMALL))
def test_one_person_with_two_addresses_is_one_person(world: World) -> None:
    """Whichever of her addresses somebody uses, the same landings are approved, by the same people."""

    other = {"ann2": "ann", "ann": "ann2"}

    def home(made: Made) -> Made:
        author, committer = ((other.get(who, who), at) for who, at in (made.author, made.committer))
        return made._replace(author=author, committer=committer, co=tuple(other.get(who, who) for who in made.co))

    approved = [
        {key: event[2:] for key, event in events(w.approvals()).items() if rank(event[0])}
        for w in (world, rewritten(world, home))
    ]
    assert approved[0] == approved[1]


@law
@given(worlds(SMALL), st.data())
def test_a_direct_push_approves_nothing(world: World, data: st.DataObject) -> None:
    """Whoever pushes whatever straight to main: no document that it changed is approved, nor anything else better."""
    assume(world.approvals().timeline.bootstrap is not None)
    length = len(world.chain)
    edit = data.draw(st.sampled_from(AUTHORITY_EDITS + DOCUMENT_EDITS))(world.tree, Drawn(data.draw))
    world.pushed(edit, data.draw(st.sampled_from(["ann", "bob", "cid"])), at=world.now + DAY)
    day = world.last_day + timedelta(LATER)
    before, after = without_later(world, length).approvals(day), world.approvals(day)
    for document, verdict in after.verdicts.items():
        changed = length in after.decisions.changes.get(document, ())
        was = before.verdicts.get(document)
        assert rank(verdict.verdict) <= (0 if changed else rank(was.verdict) if was else 0)
