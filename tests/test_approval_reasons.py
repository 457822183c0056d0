"""Every reason against an approval as people read it: what is wrong and what to do, to the letter."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from ratified.approval import reasons
from ratified.approval.adoption import before_bootstrap
from ratified.approval.past_data import PastPerson
from ratified.model.landing import Commit, CommitSignature, CommitStamp, Identity
from ratified.model.verdict import DocumentApproval

if TYPE_CHECKING:
    from collections.abc import Callable

    from ratified.approval.outcome import ApprovalOutcome

BOB = Identity("Bob Brown", "bob@x.org")
HUMAN = {"kind": "human", "started": date(2024, 1, 8), "emails": ()}
DANA = PastPerson.model_validate({"id": "dana", "name": "Dana Okafor", **HUMAN})
LEE = PastPerson.model_validate({"id": "lee", "name": "Lee Brandt", **HUMAN})
NAMELESS = PastPerson.model_validate({"id": "sam", **HUMAN})
AGAIN = (
    "get a change of it merged, with a merge commit, by an approver who wrote none of it; `ratified reaffirm` prepares "
    "one"
)
WANTS_MERGES = (
    "import its review (`ratified reviews import`), or allow merge commits and forbid squash and rebase on main"
)


def commit(id_: str, subject: str, author: Identity = BOB, day: str = "2026-03-02") -> Commit:
    at = CommitStamp(author, int(datetime.fromisoformat(day).replace(hour=9, tzinfo=UTC).timestamp()))
    return Commit(id_.ljust(40, "0"), "", (), at, at, subject)


LANDING = commit("abc", "Merge pull request #118 from x/y")
PLAIN = commit("def", "Change")
OCTOPUS = LANDING._replace(parents=("1", "2", "3"))
FAULTY = PLAIN._replace(faults=("its author line goes on", "and more"))
UNNAMED = commit("def", "Change", Identity("", "bob@x.org"))

REAFFIRM = "let an approver who wrote none of it merge a change of it; `ratified reaffirm` prepares one"
LISTED = (
    "add bob@x.org to the e-mails of a person in data/people.yml, or for somebody outside list "
    "`{name: Bob Brown, email: bob@x.org, person: ID or outside, reason: ...}` under `authors:` in data/register.yml"
)
CHECK_IT = "pin the Git host's key (`ratified trust forge`), or install gnupg and openssh-client where this runs"


@pytest.mark.parametrize(
    ("said", "why", "reason", "help_"),
    [
        (
            lambda: reasons.untimely(LANDING, "has no readable date"),
            "time",
            "#118 (abc0000000) has no readable date, so it approves nothing",
            AGAIN,
        ),
        (
            lambda: reasons.malformed(FAULTY),
            "malformed",
            "commit def0000000 cannot be trusted: its author line goes on",
            AGAIN,
        ),
        (
            lambda: reasons.malformed(LANDING, FAULTY),
            "malformed",
            "commit def0000000 of #118 (abc0000000) cannot be trusted: its author line goes on",
            AGAIN,
        ),
        (
            lambda: reasons.not_merged(PLAIN, "direct"),
            "direct",
            "commit def0000000 went straight to main by Bob Brown; nobody merged it",
            AGAIN,
        ),
        (
            lambda: reasons.not_merged(UNNAMED, "direct"),
            "direct",
            "commit def0000000 went straight to main by bob@x.org; nobody merged it",
            AGAIN,
        ),
        (
            lambda: reasons.not_merged(PLAIN, "squash"),
            "hidden",
            "commit def0000000 was squashed, which hides who merged it",
            f"{WANTS_MERGES}; or {AGAIN}",
        ),
        (
            lambda: reasons.not_merged(PLAIN, "rebase"),
            "hidden",
            "commit def0000000 was rebased, which hides who merged it",
            f"{WANTS_MERGES}; or {AGAIN}",
        ),
        (
            lambda: reasons.octopus(OCTOPUS),
            "octopus",
            "#118 (abc0000000) merges 2 branches at once",
            f"{AGAIN}, one by one",
        ),
        (
            lambda: reasons.inverted(PLAIN, "trunk"),
            "inverted",
            "commit def0000000 may have swapped trunk with a branch: commits on main of this project came in by "
            "its other parent, and none is on its own side since the two parted",
            "hold trunk against a tip that was seen before (`ratified check --anchor SHA`) and put it back where it "
            f"was replaced; where it was not, {AGAIN}",
        ),
        (
            lambda: reasons.odd_entry("docs/a.md"),
            "entry",
            "docs/a.md is a symbolic link or a submodule, so what it says has no history",
            "put the file itself there",
        ),
        (
            lambda: reasons.unknown_merger(LANDING),
            "unknown-lander",
            "#118 (abc0000000) was merged by Bob Brown <bob@x.org>, whom the roster then did not know",
            f"add bob@x.org to the e-mails of a person in data/people.yml, then {AGAIN}",
        ),
        (
            lambda: reasons.unknown_author(LANDING, BOB, None),
            "unknown-author",
            "Bob Brown <bob@x.org> wrote part of it, and the roster at #118 (abc0000000) did not know them",
            f"{LISTED}, then {AGAIN}",
        ),
        (
            lambda: reasons.unknown_author(LANDING, Identity("Bob", " "), None, "the line `Co-authored-by: Bob`"),
            "unknown-author",
            "Bob < > wrote part of it (the line `Co-authored-by: Bob` says so), "
            "and the roster at #118 (abc0000000) did not know them",
            "list `{name: Bob, person: ID or outside, reason: ...}` under `authors:` in data/register.yml, "
            f"then {AGAIN}",
        ),
        (
            lambda: reasons.other_committer(LANDING, DANA),
            "mismatch",
            "#118 (abc0000000) names Dana Okafor as its author and Bob Brown <bob@x.org> as its committer, "
            "so nobody counts as its merger",
            "merge under one's own name, and list a Git host of one's own in data/people.yml as a bot; " + AGAIN,
        ),
        (
            lambda: reasons.unknown_author(LANDING, BOB, PLAIN),
            "unknown-author",
            "Bob Brown <bob@x.org> wrote commit def0000000, which it covers, "
            "and the roster at #118 (abc0000000) did not know them",
            f"{LISTED}, then {AGAIN}",
        ),
        (
            lambda: reasons.bot(LANDING, NAMELESS),
            "bot",
            "#118 (abc0000000) was merged by sam, a bot; a bot approves nothing",
            AGAIN,
        ),
        (
            lambda: reasons.not_entitled(LANDING, DANA, [LEE, NAMELESS], date(2026, 3, 2)),
            "no-approver",
            "Dana Okafor merged #118 (abc0000000) on 2 March 2026 but held no role that approves this; "
            "Lee Brandt or sam could",
            AGAIN,
        ),
        (
            lambda: reasons.not_entitled(LANDING, DANA, [], date(2026, 4, 30)),
            "no-approver",
            "Dana Okafor merged #118 (abc0000000) on 2 March 2026, which counts from 30 April 2026, "
            "when they held no role that approves this; nobody could: its approver roles were empty",
            AGAIN,
        ),
        (
            lambda: reasons.unregistered(LANDING, "RB-1"),
            "unregistered",
            "#118 (abc0000000) cannot approve RB-1, which no approved register has: its entry in "
            "data/register.yml was never approved",
            f"let an approver of class authority merge a change of the register; then {AGAIN}",
        ),
        (
            lambda: reasons.not_entitled_to_all(LANDING, DANA, "RB-1"),
            "no-approver",
            "#118 (abc0000000) reaffirms RB-1 too, which Dana Okafor may not approve, so it reaffirms nothing",
            f"reaffirm RB-1 in a merge of its own; {AGAIN}",
        ),
        (
            lambda: reasons.self_approval(LANDING, DANA, None),
            "self-approval",
            "Dana Okafor merged #118 (abc0000000) and wrote part of it",
            AGAIN,
        ),
        (
            lambda: reasons.self_approval(LANDING, DANA, PLAIN),
            "self-approval",
            "Dana Okafor merged #118 (abc0000000) and wrote commit def0000000, which nobody else approved",
            AGAIN,
        ),
        (
            lambda: reasons.self_approval(LANDING, DANA, None, "the line `Co-authored-by: D` of commit def0000000"),
            "self-approval",
            "Dana Okafor merged #118 (abc0000000) and wrote part of it: the line `Co-authored-by: D` of commit "
            "def0000000 says so; where that is wrong, let another approver merge",
            AGAIN,
        ),
        (
            lambda: reasons.evil(LANDING, "docs/a.md", conflict=True),
            "by-hand",
            "docs/a.md was in conflict and merged by hand in #118 (abc0000000); nobody else saw the result",
            f"merge main into the branch before review; {AGAIN}",
        ),
        (
            lambda: reasons.evil(LANDING, "docs/a.md", conflict=False),
            "evil-merge",
            "the merge commit of #118 (abc0000000) itself changes docs/a.md",
            AGAIN,
        ),
        (
            lambda: reasons.carried(LANDING, "docs/a.md"),
            "evil-merge",
            "in #118 (abc0000000) git took into docs/a.md what one side had changed under another name; no "
            "commit shows that there",
            f"merge main into the branch before review; {AGAIN}",
        ),
        (
            lambda: reasons.unsound(LANDING, CommitSignature("bad")),
            "bad-signature",
            "the signature of #118 (abc0000000) does not fit what it signs",
            AGAIN,
        ),
        (
            lambda: reasons.unsound(LANDING, CommitSignature("untrusted", why="it is revoked")),
            "untrusted-key",
            "the key that signed #118 (abc0000000) was not trusted then: it is revoked",
            f"add the key to data/trust/ by an approved merge, then {AGAIN}",
        ),
        (
            lambda: reasons.unsound(LANDING, CommitSignature("uncheckable", why="gpg is missing")),
            "uncheckable",
            "the signature of #118 (abc0000000) cannot be checked: gpg is missing",
            CHECK_IT,
        ),
        (
            lambda: reasons.mismatch(LANDING, DANA, CommitSignature("good", person="lee")),
            "mismatch",
            "#118 (abc0000000) says Dana Okafor and is signed with the key of lee, so nobody counts as its merger",
            f"sign with one's own key under one's own name; {AGAIN}",
        ),
        (
            lambda: before_bootstrap(PLAIN, LANDING),
            "no-bootstrap",
            f"commit def0000000 of {reasons.day(PLAIN)} came before anybody had approved the adoption, "
            "which #118 (abc0000000) "
            "did, and nobody has approved it since",
            REAFFIRM,
        ),
        (
            lambda: before_bootstrap(PLAIN, None),
            "no-bootstrap",
            f"commit def0000000 of {reasons.day(PLAIN)} came "
            "while nobody had approved the adoption, so it approves nothing",
            REAFFIRM,
        ),
        (
            lambda: reasons.unreadable_authority(PLAIN),
            "authority",
            "who could approve then is in the register, people and roles of commit def0000000, which cannot be read",
            f"fix those files by an approved merge, then {AGAIN}",
        ),
    ],
)
def test_a_reason_says_what_is_wrong_and_what_to_do(
    said: Callable[[], ApprovalOutcome], why: str, reason: str, help_: str
) -> None:
    outcome = said()
    assert (outcome.why, outcome.reason, outcome.help) == (why, reason, help_)
    assert (outcome.approved, outcome.approver) == (False, None)


OWN_KEY = "a merge signed with the approver's own key"


@pytest.mark.parametrize(
    ("proof", "wanted", "said"),
    [
        ("claimed", "forge", "an unsigned merge, which proves no more than a name; its class asks for a merge that a "
         "key pinned in data/trust/ signed"),
        ("forge", "reviewed", f"a merge signed by the Git host; its class asks for an imported review, or {OWN_KEY}"),
        ("reviewed", "signed", f"a review of exactly this head; its class asks for {OWN_KEY}"),
    ],
)  # fmt: skip
def test_a_weak_proof_says_what_it_is_and_what_is_asked_for(proof: str, wanted: str, said: str) -> None:
    outcome = reasons.weak(LANDING, DANA, proof, wanted)  # type: ignore[arg-type]
    assert (outcome.why, outcome.help) == ("weak-proof", f"sign merges, or merge on a Git host that does; {AGAIN}")
    assert outcome.reason == f"#118 (abc0000000) by Dana Okafor is {said}"


@pytest.mark.parametrize(
    ("proof", "said"),
    [
        ("claimed", "by name only: the merge is not signed"),
        ("forge", "signed by the Git host"),
        ("reviewed", "reviewed at exactly this head"),
        ("signed", "signed with Dana's key"),
    ],
)
def test_how_an_approval_is_proven(proof: str, said: str) -> None:
    assert reasons.signed_by(proof, "Dana Okafor") == said  # type: ignore[arg-type]


def approval(**changed: object) -> DocumentApproval:
    told: dict[str, object] = {
        **{"landing": "abc".ljust(40, "0"), "number": 7, "at": datetime(2026, 3, 2, 9, tzinfo=UTC)},
        **{"approver": "dana", "name": "Dana Okafor", "role": "Security Lead", "proof": "signed"},
        **{"kind": "amendment", "change_request": "#118", "authors": (), "covers": ()},
        **{"signer": "signed with Dana's key", **changed},
    }
    return DocumentApproval(**told)  # type: ignore[arg-type]


BY = "by Dana Okafor (Security Lead then) on 2 March 2026, merge of"
SIGNED = "signed with Dana's key"


@pytest.mark.parametrize(
    ("changed", "authors", "said"),
    [
        ({}, [], f"Approved {BY} #118, {SIGNED}"),
        ({}, ["Lee"], f"Approved {BY} #118 by Lee, {SIGNED}"),
        ({}, ["Lee", "Sam"], f"Approved {BY} #118 by Lee and Sam, {SIGNED}"),
        ({}, ["Lee", "Sam", "Ann"], f"Approved {BY} #118 by Lee, Sam and Ann, {SIGNED}"),
        ({"change_request": None}, ["Lee"], f"Approved {BY} abc0000000 by Lee, {SIGNED}"),
        ({"kind": "bootstrap"}, ["Lee"], f"Approved {BY} the adoption by Lee, {SIGNED}"),
        ({"kind": "reaffirmation"}, ["Lee"], f"Reaffirmed {BY} #118 by Lee, {SIGNED}"),
        ({"covers": ("1",)}, ["Lee"], f"Approved {BY} #118 by Lee, {SIGNED}; it covers 1 earlier commit"),
        ({"covers": ("1", "2")}, ["Lee"], f"Approved {BY} #118 by Lee, {SIGNED}; it covers 2 earlier commits"),
    ],
)
def test_an_approval_says_who_as_whom_when_what_and_how(
    changed: dict[str, object], authors: list[str], said: str
) -> None:
    assert reasons.approved(approval(**changed), authors) == said
