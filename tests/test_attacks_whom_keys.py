"""Revocations by anybody: they stop at once, end nothing until AUTHORITY agrees, and can be taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attacks_whom import Attack, every, status
from history_company import REVOKED, ROLES, ROLES_TEXT, SIGNERS, TRUSTED, edit, signers
from pull_requests import BEN, DANA, HELEN, PRIYA, asks, lands, more_in
from pull_requests import SIGNERS as COMPANY_SIGNERS
from threats import FAIR, Step, merges, pushes, then

if TYPE_CHECKING:
    import pytest

    from histories import Repo

pytest_plugins = ["history_fixtures"]

README = {"README.md": "x\n"}
GONE = {REVOKED: None}
EVERY = (*TRUSTED, "forge")
LISTED, ENDED = "though nobody approved that yet", "the key is revoked from an earlier commit on"
NEXT = merges("dana", change=edit("3h"))
BY_FORGE = merges("dana@github", change=edit("3h"), committer="github", sign="forge")


def row(repo: Repo, key: str, since: str, spelled: str = "{}") -> str:
    """An entry of the list."""
    print_ = repo.keys.forge_fingerprint(key) if key == "forge" else repo.keys.fingerprint(key)
    return f'  - {{fingerprint: "{spelled.format(print_)}", from: {since}, reason: lost}}\n'


def listed(repo: Repo, *keys: str, back: int = 0) -> dict[str, str]:
    """The list with these keys, revoked from the landing so many before main's tip on."""
    since = repo.git("rev-parse", f"{repo.tip}~{back}")
    return {REVOKED: "revoked:\n" + "".join(row(repo, key, since) for key in keys)}


def revokes(*keys: str, back: int = 0, by: str = "kim") -> Step:
    return lambda repo: repo.merges(by, change=listed(repo, *keys, back=back))


def claims(*keys: str, back: int = 0, by: str = "lee") -> Step:
    """Somebody pushes that these keys are revoked."""
    return lambda repo: repo.pushes(by, listed(repo, *keys, back=back))


def kept(*keys: str, more: dict[str, str] | None = None, by: str = "kim", sign: str = "") -> Step:
    """A list of these keys from the adoption on, merged by somebody; nothing else unless `more`."""
    return lambda repo: repo.merges(
        by,
        change={
            REVOKED: "revoked:\n" + "".join(row(repo, key, repo.git("rev-parse", ":/Begin")) for key in keys),
            **(more or {}),
        },
        sign=sign,
    )


def spelled(repo: Repo) -> None:
    """The forge's fingerprint as gpg shows it to people: in groups, in small letters."""
    print_ = repo.keys.forge_fingerprint("forge").lower()
    groups = " ".join(print_[at : at + 4] for at in range(0, 40, 4))
    text = f'revoked:\n  - {{fingerprint: "{groups}", from: {repo.tip}, reason: lost}}\n'
    repo.merges("kim", change={REVOKED: text})


def two_sponsors(repo: Repo) -> None:
    """Sam is a sponsor besides Kim."""
    held = "holders: [{person: kim, as: primary, since: 2022-01-08}"
    both = f"{held}, {{person: sam, as: deputy, since: 2022-01-08}}"
    repo.merges("kim", change={ROLES: ROLES_TEXT.replace(held, both)})


def grabbed(repo: Repo) -> None:
    """Kim's stolen key makes the thief's key Dana's; Dana's policy follows; then Sam ends that."""
    two_sponsors(repo)
    start = repo.tip
    line = f'dana namespaces="git" {repo.keys.ssh("thief")}\n'
    repo.merges("kim", by="ira", change={SIGNERS: line + signers(repo.keys, *(n for n in TRUSTED if n != "dana"))})
    repo.merges("dana", change=edit("2h"), sign="thief")
    text = f"revoked:\n{row(repo, 'kim', start)}"
    fixed = {REVOKED: text, SIGNERS: signers(repo.keys)}
    repo.merges("sam", change=fixed)


def renews(repo: Repo) -> None:
    """Dana's key is revoked and a new one listed, by Kim, in one landing."""
    more = f'dana namespaces="git" {repo.keys.ssh("dana-new")}\n'
    others = signers(repo.keys, *(n for n in TRUSTED if n != "dana"))
    repo.merges("kim", change={**listed(repo, "dana"), SIGNERS: more + others})


