"""Threats 15, 16, 32 and 46: who may approve, by which bar, and which files a document has. Never by one's own word."""

from __future__ import annotations

from histories import Repo
from history_company import (
    CHAPTER,
    CHAPTER_TEXT,
    CHART,
    NOTE,
    ONCALL,
    PEOPLE,
    PEOPLE_TEXT,
    POLICY,
    POLICY_TEXT,
    REGISTER,
    REGISTER_TEXT,
    ROLES,
    ROLES_TEXT,
    RUNBOOK,
    SEVERITIES,
    SIGNERS,
    edit,
    people,
    register,
    roles,
    signers,
)
from threats import FAIR, Step, Threat, benign, hostile, merges, pushes, then

pytest_plugins = ["history_fixtures"]

POL = "  - {id: POL, title: Policy, class: policy, owner: security-lead, pages: [docs/policy.md], binds: [data/severities.yml]}\n"
WEAK = register("title: Policy, class: policy", "title: Policy, class: note")
LEE_LEADS = roles("{person: dana, as: primary", "{person: lee, as: primary")
LOW = register("sponsor], review_every: 365d, minimum_proof: forge}\n  runbook", "sponsor], minimum_proof: claimed}\n  runbook")
OTHER_PAGE = register("pages: [docs/policy.md]", "pages: [docs/other.md]")


def merged_by(lander: str, change: object, by: str = "ira", **more: object) -> Step:
    return merges(lander, by=by, change=change, **more)


ROSTER = (
    Threat(46, "somebody with no role", merged_by("lee", edit("2h")), "no-approver"),
    Threat(46, "an approver of another class", merged_by("ira", edit("2h"), "lee"), "no-approver", merged_by("ira", {RUNBOOK: "x\n"}, "lee")),
    Threat(46, "somebody who left", merges("max", change=edit("2h"), at=1775034000), "no-approver", merges("max", change=edit("2h"))),
    Threat(46, "a pull request that gives its merger the role", merged_by("lee", {**edit("2h"), **LEE_LEADS}), "no-approver"),
    Threat(46, "a push of one's own role, used next", then(pushes("lee", LEE_LEADS), merged_by("lee", edit("2h"))), "no-approver", then(merges("kim", by="ira", change=LEE_LEADS), merged_by("lee", edit("2h")))),
    Threat(46, "a role that a policy approver gave", then(merges("dana", change=LEE_LEADS), merged_by("lee", edit("2h"))), "no-approver", then(merges("dana", change=LEE_LEADS), FAIR)),
    Threat(46, "a role that its holder gave themselves", then(merges("kim", by="kim", change=LEE_LEADS), merged_by("lee", edit("2h"))), "no-approver"),
    Threat(46, "a role taken away", then(merges("kim", change=LEE_LEADS), merges("dana", change=edit("2h"))), "no-approver", then(FAIR, merges("kim", change=LEE_LEADS))),
    Threat(46, "a role taken away, and put back by a push", then(merges("kim", change=LEE_LEADS), pushes("dana", {ROLES: ROLES_TEXT}), FAIR), "no-approver", then(merges("kim", change=LEE_LEADS), merges("kim", change={ROLES: ROLES_TEXT}), FAIR)),
    Threat(46, "roles swapped and swapped back round one merge", then(pushes("lee", LEE_LEADS), merged_by("lee", edit("2h")), pushes("lee", {ROLES: ROLES_TEXT})), "no-approver", then(pushes("lee", LEE_LEADS), FAIR, pushes("lee", {ROLES: ROLES_TEXT}))),
    Threat(46, "an address pushed into Dana's entry", then(pushes("lee", people("dana@home.example]", "dana@home.example, eve@elsewhere.example]")), merges("eve", change=edit("2h"), sign="forge", committer="github")), "unknown-lander", then(pushes("lee", people("dana@home.example]", "dana@home.example, eve@elsewhere.example]")), FAIR)),
    Threat(46, "an address that two people have", then(merges("kim", by="ira", change=people("emails: [lee@example.com]", "emails: [lee@example.com, dana@example.com]")), FAIR), "unknown-lander", then(merges("kim", by="ira", change=people("emails: [lee@example.com]", "emails: [lee@example.com, lee@home.example]")), FAIR)),
    Threat(46, "an author's address that two people have", then(merges("kim", by="ira", change=people("emails: [ira@example.com]", "emails: [ira@example.com, lee@example.com]")), FAIR), "unknown-author"),
    Threat(46, "an id that two people have", then(merges("kim", change={PEOPLE: f"{PEOPLE_TEXT}  - {{id: dana, name: Eve, kind: human, started: 2026-01-01, emails: [eve@elsewhere.example]}}\n"}), merges("eve", change=edit("2h"), sign="forge", committer="github")), "unknown-lander"),
    Threat(46, "an account number that two people have", then(merges("kim", change=people("login: lee, id: 4214", "login: lee, id: 4211")), merges("dana@github", change=edit("2h"), sign="forge", committer="github")), "unknown-lander", then(merges("kim", change=people("login: lee, id: 4214", "login: lee, id: 4299")), merges("dana@github", change=edit("2h"), sign="forge", committer="github"))),
)

