"""Faults of approval: who landed a change, and how."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from ratified.demo.company import CODEOWNERS, FORGE_KEY, ONCALL, README_TEXT, ROLES
from ratified.demo.fault import DAY, LIMIT, REGISTER, TITLE, DemoFault, amendment, approved
from ratified.demo.landings import BranchCommit, DemoLanding, Edit
from ratified.demo.records import EXERCISE
from ratified.demo.runbooks import RB

_UNSEEN = Edit(
    RB[5],
    "A flood may be a cover; if credentials were used,",
    "A flood is seldom a cover; if credentials were used,",
)
_QUARTER = Edit(RB[5], LIMIT.before, str(LIMIT.after).replace("half", "a quarter"))
_MIDDLE = Edit(RB[5], LIMIT.after, str(LIMIT.after).replace("half", "a third"))
_GLOSSARY = Edit(
    "docs/glossary.md",
    "- **Target.** A time limit, measured in every incident.\n",
    "- **Target.** A time limit that is measured in every incident.\n",
)
_SEATS = Edit(
    "docs/policy/exercises.md",
    "Among equals, the runbook that has waited longest is chosen.\n",
    "Among equals, the runbook that waited longest is chosen.\n",
)
_OWN_SEAT = (
    Edit(
        ROLES,
        "      - {person: marcus, as: deputy, since: 2023-01-09}\n",
        "      - {person: marcus, as: deputy, since: 2023-01-09}\n"
        "      - {person: tomas, as: deputy, since: 2026-11-20}\n",
    ),
    Edit(CODEOWNERS, "@priya-raman @madeyemi", "@priya-raman @madeyemi @thidalgo", every=True),
)
_LOWER = Edit(
    REGISTER,
    "  policy: {approvers: [executive-sponsor], review_every: 365d, minimum_proof: forge, clauses: required}\n",
    "  policy: {approvers: [executive-sponsor], review_every: 365d, minimum_proof: claimed, clauses: required}\n",
)
_ASK = Edit("README.md", README_TEXT, f"{README_TEXT}\nAsk in the channel of the security team.\n")
_SWAP = Edit(
    ONCALL,
    "{from: 2026-12-24, until: 2026-12-26, primary: noor, backup: aiko, reason: Holiday swap}",
    "{from: 2026-12-24, until: 2026-12-27, primary: noor, backup: aiko, reason: Holiday swap}",
)


def _with(name: str, code: str, says: str, *steps: DemoLanding) -> DemoFault:
    return DemoFault(name, code, REGISTER, says, steps)


FAULTS: tuple[DemoFault, ...] = (
    DemoFault(
        "stale-approval",
        "GOV-02",
        REGISTER,
        "nobody has approved the policy anew for more than a year.",
        (  # without its amendment the policy had one version less when the exercise was held
            approved(
                "EX-2026-01: the version in force then",
                "noor",
                "lee",
                "signed",
                Edit(EXERCISE, "policy_version: 8", "policy_version: 7"),
            ),
        ),
        omits=(
            "Enter the contract with Quarry Analytics",
            "Reaffirm the policy after the reorganisation",
        ),
        unread=("Review after INC-2026-002: every clock in scope against its source",),
    ),
    _with(
        "direct-push",
        "APR-01",
        "RB-05 was changed by a push straight to main.",
        replace(amendment("lee", "signed", "lee"), shape="direct"),
    ),
    _with(
        "self-approval",
        "APR-02",
        "Lee merged the amendment of RB-05 that Lee wrote.",
        amendment("lee", "signed", "lee"),
    ),
    _with(
        "unapproved-roster",
        "APR-03",
        "the on-call swap was merged by Sofia, who may approve runbooks and no rosters.",
        DemoLanding(
            DAY, "On call: a day longer", "sofia", "signed", (BranchCommit("aiko", "On call: a day longer", (_SWAP,)),)
        ),
    ),
    _with(
        "new-approver-in-own-pull-request",
        "APR-03",
        "Tomas merged a pull request that makes Tomas an approver and changes the policy.",
        DemoLanding(
            DAY,
            "Exercises: shorter words, and a third sponsor",
            "tomas",
            "forge",
            (
                BranchCommit("ben", "Name a third sponsor", _OWN_SEAT),
                BranchCommit("ben", "Exercises: shorter words", (_SEATS,)),
            ),
        ),
    ),
    _with(
        "unknown-author",
        "APR-04",
        "the amendment of RB-05 was written by somebody who is not in data/people.yml.",
        amendment(author="Alex Doe <alex@contractor.example>"),
    ),
    _with(
        "evil-merge",
        "APR-05",
        "the merge changes a line of RB-05 that the branch did not.",
        replace(amendment(), merged=(LIMIT, _UNSEEN)),
    ),
    _with(
        "hand-resolved",
        "APR-06",
        "two amendments of the same line of RB-05 met, and the merge chose a third wording.",
        replace(amendment(), at=datetime(2026, 11, 20, 9, tzinfo=UTC)),
        replace(
            amendment(),
            title="RB-05: alert at a quarter of the limit",
            works=(BranchCommit("aiko", "RB-05: alert at a quarter of the limit", (_QUARTER,)),),
            by="dana",
            fork=1,
            merged=(_MIDDLE,),
        ),
    ),
    _with(
        "octopus",
        "APR-07",
        "the amendment of RB-05 came in a merge of three parents.",
        replace(
            amendment(),
            works=(BranchCommit("tomas", TITLE, (LIMIT,)), BranchCommit("omar", "Glossary: targets", (_GLOSSARY,))),
            shape="octopus",
        ),
    ),
    _with(
        "squash",
        "APR-08",
        "the amendment of RB-05 was squashed, and git does not say who merged it.",
        replace(amendment("lee", "forge"), shape="squash"),
    ),
    _with(
        "bad-signature",
        "APR-09",
        "the message of the merge was altered after it was signed.",
        replace(amendment(), tampered=True),
    ),
    _with(
        "lowered-bar",
        "APR-10",
        "an unsigned merge lowers the proof that the policy needs, and changes the policy.",
        DemoLanding(
            DAY,
            "Names are proof enough",
            "marcus",
            "none",
            (
                BranchCommit("ben", "Names are proof enough", (_LOWER,)),
                BranchCommit("ben", "Exercises: shorter words", (_SEATS,)),
            ),
        ),
    ),
    _with(
        "unpinned-forge",
        "APR-11",
        "the Git host merged an amendment of RB-05 after its key was taken out of data/trust/.",
        approved(
            "Forget the Git host's key", "ben", "priya", "signed", Edit(FORGE_KEY, "<key of the Git host>\n", None)
        ),
        amendment("lee", "forge"),
    ),
    _with(
        "wrong-key",
        "APR-12",
        "a merge in Dana's name is signed with Lee's key.",
        replace(amendment("dana"), key="lee"),
    ),
    _with(
        "back-dated",
        "APR-13",
        "the merge says it was made a week before the commit on main that it follows.",
        replace(amendment(), at=datetime(2026, 11, 11, 9, tzinfo=UTC)),
    ),
    _with(
        "inverted-merge",
        "APR-14",
        "main, with an amendment of RB-05, was merged into a branch, and the branch was pushed as main.",
        replace(amendment("lee", "forge"), at=datetime(2026, 11, 20, 9, tzinfo=UTC)),
        DemoLanding(
            DAY,
            "Sync with main",
            "dana",
            "signed",
            (BranchCommit("tomas", "README: where to ask", (_ASK,)),),
            fork=1,
            message="Sync with main",
            inverted=True,
        ),
    ),
    _with(
        "merged-by-bot",
        "APR-15",
        "the amendment of RB-05 was merged by a bot.",
        amendment("release-bot", "forge"),
    ),
    _with(
        "untrusted-key",
        "APR-26",
        "a merge in Lee's name is signed with a key that data/trust/ does not hold.",
        replace(amendment(), key="ben"),
    ),
    _with(
        "gone-document",
        "APR-17",
        "RB-10 was taken out of the register, and nobody retired it.",
        approved(
            "Register: one runbook fewer",
            "tomas",
            "priya",
            "signed",
            Edit(
                REGISTER,
                '  - {id: RB-10, title: "Runbook: misdirected data", class: runbook, owner: privacy-officer, '
                "pages: [runbooks/RB-10-*.md]}\n",
                "",
            ),
        ),
    ),
)
