"""Threats 14, 15, 16 and 32: which files a document has, and documents that take another's place or leave."""

from __future__ import annotations

from typing import TYPE_CHECKING

from history_company import (
    CHAPTER,
    CHAPTER_TEXT,
    POL,
    POLICY,
    POLICY_TEXT,
    REGISTER,
    REGISTER_TEXT,
    SEVERITIES,
    edit,
    register,
)
from threats import FAIR, Threat, benign, hostile, merges, pushes, then

if TYPE_CHECKING:
    from histories import Repo

pytest_plugins = ["history_fixtures"]


OTHER_PAGE = register("pages: [docs/policy.md]", "pages: [docs/other.md]")


FILES = (
    Threat(
        32,
        "a push that takes the page out of its document",
        pushes("lee", OTHER_PAGE),
        "direct",
        merges("kim", change={**OTHER_PAGE, "docs/other.md": POLICY_TEXT}),
    ),
    Threat(32, "out of every document and changed at once", pushes("lee", {**OTHER_PAGE, **edit("2h")}), "direct"),
    Threat(
        32,
        "out, changed by its later approver, and in again",
        then(pushes("lee", OTHER_PAGE), pushes("dana", edit("2h")), merges("dana", change={REGISTER: REGISTER_TEXT})),
        "self-approval",
        then(pushes("lee", OTHER_PAGE), pushes("sam", edit("2h")), merges("dana", change={REGISTER: REGISTER_TEXT})),
    ),
    Threat(
        32,
        "out and in again, approved both times, changed between by the approver",
        then(
            merges("kim", change=OTHER_PAGE), pushes("kim", edit("2h")), merges("kim", change={REGISTER: REGISTER_TEXT})
        ),
        "self-approval",
        then(
            merges("kim", change=OTHER_PAGE),
            merges("kim", change=edit("2h")),
            merges("kim", change={REGISTER: REGISTER_TEXT}),
        ),
    ),
    Threat(
        32,
        "drawn by the approver before a page showed it",
        then(
            pushes("dana", {"docs/img/new.svg": "<svg/>\n"}),
            merges("dana", change={CHAPTER: CHAPTER_TEXT.replace("chart.svg", "new.svg")}),
        ),
        "self-approval",
        document="BOOK",
        twin=then(
            pushes("lee", {"docs/img/new.svg": "<svg/>\n"}),
            merges("dana", change={CHAPTER: CHAPTER_TEXT.replace("chart.svg", "new.svg")}),
        ),
    ),
    Threat(
        32,
        "written by the approver before a document had it",
        then(
            pushes("kim", {"docs/extra.md": "x\n"}),
            merges("kim", change=register("docs/policy.md]", "docs/policy.md, docs/extra.md]")),
        ),
        "self-approval",
        then(
            pushes("lee", {"docs/extra.md": "x\n"}),
            merges("kim", change=register("docs/policy.md]", "docs/policy.md, docs/extra.md]")),
        ),
    ),
    Threat(
        32,
        "unbound and changed",
        pushes("lee", {**register(", binds: [data/severities.yml]", ""), SEVERITIES: "levels: []\n"}),
        "direct",
    ),
    Threat(
        32,
        "a second entry of the same id before the first",
        pushes("lee", {REGISTER: REGISTER_TEXT.replace(POL, POL.replace("docs/policy.md", "docs/note.md") + POL)}),
        "direct",
    ),
    Threat(
        15,
        "a copy under a new id",
        pushes(
            "lee",
            {
                "docs/copy.md": POLICY_TEXT,
                REGISTER: REGISTER_TEXT + POL.replace("POL", "COPY").replace("policy.md", "copy.md"),
            },
        ),
        "direct",
        document="COPY",
        twin=merges(
            "kim",
            change={
                "docs/copy.md": POLICY_TEXT,
                REGISTER: REGISTER_TEXT + POL.replace("POL", "COPY").replace("policy.md", "copy.md"),
            },
        ),
    ),
    Threat(
        15,
        "a rename with an edit",
        pushes("lee", {"docs/other.md": edit("2h")[POLICY], POLICY: None, **OTHER_PAGE}),
        "direct",
        merges("kim", change={"docs/other.md": edit("2h")[POLICY], POLICY: None, **OTHER_PAGE}),
    ),
    Threat(
        14,
        "a rename and nothing else",
        pushes("lee", {"docs/other.md": POLICY_TEXT, POLICY: None, **OTHER_PAGE}),
        "direct",
        merges("kim", change={"docs/other.md": POLICY_TEXT, POLICY: None, **OTHER_PAGE}),
    ),
    Threat(
        14,
        "a page renamed inside its folder",
        pushes("lee", {CHAPTER: None, "docs/book/two.md": CHAPTER_TEXT}),
        "direct",
        document="BOOK",
        twin=merges("dana", change={CHAPTER: None, "docs/book/two.md": CHAPTER_TEXT}),
    ),
    Threat(
        16,
        "an id that another document takes",
        pushes("lee", {REGISTER: REGISTER_TEXT.replace(POL, "").replace("id: NOTE", "id: POL")}),
        "direct",
        twin=then(merges("kim", change=register("docs/note.md]", "docs/note.md, docs/more.md]"))),
    ),
    Threat(
        16,
        "an id that is renamed",
        pushes("lee", register("id: POL,", "id: POLICY,")),
        "direct",
        document="POLICY",
        twin=merges("kim", change=register("id: POL,", "id: POLICY,")),
    ),
)


