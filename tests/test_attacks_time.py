"""Attacks on time, through the real command line: each a hostile history and its benign twin (decision 0021)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import pytest

from histories import DAY, Repo, at
from history_company import FORGE, SIGNERS, edit, roles, signers
from ratified.cli.main import main
from ratified.cli.options import today
from threats import Step, merges, pushes, then

pytest_plugins = ["history_fixtures"]

README = {"README.md": "x\n"}
OTHER = {"README.md": "y\n"}
JUNE, YEAR_END = "2026-06-30", "2026-12-31"


def on(moment: str, step: Step) -> Step:
    """Something happens at a moment."""

    def happened(repo: Repo) -> None:
        repo.now = at(moment)
        step(repo)

    return happened


def pushed(moment: str, change: dict[str, str] = README) -> Step:
    """Lee pushes something that concerns no document, dated so."""
    return on(moment, pushes("lee", change))


def merged(moment: str, by: str = "dana", **more: Any) -> Step:
    """Somebody merges Lee's change of the policy, dated so, with their own key."""
    return on(moment, merges(by, change=edit("2h"), **more))


def forged(moment: str, signed: str = "", key: str = "forge", **more: Any) -> Step:
    """Dana merges at the forge, whose key signs; `signed` is when its signature says it was made."""
    given = {"signed_at": at(signed)} if signed else {}
    change = more.pop("change", edit("2h"))
    return on(moment, merges("dana", change=change, committer="github", sign=key, **given, **more))


def witness(moment: str, **more: Any) -> Step:
    """A merge of nothing that concerns a document, signed by the forge."""
    return forged(moment, change={"README.md": f"{moment}\n"}, **more)


def trusts(*lines: str) -> Step:
    """Kim lands these lines for Dana's key, on top of everybody else's."""

    def landed(repo: Repo) -> None:
        own = "".join(f"dana {line} {repo.keys.ssh('dana')}\n" for line in lines)
        repo.merges("kim", change={SIGNERS: signers(repo.keys, "sam", "kim", "lee") + own})

    return landed


def forge_revoked(by: str) -> Step:
    """The forge's key is revoked from the adoption on: approved by somebody, or pushed by whoever it was."""

    def listed(repo: Repo) -> None:
        root = repo.git("rev-list", "--max-parents=0", "main")
        key = repo.keys.forge_fingerprint("forge")
        text = f"revoked:\n  - {{fingerprint: {key}, from: {root}, reason: stolen}}\n"
        change = {"data/trust/revoked.yml": text}
        repo.now = at("2026-06-08")
        if by:
            repo.merges(by, change=change)
        else:
            repo.pushes("lee", change)

    return listed


def ends(day: str) -> Step:
    return on("2026-02-01", trusts(f'namespaces="git",valid-before="{day}Z"'))


def seen(step: Step, day: str) -> Step:
    """After a step somebody sees the tip on a day; the anchor is left beside the repository."""

    def looked(repo: Repo) -> None:
        step(repo)
        with (repo.root / ".git" / "anchors").open("a") as kept:
            kept.write(f"{repo.tip}@{day}\n")

    return looked


def told(repo: Repo, capsys: pytest.CaptureFixture[str], day: str | None) -> dict[str, Any]:
    """The policy as `ratified status` tells it, with every anchor that was left; without a day, today."""
    kept = repo.root / ".git" / "anchors"
    anchors = kept.read_text().split() if kept.exists() else []
    asked = ["--as-of", day] if day else []
    more = [word for anchor in anchors for word in ("--anchor", anchor)]
    capsys.readouterr()
    ref = ["--ref", "refs/heads/main"]
    code = main(["status", "POL", "--repo", str(repo.root), "--format", "json", *ref, *asked, *more])
    out, err = capsys.readouterr()
    assert (code, err) == (0, "")
    (document,) = json.loads(out)["documents"]
    assert isinstance(document, dict)
    return document


def changed(document: dict[str, Any]) -> bool:
    """Whether what stands approved is the change, not the adoption before it."""
    return bool(document["verdict"] == "approved" and document["approval"]["kind"] != "bootstrap")


@dataclass(frozen=True)
class Attack:
    """On a day (today where none is given) the hostile history must not have the change approved, and its twin must.

    `words` are in the reason why not.
    """

    name: str
    hostile: Step
    twin: Step
    day: str | None = YEAR_END
    words: str = ""


