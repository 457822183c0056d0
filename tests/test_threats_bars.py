"""Threat 32: bars and classes. A document is judged by what was approved before, never by a pull request's own word."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from history_company import POL, REGISTER, REGISTER_TEXT, edit, register, roles
from oracle_what import AUTHORITY_FILES
from ratified.approval.authority import AUTHORITY, BUILT_IN_BINDS
from ratified.approval.documents import definitions
from threats import FAIR, Threat, benign, hostile, merges, pushes, then

if TYPE_CHECKING:
    from histories import Repo

pytest_plugins = ["history_fixtures"]


WEAK = register("title: Policy, class: policy", "title: Policy, class: note")


LEE_LEADS = roles("{person: dana, as: primary", "{person: lee, as: primary")


LOW = register(
    "sponsor], review_every: 365d, minimum_proof: forge}\n  runbook", "sponsor], minimum_proof: claimed}\n  runbook"
)


CHECKER = (
    Threat(
        32,
        "a push to the roster",
        pushes("lee", LEE_LEADS),
        "direct",
        merges("kim", change=LEE_LEADS),
        document="AUTHORITY",
    ),
    Threat(
        32,
        "a roster that a policy approver merged",
        merges("dana", change=LEE_LEADS),
        "no-approver",
        document="AUTHORITY",
        twin=merges("kim", by="dana", change=LEE_LEADS),
    ),
    Threat(
        32,
        "a workflow that a policy approver merged",
        merges("dana", change={".github/workflows/check.yml": "on: push\n"}),
        "no-approver",
        document="AUTHORITY",
        twin=merges("kim", change={".github/workflows/check.yml": "on: push\n"}),
    ),
    Threat(
        32,
        "a push to the owners of code",
        pushes("lee", {".github/CODEOWNERS": "* @lee\n"}),
        "direct",
        document="AUTHORITY",
        twin=merges("kim", change={".github/CODEOWNERS": "* @kim\n"}),
    ),
    Threat(
        32,
        "a push of waivers",
        pushes("lee", {"data/waivers.yml": "waivers: []\n"}),
        "direct",
        document="AUTHORITY",
        twin=merges("kim", change={"data/waivers.yml": "waivers: []\n"}),
    ),
    *(
        Threat(
            32,
            f"a push of {path}",
            pushes("lee", {path: "x\n"}),
            "direct",
            document="AUTHORITY",
            twin=merges("kim", change={path: "x\n"}),
        )
        for path in ("requirements/site.txt", "GNUmakefile", ".gitlab-ci.yml")
    ),
    Threat(
        32,
        "a push to a page's macros",
        pushes("lee", {"macros/x.py": "x\n"}),
        "direct",
        document="SITE-LAYOUT",
        twin=merges("dana", change={"macros/x.py": "x\n"}),
    ),
    Threat(
        32,
        "a lower bar in the same pull request",
        merges("dana", change={**edit("2h"), **LOW}, sign=None),
        "weak-proof",
    ),
    Threat(
        32,
        "a lower bar pushed, then used",
        then(pushes("lee", LOW), merges("dana", change=edit("2h"), sign=None)),
        "weak-proof",
        then(pushes("lee", LOW), FAIR),
    ),
    Threat(
        32,
        "a weaker class in the same pull request",
        merges("ira", change={**edit("2h"), **WEAK}),
        "no-approver",
        merges("kim", change={**edit("2h"), **WEAK}),
    ),
    Threat(
        32,
        "a weaker class pushed, then used",
        then(pushes("lee", WEAK), merges("ira", change=edit("2h"))),
        "no-approver",
        then(pushes("lee", WEAK), FAIR),
    ),
    Threat(
        32,
        "a weaker class pushed, used, and put back",
        then(pushes("lee", WEAK), merges("ira", change=edit("2h")), pushes("lee", {REGISTER: REGISTER_TEXT})),
        "no-approver",
        then(pushes("lee", WEAK), FAIR, pushes("lee", {REGISTER: REGISTER_TEXT})),
    ),
    Threat(
        32,
        "a weaker class merged by no sponsor, then used",
        then(merges("dana", change=WEAK), merges("ira", change=edit("2h"))),
        "no-approver",
        then(merges("kim", change=WEAK), merges("ira", change=edit("2h"))),
    ),
    Threat(
        32,
        "a stricter class, and the old bar in the same pull request",
        merges(
            "dana", change={**edit("2h"), **register("title: Policy, class: policy", "title: Policy, class: strict")}
        ),
        "no-approver",
        merges(
            "kim", change={**edit("2h"), **register("title: Policy, class: policy", "title: Policy, class: strict")}
        ),
    ),
    Threat(
        32,
        "a class that nobody defined",
        then(merges("kim", change=register("title: Policy, class: policy", "title: Policy, class: polcy")), FAIR),
        "no-approver",
    ),
    Threat(
        32,
        "a new class of one's own in the same pull request",
        merges(
            "lee",
            by="ira",
            change={**edit("2h"), **register("title: Policy, class: policy", "title: Policy, class: mine"), **{}},
        ),
        "no-approver",
    ),
    Threat(
        32,
        "no classes left, pushed",
        then(
            pushes("lee", {REGISTER: "company: X\nstatus: adopted\nclasses: {}\ndocuments:\n" + POL}),
            merges("lee", by="ira", change=edit("2h")),
        ),
        "no-approver",
        then(pushes("lee", {REGISTER: "company: X\nstatus: adopted\nclasses: {}\ndocuments:\n" + POL}), FAIR),
    ),
)


THREATS = (*CHECKER,)


@hostile(THREATS)
def test_a_hostile_history_is_not_approved(threat: Threat, repo: Repo) -> None:
    threat.is_refused(repo)


@benign(THREATS)
def test_its_benign_twin_stays_approved(threat: Threat, repo: Repo) -> None:
    threat.leaves_its_twin(repo)


def test_a_cadence_that_somebody_pushed_makes_nothing_last_longer(repo: Repo) -> None:
    longer = REGISTER_TEXT.replace("review_every: 365d, ", "").replace("review_every: 90d, ", "")
    repo.pushes("lee", {REGISTER: longer})
    assert repo.verdict("POL", date(2027, 1, 6)).verdict == "approved"
    assert repo.verdict("POL", date(2027, 1, 7)).verdict == "stale"
    repo.merges("kim", change={REGISTER: longer + "# as agreed\n"})
    assert repo.verdict("POL", date(2027, 1, 7)).verdict == "approved"


JUDGED_BY = (
    *("requirements/site.txt", "requirements/deeper/x.txt", "requirements.txt", "requirements-dev.txt", "uv.lock"),
    *("poetry.lock", "Pipfile.lock", "pylock.toml", "pylock.site.toml", "pyproject.toml", "setup.cfg", "setup.py"),
    *("Makefile", "makefile", "GNUmakefile", ".ci/run", ".pre-commit-config.yaml", "action.yml", "action.yaml"),
    *(".gitlab-ci.yml", ".gitlab/ci/x.yml", ".gitea/workflows/x.yml", ".forgejo/workflows/x.yml"),
    *("bitbucket-pipelines.yml", "azure-pipelines.yml", ".github/workflows/check.yml", "Jenkinsfile"),
)
NOT_JUDGED_BY = ("docs/Makefile", "src/pyproject.toml", "data/requirements/x.yml", "docs/requirements.md", "README.md")


def test_what_pins_or_starts_the_judge_belongs_to_authority_and_nothing_like_it_elsewhere() -> None:
    of = definitions(None).of
    assert [path for path in JUDGED_BY if {*of(path)} != {AUTHORITY}] == []
    assert [path for path in NOT_JUDGED_BY if of(path)] == []
    assert {*BUILT_IN_BINDS[AUTHORITY]} == {*AUTHORITY_FILES}, "the oracle's list is another"
