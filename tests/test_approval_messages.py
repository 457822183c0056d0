"""Rarer reasons to the letter: a merge without an end, damaged signatures, ended authorities, a chain that is cut."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from ratified.approval import reasons
from ratified.approval.due import due_next
from ratified.approval.outcome import ApprovalOutcome, proof_of
from ratified.approval.record import BacklogLanding
from ratified.model.landing import Anchor, Anchors, CommitSignature, RemergeDifference
from test_approval_reasons import AGAIN, DANA, LANDING, PLAIN, approval
from test_approval_units import NEW, NEWER, adopted, event, of, revoked, stands
from worlds import PAGE, REGISTER, REGISTER_TEXT, RUNBOOK, World, noon, swap

FAR = "2026-03-02"
SIGNED = int(datetime(2026, 3, 2, 9, tzinfo=UTC).timestamp())


def said(outcome: ApprovalOutcome) -> tuple[str, str, str]:
    return outcome.why, outcome.reason, outcome.help


WITHOUT_END = RemergeDifference(frozenset(), frozenset(), known=False)


def test_a_merge_of_which_git_finds_no_end(monkeypatch: pytest.MonkeyPatch) -> None:
    reason = (
        "git does not come to an end with its own merge of the parents of {}, so nobody can say "
        "what the merge commit itself changed"
    )
    assert said(reasons.unmerged(LANDING)) == ("uncheckable", reason.format("#118 (abc0000000)"), AGAIN)
    world = adopted()
    world.merged({"README.md": "Bye\n"}, "bob", "ann", fork=0)
    world.merged(NEW, "bob", "ann", sign="ann", fork=1)
    monkeypatch.setattr(world, "remerge", lambda _: WITHOUT_END)
    approvals = world.approvals()
    assert (approvals.verdicts["POL"].verdict, approvals.verdicts["POL"].why) == ("undecidable", "uncheckable")
    assert approvals.verdicts["POL"].reason == reason.format("#3 (0000000000)")
    assert not approvals.settled, "another run may know more"


@pytest.mark.parametrize(
    ("remerge", "why", "reason"),
    [
        (
            RemergeDifference(frozenset({PAGE}), frozenset(), carried=frozenset({PAGE, "docs/aa.md"})),
            "evil-merge",
            f"in #3 (0000000000) git took into {PAGE} what one side had changed under another name; no commit "
            "shows that there",
        ),
        (
            RemergeDifference(frozenset({PAGE}), frozenset(), carried=frozenset({PAGE})),
            "evil-merge",
            f"in #3 (0000000000) git took into {PAGE} what one side had changed under another name; no commit "
            "shows that there",
        ),
        (
            RemergeDifference(frozenset({PAGE}), frozenset(), carried=frozenset({"docs/aa.md"})),
            "evil-merge",
            f"the merge commit of #3 (0000000000) itself changes {PAGE}",
        ),
        (
            RemergeDifference(frozenset({PAGE}), frozenset({PAGE})),
            "by-hand",
            f"{PAGE} was in conflict and merged by hand in #3 (0000000000); nobody else saw the result",
        ),
    ],
)
def test_a_merge_that_holds_what_no_commit_shows(
    remerge: RemergeDifference, why: str, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = adopted()
    world.merged({"README.md": "Bye\n"}, "bob", "ann", fork=0)
    world.merged(NEW, "bob", "ann", sign="ann", fork=1)
    monkeypatch.setattr(world, "remerge", lambda _: remerge)
    found = world.approvals().verdicts["POL"]
    assert (found.verdict, found.why, found.reason) == ("unapproved", why, reason)


def test_an_answer_that_hangs_on_an_inner_merge_without_an_end_is_not_settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever made such a merge counts as an author, which the next run may know better."""
    world = adopted()
    one, other = (world.commit(edits, "bob", [world.base]) for edits in (NEW, {"README.md": "Bye\n"}))
    inner = world.commit({}, "cid", [one, other], tree=world.three_way(one, other)[0])
    world.join([inner], "ann", sign="ann")
    assert world.approvals().verdicts["POL"].approval is not None
    known, remerge = world.approvals(), world.remerge
    assert known.verdicts["POL"].reason.count("Cid Clark") == 0
    assert known.settled
    monkeypatch.setattr(world, "remerge", lambda commit: WITHOUT_END if commit.id == inner else remerge(commit))
    approvals = world.approvals()
    assert "by Bob Brown and Cid Clark, signed with Ann's key" in approvals.verdicts["POL"].reason
    assert not approvals.settled


