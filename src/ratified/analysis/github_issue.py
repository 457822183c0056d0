"""An issue as `gh issue view NUMBER --json FIELDS` prints it.

Fields as the manual of GitHub CLI lists them (cli.github.com/manual/gh_issue_view, "JSON Fields"); a comment has
`author.login`, `body` and `createdAt` (github.com/cli/cli, api/queries_comments.go). All are optional there, since
whoever exports names them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratified.analysis.foreign_incident import ForeignEntry, ForeignIncident, ForeignMoment, ForeignPerson

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ratified.analysis.json_fields import JsonFields

KNOWN = frozenset(
    {
        *(
            "assignees",
            "author",
            "body",
            "closed",
            "closedAt",
            "closedByPullRequestsReferences",
            "comments",
            "createdAt",
        ),
        *("id", "isPinned", "labels", "milestone", "number", "projectCards", "projectItems", "reactionGroups", "state"),
        *("stateReason", "title", "updatedAt", "url"),
    }
)
"""What `--json` may be asked for."""
KIND = "a GitHub issue, from gh issue view --json"


def github_issue(issue: JsonFields) -> ForeignIncident:
    """An issue: opening it reported something; closing it closed the issue, and nobody knows what else."""
    number = issue.number("number")
    label = "GitHub issue" if number is None else f"GitHub issue {number}"
    stages = {"createdAt": ("reported", True), "closedAt": ("closed", False)}
    comments = [*issue.rows("comments")]
    labels = ", ".join(row.text("name") for row in issue.rows("labels"))
    people = [_person(row.inner("author")) for row in (issue, *comments)]
    people += [_person(row) for row in issue.rows("assignees")]
    return ForeignIncident(
        KIND,
        label,
        issue.text("title"),
        tuple(
            ForeignMoment(issue.moment(key), f"{label}, {key}", stage, claims)
            for key, (stage, claims) in stages.items()
            if issue.moment(key)
        ),
        (*_entries(issue, label), *(one for row in comments for one in _entries(row, label))),
        tuple(people),
        tuple((name, issue.text(key)) for name, key in (("address", "url"), ("state", "state")) if issue.text(key)),
        (("labels", labels),) if labels else (),
        None if number is None else f"#{number}",
    )


def _entries(row: JsonFields, label: str) -> Iterator[ForeignEntry]:
    if row.text("body").strip():
        source = f"{label}, {row.name('body')}"
        yield ForeignEntry(row.text("body"), source, row.moment("createdAt") or None, _person(row.inner("author")))


def _person(author: JsonFields) -> ForeignPerson:
    return ForeignPerson(author.text("name"), author.text("login"))