KEYS = (
    Attack(
        "a key that anybody listed approves nothing new",
        then(claims("dana"), NEXT),
        LISTED,
        then(FAIR, claims("dana", back=1)),
    ),
    Attack(
        "a listed key, though the line was pushed out again",
        then(claims("dana"), pushes("lee", GONE), NEXT),
        LISTED,
        then(claims("dana"), merges("kim", change=GONE), NEXT),
    ),
    Attack(
        "a listed key, taken out by its owner, who is no approver of keys",
        then(claims("dana"), merges("dana", change=GONE), NEXT),
        LISTED,
        then(claims("dana"), merges("kim", change={REVOKED: "revoked: []\n"}), NEXT),
    ),
    Attack(
        "a listed key, taken out by one that is listed as well",
        then(two_sponsors, claims("dana", "kim"), merges("kim", change=GONE), NEXT),
        LISTED,
        then(two_sponsors, claims("dana", "kim"), merges("sam", change=GONE), NEXT),
    ),
    Attack(
        "every key listed by a stranger, and taken out with something else",
        then(claims(*EVERY, by="eve"), merges("kim", change={**GONE, **README}), NEXT),
        LISTED,
        then(claims(*EVERY, by="eve"), merges("kim", change=GONE), NEXT),
    ),
    Attack(
        "every key listed, and the list made shorter, not as it was",
        then(claims(*EVERY), kept("sam"), NEXT),
        LISTED,
        then(
            revokes("sam"),
            claims(*EVERY),
            lambda r: r.merges("kim", change={REVOKED: r.files(r.git("rev-parse", f"{r.tip}~1"))[REVOKED]}),
            NEXT,
        ),
    ),
    Attack(
        "every key listed in a name of who could take it out",
        then(claims(*EVERY, by="kim"), pushes("kim", README), merges("kim", by="kim", change=GONE), NEXT),
        LISTED,
        then(claims(*EVERY, by="kim"), merges("kim", change=GONE), NEXT),
    ),
    Attack(
        "a stolen key that AUTHORITY revoked, and every other one listed by the thief",
        then(revokes("dana"), claims(*EVERY), kept(by="kim", sign="dana"), NEXT),
        ENDED,
        then(
            revokes("lee"),
            claims(*EVERY),
            lambda r: r.merges("kim", change={REVOKED: r.files(r.git("rev-parse", f"{r.tip}~1"))[REVOKED]}),
            NEXT,
        ),
    ),
    Attack(
        "an approved revocation from early on",
        then(FAIR, revokes("dana", back=1)),
        ENDED,
        then(FAIR, revokes("dana")),
    ),
    Attack(
        "an approved revocation, taken back by a push",
        then(FAIR, revokes("dana", back=1), pushes("lee", GONE)),
        ENDED,
        then(FAIR, revokes("dana", back=1), merges("kim", change=GONE)),
    ),
    Attack(
        "an approved revocation, made later by a push",
        then(FAIR, revokes("dana", back=1), claims("dana")),
        ENDED,
        then(FAIR, revokes("dana", back=1), revokes("dana")),
    ),
    Attack(
        "an approved revocation, undone by an approved list that nobody can read",
        then(FAIR, revokes("dana", back=1), merges("kim", change={REVOKED: "revoked: ["})),
        ENDED,
        then(FAIR, revokes("sam", back=1), merges("kim", change={REVOKED: "revoked: ["})),
    ),
    Attack(
        "what came between an approved revocation and its end",
        then(revokes("dana"), FAIR, merges("kim", change=GONE)),
        ENDED,
        then(revokes("dana"), merges("kim", change=GONE), FAIR),
    ),
    Attack(
        "the forge's key, spelled as people read it",
        then(spelled, BY_FORGE),
        ENDED,
        then(BY_FORGE, spelled),
    ),
    Attack(
        "a pushed line in the same landing as the change",
        lambda r: r.merges("dana", change={**edit("3h"), **listed(r, "dana")}),
        "the commit itself revokes the key",
        lambda r: r.merges("dana", change={**edit("3h"), **listed(r, "sam")}),
    ),
    Attack(
        "whoever merges the revocation of their own key",
        then(revokes("kim"), merges("kim", change=edit("3h"))),
        ENDED,
        then(merges("kim", change=edit("3h")), revokes("kim")),
        by="kim",
    ),
    Attack(
        "a stolen key that lists itself, so that a later list of it would come too late",
        then(
            lambda r: r.merges("kim", change={**edit("3h"), **listed(r, "kim", back=1)}),
            lambda r: r.merges("dana", change={"docs/more.md": "x\n"}),
        ),
        "the commit itself revokes the key",
        then(revokes("kim"), NEXT),
    ),
    Attack(
        "what a stolen key let in, and who came in by it",
        grabbed,
        "was not trusted then",
        then(grabbed, NEXT),
    ),
    Attack(
        "the old key after a new one took its place",
        then(renews, NEXT),
        "was not trusted then",
        then(renews, merges("dana", change=edit("3h"), sign="dana-new")),
    ),
    Attack(
        "a key that is listed only on the branch of an unapproved landing",
        then(lambda r: r.merges("ira", change=listed(r, "dana")), NEXT),
        LISTED,
        then(lambda r: r.merges("ira", change=README, branch=r.branch("lee", README)), NEXT),
    ),
)