CHECKER = (
    Threat(32, "a push to the roster", pushes("lee", LEE_LEADS), "direct", merges("kim", change=LEE_LEADS), document="AUTHORITY"),
    Threat(32, "a roster that a policy approver merged", merges("dana", change=LEE_LEADS), "no-approver", document="AUTHORITY", twin=merges("kim", by="dana", change=LEE_LEADS)),
    Threat(32, "a workflow that a policy approver merged", merges("dana", change={".github/workflows/check.yml": "on: push\n"}), "no-approver", document="AUTHORITY", twin=merges("kim", change={".github/workflows/check.yml": "on: push\n"})),
    Threat(32, "a push to the owners of code", pushes("lee", {".github/CODEOWNERS": "* @lee\n"}), "direct", document="AUTHORITY", twin=merges("kim", change={".github/CODEOWNERS": "* @kim\n"})),
    Threat(32, "a push of waivers", pushes("lee", {"data/waivers.yml": "waivers: []\n"}), "direct", document="AUTHORITY", twin=merges("kim", change={"data/waivers.yml": "waivers: []\n"})),
    Threat(32, "a push to a page's macros", pushes("lee", {"macros/x.py": "x\n"}), "direct", document="SITE-LAYOUT", twin=merges("dana", change={"macros/x.py": "x\n"})),
    Threat(32, "a lower bar in the same pull request", merges("dana", change={**edit("2h"), **LOW}, sign=None), "weak-proof"),
    Threat(32, "a lower bar pushed, then used", then(pushes("lee", LOW), merges("dana", change=edit("2h"), sign=None)), "weak-proof", then(pushes("lee", LOW), FAIR)),
    Threat(32, "a weaker class in the same pull request", merges("ira", change={**edit("2h"), **WEAK}), "no-approver", merges("kim", change={**edit("2h"), **WEAK})),
    Threat(32, "a weaker class pushed, then used", then(pushes("lee", WEAK), merges("ira", change=edit("2h"))), "no-approver", then(pushes("lee", WEAK), FAIR)),
    Threat(32, "a weaker class pushed, used, and put back", then(pushes("lee", WEAK), merges("ira", change=edit("2h")), pushes("lee", {REGISTER: REGISTER_TEXT})), "no-approver", then(pushes("lee", WEAK), FAIR, pushes("lee", {REGISTER: REGISTER_TEXT}))),
    Threat(32, "a weaker class merged by no sponsor, then used", then(merges("dana", change=WEAK), merges("ira", change=edit("2h"))), "no-approver", then(merges("kim", change=WEAK), merges("ira", change=edit("2h")))),
    Threat(32, "a stricter class, and the old bar in the same pull request", merges("dana", change={**edit("2h"), **register("title: Policy, class: policy", "title: Policy, class: strict")}), "no-approver", merges("kim", change={**edit("2h"), **register("title: Policy, class: policy", "title: Policy, class: strict")})),
    Threat(32, "a class that nobody defined", then(merges("kim", change=register("title: Policy, class: policy", "title: Policy, class: polcy")), FAIR), "no-approver"),
    Threat(32, "a new class of one's own in the same pull request", merges("lee", by="ira", change={**edit("2h"), **register("title: Policy, class: policy", "title: Policy, class: mine"), **{}}), "no-approver"),
    Threat(32, "no classes left, pushed", then(pushes("lee", {REGISTER: "company: X\nstatus: adopted\nclasses: {}\ndocuments:\n" + POL}), merges("lee", by="ira", change=edit("2h"))), "no-approver", then(pushes("lee", {REGISTER: "company: X\nstatus: adopted\nclasses: {}\ndocuments:\n" + POL}), FAIR)),
)