def test_an_authority_that_ended_with_a_key() -> None:
    assert said(reasons.ended_authority(LANDING, PLAIN)) == (
        "authority",
        "who could approve then hung on #118 (abc0000000), whose approval ended with the key that commit "
        "def0000000 revokes",
        AGAIN,
    )
    world = adopted()
    number = world.merged(NEW, "bob", "cid", sign="cid")
    world.merged(revoked("key-of-ann", "0" * 40), "bob", "cid", sign="cid")
    assert event(world, number) == ("undecidable", "authority")
    assert of(world).reason == (
        "who could approve then hung on #1 (0000000000), whose approval ended with the key that #3 (0000000000) revokes"
    )
    assert world.approvals().authority is not None


def test_a_signature_that_is_damaged_or_says_another_day() -> None:
    damaged = CommitSignature("bad", why="it ends early", damaged=True)
    assert said(reasons.unsound(LANDING, damaged)) == (
        "bad-signature",
        "the signature of #118 (abc0000000) is damaged: it ends early",
        AGAIN,
    )
    bad = reasons.unsound(LANDING, CommitSignature("bad", why="words"))
    assert bad.reason == "the signature of #118 (abc0000000) does not fit what it signs: words"
    day = 86400
    for apart, clock in ((day, False), (-day, False), (day + 1, True), (-day - 1, True)):
        outcome = reasons.unsound(LANDING, CommitSignature("untrusted", at=SIGNED + apart, why="words"))
        assert outcome.why == "untrusted-key"
        assert ("do not say the same day" in outcome.reason) is clock
    assert said(outcome) == (
        "untrusted-key",
        "the signature of #118 (abc0000000) and its commit do not say the same day: words",
        f"put the clock right that signed it; {AGAIN}",
    )
    dateless = LANDING._replace(committer=LANDING.committer._replace(at=None))
    assert "was not trusted then" in reasons.unsound(dateless, CommitSignature("untrusted", at=1)).reason
    assert reasons.unsound(LANDING, CommitSignature("uncheckable", at=1)).why == "uncheckable"
    assert "say the same day" not in reasons.unsound(LANDING, CommitSignature("uncheckable", at=1)).reason


def test_what_can_be_undone_is_said_besides_what_else_helps() -> None:
    refused = reasons.self_approval(LANDING, DANA, None)
    found = reasons.or_restored(refused, PLAIN)
    assert (found.why, found.reason) == (refused.why, refused.reason)
    assert found.help == (
        f"{AGAIN}; or `git revert` all that came to AUTHORITY since commit def0000000 and let an approver merge that"
    )


def test_a_day_without_a_date_and_one_that_counts_from_another() -> None:
    dateless = LANDING._replace(committer=LANDING.committer._replace(at=None))
    outcome = reasons.not_entitled(dateless, DANA, [], date(2026, 3, 2))
    assert outcome.reason == (
        "Dana Okafor merged #118 (abc0000000) on a day that cannot be read but held no role that approves "
        "this; nobody could: its approver roles were empty"
    )
    at = datetime(2026, 4, 30, tzinfo=UTC)
    told = reasons.approved(approval(at=at, said=datetime(2026, 3, 2, 9, tzinfo=UTC)), [])
    assert told == (
        "Approved by Dana Okafor (Security Lead then) on 30 April 2026 (its commit says 2 March 2026), "
        "merge of #118, signed with Dana's key"
    )


@pytest.mark.parametrize(
    ("why", "level"),
    [("hidden", "undecidable"), ("uncheckable", "undecidable"), ("authority", "undecidable"),
     ("inverted", "undecidable"), ("direct", "unapproved"), ("time", "unapproved")],
)  # fmt: skip
def test_what_nobody_can_tell_is_undecidable(why: str, level: str) -> None:
    assert reasons.level_of(why) == level  # type: ignore[arg-type]


def test_only_a_name_is_a_claim() -> None:
    assert [reasons.level_by(proof) for proof in ("claimed", "forge", "reviewed", "signed")] == [
        "claimed",
        *["approved"] * 3,
    ]
    states = ("none", "good", "bad", "untrusted", "uncheckable")
    assert [proof_of(CommitSignature(state)) for state in states] == ["claimed", "forge", None, None, None]  # type: ignore[arg-type]
    assert proof_of(CommitSignature("good", person="ann")) == "signed"
    assert (ApprovalOutcome().approved, ApprovalOutcome("direct").approved) == (True, False)


# A chain that a day cuts