SAM = "{person: sam, as: deputy, since: 2022-01-08}"
SAM_STEPS_DOWN = on("2026-02-01", merges("kim", change=roles(SAM, SAM.replace("}", ", until: 2026-06-10}"))))
OLD_FORGE = on("2026-02-01", lambda repo: repo.merges("kim", change={FORGE: repo.keys.forge("old-forge")}))
BACK = then(pushed("2026-09-10"), pushed("2026-06-01", OTHER))
ATTACKS = (
    Attack(
        "two landings dated back into a period that had no approval",
        then(BACK, merged("2026-06-02")),
        merged("2026-06-02"),
        JUNE,
    ),
    Attack(
        "the same, asked about later",
        then(BACK, merged("2026-06-02")),
        merged("2026-06-02"),
        words="before the commit that it follows",
    ),
    Attack(
        "two landings dated back revive a key that had ended",
        then(ends("20260501"), pushed("2026-09-10"), pushed("2026-04-01", OTHER), merged("2026-04-02")),
        then(ends("20260501"), merged("2026-04-02")),
        words="before the commit that it follows",
    ),
    Attack(
        "a push of 2099 takes what follows out of every day that is given",
        then(pushed("2099-01-01"), merged("2026-06-02")),
        then(pushed("2099-01-01"), seen(merged("2026-06-02"), "2026-06-03")),
    ),
    Attack(
        "an approval dated years ahead", merged("2099-01-01"), then(pushed("2099-01-01"), merged("2026-06-02")), None
    ),
    Attack(
        "the forge signed long after the date that the merge claims",
        then(witness("2026-06-01", signed="2026-09-10"), merged("2026-06-02")),
        then(witness("2026-06-01"), merged("2026-06-02")),
        words="before the commit that it follows, which says 2026-09-10",
    ),
    Attack(
        "a signature that says another day than its commit",
        forged("2026-06-02", signed="2026-05-30"),
        forged("2026-06-02", signed="2026-06-01"),
        words="the signature says 30 May 2026 and the commit 2 June 2026",
    ),
    Attack(
        "a commit dated after its forge key had ended, signed the day before",
        then(
            OLD_FORGE,
            forged("2026-04-01T10:00:00", signed="2026-03-31T20:00:00", key="old-forge"),
        ),
        then(
            OLD_FORGE,
            forged("2026-03-31T20:00:00", key="old-forge"),
        ),
        words="was not valid on 1 April 2026",
    ),
    Attack(
        "a key that had ended on the day that is left for the merge",
        then(ends("20261001"), pushed("2026-09-10"), pushed("2099-01-01"), merged("2026-09-29"), witness("2026-10-07")),
        then(ends("20261101"), pushed("2026-09-10"), pushed("2099-01-01"), merged("2026-09-29"), witness("2026-10-07")),
        words="of dana was not valid on 7 October 2026",
    ),
    Attack(
        "pushed a month late, onto a tip that was seen meanwhile",
        then(seen(pushed("2026-09-01"), "2026-10-04"), merged("2026-09-03")),
        then(seen(pushed("2026-09-01"), "2026-09-02"), merged("2026-09-03")),
        "2026-09-30",
    ),
    Attack(
        "Max had left when what he dates back can have landed",
        then(seen(pushed("2026-03-01"), "2026-05-01"), merged("2026-03-02", "max")),
        then(seen(pushed("2026-03-01"), "2026-03-02"), merged("2026-03-02", "max")),
        words="which counts from 1 May 2026, when they held no role",
    ),
    Attack(
        "a forge key that nobody approved bears witness",
        then(
            pushed("2099-01-01"),
            merged("2026-06-02"),
            on("2026-06-03", pushes("lee", {"data/trust/forge/own.asc": "own"})),
            lambda repo: repo.pushes("lee", {"data/trust/forge/own.asc": repo.keys.forge("other-forge").decode()}),
            witness("2026-06-05", key="other-forge"),
        ),
        then(pushed("2099-01-01"), merged("2026-06-02"), witness("2026-06-05")),
    ),
    Attack(
        "a forge key that an approved list ended bears witness",
        then(pushed("2099-01-01"), merged("2026-06-02"), witness("2026-06-05"), forge_revoked("kim")),
        then(pushed("2099-01-01"), merged("2026-06-02"), witness("2026-06-05"), forge_revoked("")),
    ),
    Attack(
        "a file on main that says when its tips were seen",
        then(
            pushed("2099-01-01"),
            merged("2026-06-02"),
            lambda repo: repo.pushes("lee", {"anchors": f"{repo.tip}@2026-06-02\n"}),
        ),
        then(pushed("2099-01-01"), seen(merged("2026-06-02"), "2026-06-02")),
    ),
    Attack(
        "a landing without a date hides the step back",
        then(
            pushed("2026-09-10"),
            on("2026-09-11", pushes("lee", OTHER, stamp="yesterday +0000")),
            merged("2026-06-02"),
        ),
        then(
            pushed("2026-05-30"), on("2026-05-31", pushes("lee", OTHER, stamp="yesterday +0000")), merged("2026-06-02")
        ),
        words="before the commit that it follows, which says 2026-09-10",
    ),
    Attack(
        "merged over a day before the branch was written",
        on("2026-06-02", lambda r: r.merges("dana", branch=r.branch("lee", edit("2h"), at=r.now + DAY + 1))),
        on("2026-06-02", lambda r: r.merges("dana", branch=r.branch("lee", edit("2h"), at=r.now + DAY))),
        words="more than a day before the branch",
    ),
    Attack(
        "somebody holds the role on the day of the claim only",
        then(
            SAM_STEPS_DOWN,
            seen(pushed("2026-06-01"), "2026-07-01"),
            merged("2026-06-02", "sam"),
        ),
        then(
            SAM_STEPS_DOWN,
            merged("2026-06-02", "sam"),
        ),
        words="which counts from 1 July 2026",
    ),
)