@every(KEYS)
def test_an_attack_fails_and_its_twin_does_not(attack: Attack, repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    attack.fails_and_its_twin_does_not(repo, capsys)


def test_an_adoption_by_a_key_revoked_from_before_it_ends_and_the_next_approval_counts(
    repo: Repo, capsys: pytest.CaptureFixture[str]
) -> None:
    """Sam revokes Kim's key from before the adoption; what Dana approves then stands."""
    since = repo.git("rev-parse", f"{repo.tip}~1")
    two_sponsors(repo)
    repo.merges("sam", change={REVOKED: f"revoked:\n{row(repo, 'kim', since)}"})
    told = status(repo, capsys)
    assert {told[id_]["verdict"] for id_ in ("POL", "RB")} == {"unapproved"}
    assert told["AUTHORITY"]["verdict"] == "approved"
    FAIR(repo)
    assert status(repo, capsys)["POL"]["verdict"] == "approved"
    repo.merges("sam", change={ROLES: repo.git("show", f"{repo.tip}:{ROLES}") + "\n# Nothing else.\n"})
    with repo.approvals() as approvals:
        said = approvals.events("AUTHORITY")
    assert [event.verdict for event in said][-3:] == ["undecidable", "approved", "approved"]
    ended = f"#1 ({said[1].landing[:10]}), whose approval ended with the key that #12 ({said[3].landing[:10]})"
    assert ended in said[2].reason, said[2].reason


def test_a_revocation_of_every_key_ends_no_approval(repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    FAIR(repo)
    before = {id_: told["verdict"] for id_, told in status(repo, capsys).items()}
    claims(*EVERY, back=2, by="eve")(repo)
    after = {id_: told["verdict"] for id_, told in status(repo, capsys).items()}
    assert {id_ for id_ in before if before[id_] != after[id_]} == {"AUTHORITY"}
    merges("kim", change=GONE)(repo)
    assert {id_: told["verdict"] for id_, told in status(repo, capsys).items()} == before


def test_a_key_that_has_run_out_keeps_no_list_of_all_keys_from_being_taken_back(
    repo: Repo, capsys: pytest.CaptureFixture[str]
) -> None:
    """Sam's key has run out, and a push names Kim's: nobody else could take that back."""
    two_sponsors(repo)
    lines = repo.git("show", f"{repo.tip}:{SIGNERS}") + "\n"
    repo.merges("kim", change={SIGNERS: lines.replace("sam namespaces", 'sam valid-before="20250101",namespaces')})
    claims("kim", by="ira")(repo)
    merges("kim", change=GONE)(repo)
    told = status(repo, capsys)["AUTHORITY"]
    assert told["verdict"] == "approved", told["reason"]


def test_the_check_names_the_line_of_a_revocation_that_nobody_approved(
    company: Repo, capsys: pytest.CaptureFixture[str]
) -> None:
    lands(company, DANA, more_in("runbooks/RB-05-outage.md"))
    text = (
        f'revoked:\n  - fingerprint: "{company.keys.fingerprint("dana")}"\n    from: {company.tip}\n    reason: lost\n'
    )
    pushed = company.pushes(BEN, {REVOKED: text})
    code, lines = asks(company, capsys, "check", "--ref", "main")
    (line,) = (line for line in lines if "APR-31" in line)
    assert (code, line.startswith(f"{REVOKED}:2:")) == (1, True), line
    assert f"it approves nothing from commit {pushed[:10]} on" in line
    assert not [line for line in lines if "APR-26" in line]
    lands(company, PRIYA, {REVOKED: text.replace("lost", "Lost on a journey")}, by=HELEN)
    code, lines = asks(company, capsys, "check", "--ref", "main")
    assert not [line for line in lines if "APR-31" in line]
    assert company.files(company.tip)[COMPANY_SIGNERS]


def test_a_stopped_key_never_approves_what_was_pushed_beside_a_list_of_every_key(
    repo: Repo, capsys: pytest.CaptureFixture[str]
) -> None:
    """A landing by a key on a list must bring back all of AUTHORITY as it was approved, not the list alone."""
    held = "holders: [{person: kim, as: primary, since: 2022-01-08}"
    grab = {ROLES: ROLES_TEXT.replace(held, f"{held}, {{person: lee, as: deputy, since: 2022-01-08}}")}
    repo.pushes("lee", {**grab, **listed(repo, *EVERY)})
    repo.merges("kim", change=GONE)
    assert status(repo, capsys)["AUTHORITY"]["verdict"] == "unapproved"
    repo.merges("kim", by="sam", change={ROLES: ROLES_TEXT})
    assert status(repo, capsys)["AUTHORITY"]["verdict"] == "approved"