ONE_CHAPTER = register("docs/book/*.md", "docs/book/one.md")

NARROWED = (
    Threat(
        32,
        "a pattern narrowed by a push, then a page beside it",
        then(pushes("lee", ONE_CHAPTER), pushes("lee", {"docs/book/two.md": "x\n"})),
        "direct",
        document="BOOK",
        twin=then(merges("kim", change=ONE_CHAPTER), pushes("lee", {"docs/book/two.md": "x\n"})),
    ),
    Threat(
        32,
        "a page added and the pattern narrowed at once",
        pushes("lee", {**ONE_CHAPTER, "docs/book/two.md": "x\n"}),
        "direct",
        document="BOOK",
        twin=merges("kim", change={**ONE_CHAPTER, "docs/book/two.md": "x\n"}),
    ),
)

GONE = (
    Threat(16, "a document that just disappears", pushes("lee", {REGISTER: REGISTER_TEXT.replace(POL, "")}), "gone"),
    Threat(
        16,
        "a document that disappears by approval, never retired",
        merges("kim", change={REGISTER: REGISTER_TEXT.replace(POL, "")}),
        "gone",
    ),
    Threat(
        16,
        "retired by a push, then gone",
        then(
            pushes(
                "lee", register("binds: [data/severities.yml]}", "binds: [data/severities.yml], retired: 2026-02-01}")
            ),
            pushes("lee", {REGISTER: REGISTER_TEXT.replace(POL, "")}),
        ),
        "gone",
    ),
    Threat(
        16,
        "retired by a push, then changed",
        then(
            pushes(
                "lee", register("binds: [data/severities.yml]}", "binds: [data/severities.yml], retired: 2026-02-01}")
            ),
            pushes("lee", edit("2h")),
        ),
        "direct",
    ),
)


OVER = REGISTER_TEXT + POL.replace("id: POL, title: Policy, class: policy", "id: OVER, title: Over, class: note")
ADDED = {REGISTER: OVER}
UNREGISTERED = (
    Threat(
        32,
        "a weaker document pushed over a page, then merged by an approver of its class",
        then(pushes("lee", ADDED), merges("ira", change=edit("2h"))),
        "unregistered",
        document="OVER",
        twin=then(merges("kim", change=ADDED), merges("ira", change=edit("2h"))),
        stays="approved",
    ),
    Threat(
        32,
        "a document that came with a merge which approves nothing of the register",
        then(merges("ira", change={**ADDED, **edit("2h")}), merges("ira", change=edit("3h"))),
        "unregistered",
        document="OVER",
        twin=merges("kim", change={**ADDED, **edit("2h")}),
    ),
    Threat(
        32,
        "its page, by the class that it had before",
        then(pushes("lee", ADDED), merges("ira", change=edit("2h"))),
        "no-approver",
        twin=then(pushes("lee", ADDED), FAIR),
    ),
    Threat(
        32,
        "merged before the register was approved, which it is later",
        then(
            pushes("lee", ADDED),
            merges("ira", change=edit("2h")),
            merges("kim", change={REGISTER: OVER.replace("company: Example Corp", "company: Example")}),
        ),
        "unregistered",
        document="OVER",
        twin=then(
            pushes("lee", ADDED),
            merges("kim", change={REGISTER: OVER.replace("company: Example Corp", "company: Example")}),
            merges("ira", change=edit("2h")),
        ),
    ),
)

THREATS = (*FILES, *NARROWED, *GONE, *UNREGISTERED)


@hostile(THREATS)
def test_a_hostile_history_is_not_approved(threat: Threat, repo: Repo) -> None:
    threat.is_refused(repo)


@benign(THREATS)
def test_its_benign_twin_stays_approved(threat: Threat, repo: Repo) -> None:
    threat.leaves_its_twin(repo)


def test_a_document_retired_by_an_approver_asks_for_nothing_more(repo: Repo) -> None:
    repo.merges(
        "kim", change=register("binds: [data/severities.yml]}", "binds: [data/severities.yml], retired: 2026-02-01}")
    )
    repo.merges("kim", change={REGISTER: REGISTER_TEXT.replace(POL, "")})
    verdicts = repo.verdicts()
    assert "POL" not in verdicts
    assert verdicts["AUTHORITY"].verdict == "approved"