FILES = (
    Threat(32, "a push that takes the page out of its document", pushes("lee", OTHER_PAGE), "direct", merges("kim", change=OTHER_PAGE)),
    Threat(32, "out of every document and changed at once", pushes("lee", {**OTHER_PAGE, **edit("2h")}), "direct"),
    Threat(32, "out, changed by its later approver, and in again", then(pushes("lee", OTHER_PAGE), pushes("dana", edit("2h")), merges("dana", change={REGISTER: REGISTER_TEXT})), "self-approval", then(pushes("lee", OTHER_PAGE), pushes("sam", edit("2h")), merges("dana", change={REGISTER: REGISTER_TEXT}))),
    Threat(32, "out and in again, approved both times, changed between by the approver", then(merges("kim", change=OTHER_PAGE), pushes("kim", edit("2h")), merges("kim", change={REGISTER: REGISTER_TEXT})), "self-approval", then(merges("kim", change=OTHER_PAGE), merges("kim", change=edit("2h")), merges("kim", change={REGISTER: REGISTER_TEXT}))),
    Threat(32, "drawn by the approver before a page showed it", then(pushes("dana", {"docs/img/new.svg": "<svg/>\n"}), merges("dana", change={CHAPTER: CHAPTER_TEXT.replace("chart.svg", "new.svg")})), "self-approval", document="BOOK", twin=then(pushes("lee", {"docs/img/new.svg": "<svg/>\n"}), merges("dana", change={CHAPTER: CHAPTER_TEXT.replace("chart.svg", "new.svg")}))),
    Threat(32, "written by the approver before a document had it", then(pushes("kim", {"docs/extra.md": "x\n"}), merges("kim", change=register("docs/policy.md]", "docs/policy.md, docs/extra.md]"))), "self-approval", then(pushes("lee", {"docs/extra.md": "x\n"}), merges("kim", change=register("docs/policy.md]", "docs/policy.md, docs/extra.md]")))),
    Threat(32, "unbound and changed", pushes("lee", {**register(", binds: [data/severities.yml]", ""), SEVERITIES: "levels: []\n"}), "direct"),
    Threat(32, "a second entry of the same id before the first", pushes("lee", {REGISTER: REGISTER_TEXT.replace(POL, POL.replace("docs/policy.md", "docs/note.md") + POL)}), "direct"),
    Threat(15, "a copy under a new id", pushes("lee", {"docs/copy.md": POLICY_TEXT, REGISTER: REGISTER_TEXT + POL.replace("POL", "COPY").replace("policy.md", "copy.md")}), "direct", document="COPY", twin=merges("kim", change={"docs/copy.md": POLICY_TEXT, REGISTER: REGISTER_TEXT + POL.replace("POL", "COPY").replace("policy.md", "copy.md")})),
    Threat(15, "a rename with an edit", pushes("lee", {"docs/other.md": edit("2h")[POLICY], POLICY: None, **OTHER_PAGE}), "direct", merges("kim", change={"docs/other.md": edit("2h")[POLICY], POLICY: None, **OTHER_PAGE})),
    Threat(14, "a rename and nothing else", pushes("lee", {"docs/other.md": POLICY_TEXT, POLICY: None, **OTHER_PAGE}), "direct", merges("kim", change={"docs/other.md": POLICY_TEXT, POLICY: None, **OTHER_PAGE})),
    Threat(14, "a page renamed inside its folder", pushes("lee", {CHAPTER: None, "docs/book/two.md": CHAPTER_TEXT}), "direct", document="BOOK", twin=merges("dana", change={CHAPTER: None, "docs/book/two.md": CHAPTER_TEXT})),
    Threat(16, "an id that another document takes", pushes("lee", {REGISTER: REGISTER_TEXT.replace(POL, "").replace("id: NOTE", "id: POL")}), "direct", twin=then(merges("kim", change=register("docs/note.md]", "docs/note.md, docs/more.md]")))),
    Threat(16, "an id that is renamed", pushes("lee", register("id: POL,", "id: POLICY,")), "direct", document="POLICY", twin=merges("kim", change=register("id: POL,", "id: POLICY,"))),
)

GONE = (
    Threat(16, "a document that just disappears", pushes("lee", {REGISTER: REGISTER_TEXT.replace(POL, "")}), "gone"),
    Threat(16, "a document that disappears by approval, never retired", merges("kim", change={REGISTER: REGISTER_TEXT.replace(POL, "")}), "gone"),
    Threat(16, "retired by a push, then gone", then(pushes("lee", register("binds: [data/severities.yml]}", "binds: [data/severities.yml], retired: 2026-02-01}")), pushes("lee", {REGISTER: REGISTER_TEXT.replace(POL, "")})), "gone"),
    Threat(16, "retired by a push, then changed", then(pushes("lee", register("binds: [data/severities.yml]}", "binds: [data/severities.yml], retired: 2026-02-01}")), pushes("lee", edit("2h"))), "direct"),
)

THREATS = (*ROSTER, *CHECKER, *FILES, *GONE)


@hostile(THREATS)
def test_a_hostile_history_is_not_approved(threat: Threat, repo: Repo) -> None:
    threat.is_refused(repo)


@benign(THREATS)
def test_its_benign_twin_stays_approved(threat: Threat, repo: Repo) -> None:
    threat.leaves_its_twin(repo)


def test_a_document_retired_by_an_approver_asks_for_nothing_more(repo: Repo) -> None:
    repo.merges("kim", change=register("binds: [data/severities.yml]}", "binds: [data/severities.yml], retired: 2026-02-01}"))
    repo.merges("kim", change={REGISTER: REGISTER_TEXT.replace(POL, "")})
    verdicts = repo.verdicts()
    assert "POL" not in verdicts
    assert verdicts["AUTHORITY"].verdict == "approved"


def test_threat_46_an_approver_who_left_keeps_what_they_approved(repo: Repo) -> None:
    repo.merges("max", change=edit("2h"))
    repo.merges("kim", change=people("  - {id: max, name: Max Gone, kind: human, started: 2022-01-08, left: 2026-03-31, emails: [max@example.com]}\n", ""))
    verdict = repo.verdict()
    assert (verdict.verdict, verdict.approval and verdict.approval.approver) == ("approved", "max")


_ = (CHART, NOTE, ONCALL, SIGNERS, signers)