@pytest.mark.parametrize("attack", [pytest.param(attack, id=attack.name) for attack in ATTACKS])
def test_nothing_is_approved_by_a_date(attack: Attack, repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    attack.hostile(repo)
    document = told(repo, capsys, attack.day)
    assert not changed(document), document["reason"]
    assert attack.words in document["reason"]


@pytest.mark.parametrize("attack", [pytest.param(attack, id=attack.name) for attack in ATTACKS])
def test_no_evidence_is_lost_by_a_date(attack: Attack, repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    attack.twin(repo)
    document = told(repo, capsys, attack.day)
    assert changed(document), document["reason"]


def test_an_empty_push_dated_in_the_past_changes_no_day_of_the_past(
    repo: Repo, capsys: pytest.CaptureFixture[str]
) -> None:
    merged("2026-02-02")(repo)
    before = told(repo, capsys, "2026-04-15")
    then(on("2026-05-10", pushes("lee", edit("9h"))), on("2026-03-15", pushes("lee", {})))(repo)
    assert told(repo, capsys, "2026-04-15")["fingerprint"] == before["fingerprint"]
    assert told(repo, capsys, "2026-04-15")["verdict"] == "approved"
    assert told(repo, capsys, "2026-05-10")["verdict"] == "unapproved"


def test_the_cut_is_said_and_an_anchor_mends_it(repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    then(
        on("2026-05-01", pushes("lee", edit("9h"))),
        pushed("2099-01-01"),
        on("2026-06-02", merges("dana", change=edit("2h"))),
    )(repo)
    cut = told(repo, capsys, JUNE)
    assert cut["verdict"] == "unapproved"
    assert "as of 2026-06-30 the chain is cut at commit " in cut["reason"]
    assert "dated 1 January 2099" in cut["reason"]
    seen(lambda _: None, "2026-06-03")(repo)
    assert told(repo, capsys, JUNE)["verdict"] == "approved"


def test_the_cut_is_said_where_an_older_approval_stands_too(repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    then(pushed("2099-01-01"), merged("2026-06-02"))(repo)
    before = told(repo, capsys, JUNE)
    assert (before["verdict"], changed(before)) == ("approved", False)
    assert "the chain is cut at commit " in before["reason"]


def test_an_anchor_without_a_day_says_nothing_of_days(repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    then(pushed("2099-01-01"), merged("2026-06-02"))(repo)
    (repo.root / ".git" / "anchors").write_text(f"{repo.tip}\n")
    assert not changed(told(repo, capsys, JUNE))


@pytest.mark.parametrize("witnessed", [False, True])
def test_an_approval_that_nothing_bears_out_says_so(
    repo: Repo, capsys: pytest.CaptureFixture[str], witnessed: bool
) -> None:
    merged("2026-06-02")(repo)
    if witnessed:
        witness("2026-06-05")(repo)
    assert told(repo, capsys, JUNE)["approval"]["own_claim"] is not witnessed
    main(["status", "POL", "--repo", str(repo.root), "--as-of", JUNE, "--ref", "main"])
    assert ("Its date is unconfirmed" in capsys.readouterr().out) is not witnessed


def test_head_prints_today_s_anchor_and_nothing_where_history_was_rewritten(
    repo: Repo, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["head", "--repo", str(repo.root), "--ref", "main"]
    assert main(asked) == 0
    line = capsys.readouterr().out.strip()
    assert line == f"{repo.tip}@{today()}"
    base = repo.tip
    pushed("2026-07-01")(repo)
    lost = repo.tip
    assert main([*asked, "--anchor", line]) == 0
    repo.ref("refs/heads/main", base)
    capsys.readouterr()
    assert main([*asked, "--anchor", line, "--anchor", lost]) == 2
    out, err = capsys.readouterr()
    assert (out, f"was seen at {lost[:12]} before" in err) == ("", True)


def test_an_anchor_of_a_day_to_come_is_refused_and_head_names_no_other_day(
    repo: Repo, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["status", "--repo", str(repo.root), "--ref", "main", "--anchor", f"{repo.tip}@2999-01-01"]) == 2
    assert "nobody can have seen" in capsys.readouterr().err
    assert main(["head", "--repo", str(repo.root), "--ref", "main", "--as-of", JUNE]) == 2


@pytest.mark.parametrize("verb", [["status"], ["log", "POL"]])
def test_a_tip_that_main_holds_no_more_is_no_answer(
    verb: list[str], repo: Repo, capsys: pytest.CaptureFixture[str]
) -> None:
    base = repo.tip
    pushed("2026-06-01")(repo)
    lost = repo.tip
    assert main([*verb, "--repo", str(repo.root), "--ref", "main", "--anchor", lost]) == 0
    repo.ref("refs/heads/main", base)
    capsys.readouterr()
    assert main([*verb, "--repo", str(repo.root), "--ref", "main", "--anchor", lost]) == 2
    assert f"was seen at {lost[:12]} before" in capsys.readouterr().err