def test_a_chain_that_a_day_cuts_says_what_stands_above_and_what_would_show_otherwise() -> None:
    world = adopted()
    world.merged(NEW, "bob", "ann", sign="ann")
    world.pushed({"README.md": "From the future\n"}, "bob", at=noon("2099-01-01"))
    assert "the chain is cut" not in of(world, as_of="2024-06-01").reason
    world.merged(NEWER, "bob", "ann", sign="ann", at=noon("2024-05-01"))
    verdict = of(world, as_of="2024-06-01")
    cut = f"; as of 2024-06-01 the chain is cut at commit {'0' * 10}, dated 1 January 2099"
    anchor = (
        "later commits count once a witness shows that date to be false: pass `--anchor SHA@DAY` of a tip seen then"
    )
    assert (verdict.verdict, verdict.reason.endswith(f"next review by 2 January 2025{cut}")) == ("approved", True)
    assert verdict.help == anchor
    approvals = world.approvals("2024-06-01")
    assert (approvals.head, approvals.cut and approvals.cut.number) == (2, 3)
    assert of(world, as_of="2024-04-30").help == "", "nothing above claims to be there by then"
    assert of(world, as_of="2024-05-01").help == anchor
    late = of(world, as_of="2025-06-01")
    assert late.help == f"review it, then get `ratified reaffirm POL` merged by an approver; {anchor}"
    seen = Anchors((Anchor(world.base, date(2024, 5, 2)),))
    whole = world.approvals("2024-06-01", seen)
    assert world.approvals("2024-06-01", Anchors((), today=True)).cut is None
    assert (whole.cut, whole.head, "cut" in whole.verdicts["POL"].reason) == (None, 4, False)


# What is due


def test_what_needs_an_approval_comes_first_the_longest_overdue_before_what_no_date_asks_for() -> None:
    base = of(adopted())
    day = date(2024, 6, 1)
    shapes = [
        ("B", "approved", day + timedelta(9)),
        ("A", "claimed", day + timedelta(9)),
        ("C", "approved", None),
        ("D", "unapproved", day - timedelta(3)),
        ("E", "stale", day - timedelta(2)),
        ("F", "stale", day - timedelta(1)),
        ("G", "draft", day - timedelta(9)),
        ("H", "approved", day),
        ("I", "undecidable", None),
        ("J", "approved", day - timedelta(4)),
    ]
    verdicts = [replace(base, id=id_, verdict=word, due=due) for id_, word, due in shapes]  # type: ignore[arg-type]
    assert [(d.verdict.id, d.days, d.now) for d in due_next(verdicts, day)] == [
        *[("J", -4, True), ("E", -2, True), ("F", -1, True), ("D", None, True), ("I", None, True)],
        *[("H", 0, False), ("A", 9, False), ("B", 9, False)],
    ]
    assert [d.verdict.id for d in due_next(verdicts, day, 8)] == ["J", "E", "F", "D", "I", "H"]
    assert [d.verdict.id for d in due_next(verdicts, day, 9)][-2:] == ["A", "B"]


# The command that shows a landing


def test_the_command_shows_the_whole_of_a_landing_in_any_shell() -> None:
    found = BacklogLanding("a" * 40, "b" * 40, None, (), ("POL",), ("docs/a.md", "docs/it's here.md"), (), ())
    assert found.command == f"git diff {'b' * 12} {'a' * 12} -- docs/a.md 'docs/it'\"'\"'s here.md'"
    inside = found._replace(below="company/policy", paths=("docs/a.md",))
    assert inside.command == f"git diff {'b' * 12} {'a' * 12} -- :/company/policy/docs/a.md"
    assert found._replace(base="").command.startswith(f"git show {'a' * 12} -- docs/a.md ")
    assert found._replace(paths=()).command == f"git diff {'b' * 12} {'a' * 12}"
    assert inside._replace(paths=()).command == f"git diff {'b' * 12} {'a' * 12} -- :/company/policy"


# Retired, gone, and without a file


def test_a_document_without_a_file_says_which_names_it_looked_for() -> None:
    help_ = "correct `pages:` of its entry in data/register.yml, or put the files there, by a merge of an approver"
    for pages, reason in (
        ("pages: [runbooks/X*.md, runbooks/Y.md]", "nothing there is called runbooks/X*.md or runbooks/Y.md"),
        ("binds: [data/none.yml]", "nothing there is called data/none.yml"),
        ("pages: []", "its entry names none"),
    ):
        world = adopted()
        world.merged({REGISTER: swap(REGISTER_TEXT, "pages: [runbooks/*.md]", pages)}, "bob", "ann", sign="ann")
        verdict = of(world, "RB")
        assert (verdict.verdict, verdict.why, verdict.help) == ("unapproved", "gone", help_)
        assert verdict.reason == f"RB has no file on main: {reason}"
    world.pushed({RUNBOOK: None, PAGE: None}, "bob")
    assert stands(world)[1] == "direct", "an unapproved landing says more than that nothing is left"


def test_nothing_of_a_listed_document_is_on_main() -> None:
    listed = swap(REGISTER_TEXT, "documents:\n", "documents:\n  - {id: LOG, class: record, pages: [docs/log.md]}\n")
    world = World().adopted({REGISTER: listed}, sign="ann")
    assert stands(world, "LOG") == ("unapproved", "gone")
    assert of(world, "LOG").reason == "LOG has no file on main: nothing there is called docs/log.md"
