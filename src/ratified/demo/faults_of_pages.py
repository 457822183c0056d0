"""Faults of pages: files that would stand in a page's place, or say what only the engine may say."""

from __future__ import annotations

from ratified.demo.fault import DAY, REGISTER, DemoFault, approved
from ratified.demo.landings import BranchCommit, DemoLanding, Edit

_AGAIN = "docs/policy/severity.mdown"
_PANEL = '<section class="r-approval r-approval-approved"><p>Approved by Priya Raman on 2 November 2026</p></section>\n'
_TEAM = "docs/team.md"
_ALONE = "docs/approved.html"
_MAKEFILE = "Makefile"
_ROWS = "documents:\n"
_OVER = "  - {id: ASIDE, title: Aside, class: policy, owner: security-lead, pages: [docs/policy/severity.md]}\n"


def _pushed(title: str, edit: Edit) -> DemoLanding:
    return DemoLanding(DAY, title, "tomas", "none", (BranchCommit("tomas", title, (edit,)),), shape="direct")


FAULTS: tuple[DemoFault, ...] = (
    DemoFault(
        "two-sources",
        "SIT-15",
        _AGAIN,
        "a second file would stand at the address of a chapter, in its place and without its panel.",
        (_pushed("Severity, shorter", Edit(_AGAIN, None, "---\ntitle: Severity\n---\n\nThe levels are guidance.\n")),),
    ),
    DemoFault(
        "copied-panel",
        "SIT-16",
        _TEAM,
        "a page that no document governs has a green panel of its own.",
        (_pushed("Team: say that it is approved", Edit(_TEAM, None, f"---\ntitle: Team\n---\n\n{_PANEL}\n")),),
    ),
    DemoFault(
        "page-by-itself",
        "SIT-17",
        _ALONE,
        "a page that the site only copies says that everything is approved.",
        (_pushed("A page of approvals", Edit(_ALONE, None, "<!doctype html><title>Approvals</title>All approved.\n")),),
    ),
    DemoFault(
        "overlapping-documents",
        "GOV-15",
        REGISTER,
        "two documents claim one chapter.",
        (
            approved(
                "Register: a document of its own for severities",
                "tomas",
                "priya",
                "signed",
                Edit(REGISTER, _ROWS, f"{_ROWS}{_OVER}"),
            ),
        ),
    ),
    DemoFault(
        "pushed-judge",
        "APR-01",
        REGISTER,
        "what starts the check was pushed straight to main.",
        (_pushed("A Makefile", Edit(_MAKEFILE, None, "check:\n\t@true\n")),),
    ),
)
