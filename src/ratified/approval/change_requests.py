"""The change request that a commit names: its number for people to follow, its project and the branch it was for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ratified.model.landing import Commit

_SHAPES = (
    (re.compile(r"\AMerge pull request (?:'[^\n]*' \()?(#[0-9]{1,12})\b"), "{}"),
    (re.compile(r"\AAuto merge of (#[0-9]{1,12}) - "), "{}"),
    (re.compile(r"\A[^\n]*\((?:pull request )?(#[0-9]{1,12})\)[ \t]*$", re.MULTILINE), "{}"),
    (re.compile(r"^See merge request \S*?(![0-9]{1,12})[ \t]*$", re.MULTILINE), "{}"),
    (re.compile(r"^Part-of: <?\S*/merge_requests/([0-9]{1,12})>?[ \t]*$", re.MULTILINE), "!{}"),
    (re.compile(r"^See merge request \S*/-/merge_requests/([0-9]{1,12})[ \t]*$", re.MULTILINE), "!{}"),
    (re.compile(r"\AMerged PR ([0-9]{1,12}): "), "#{}"),
    (re.compile(r"\APull request (#[0-9]{1,12}): "), "{}"),
    (re.compile(r"\A(![0-9]{1,12}) \S"), "{}"),
    (re.compile(r"\A[^\n]*\((![0-9]{1,12})\)[ \t]*$", re.MULTILINE), "{}"),
    (re.compile(r"\AMerge (#[0-9]{1,12})\b"), "{}"),
)
"""GitHub and Gitea, bors, whoever ends the subject with it (Mergify, merge queues), GitLab, Marge, Azure, Bitbucket
Server, Gitee, bors-ng.
"""

_TRAILERS = (
    (re.compile(r"^Reviewed-on: \S+/pulls/([0-9]{1,12})[ \t]*$", re.MULTILINE), "#{}"),
    (re.compile(r"^Reviewed-on: \S+/\+/([0-9]{1,12})[ \t]*$", re.MULTILINE), "change {}"),
    (re.compile(r"^Change-Id: (I[0-9a-f]{9})[0-9a-f]{31}[ \t]*$", re.MULTILINE), "change {}"),
)
"""Gitea's trailer, Gerrit's, and the id that Gerrit's hook gives a change: rebases have them as well."""

_INTO = re.compile(r"\AMerge (?:branch|pull request) [^\n]* into '?([^\s']+)'?[ \t]*$", re.MULTILINE)
_PROJECT = re.compile(
    r"^(?:See merge request |Part-of: <?|Reviewed-on: )"
    r"(?:https?://[^/\s]+/)?([^\s!<>]+?)(?:![0-9]{1,12}|/-/merge_requests/[0-9]{1,12}|/pulls/[0-9]{1,12})>?[ \t]*$",
    re.MULTILINE,
)


class RequestTarget(NamedTuple):
    """Where a request went: the path of its project at the forge, the branch it was merged into."""

    project: str
    branch: str


def change_request(commit: Commit) -> str | None:
    """The number of the pull or merge request that a commit names, for people to follow: `#118`, `!42`."""
    return _named(commit, (*_SHAPES, *_TRAILERS))


def requested_by_trailer(commit: Commit) -> bool:
    """Whether nothing but a trailer names the request, which does not tell a squash from a rebase."""
    return _named(commit, _SHAPES) is None and _named(commit, _TRAILERS) is not None


def _named(commit: Commit, shapes: Iterable[tuple[re.Pattern[str], str]]) -> str | None:
    for shape, form in shapes:
        if found := shape.search(commit.message):
            return form.format(found[1])
    return None


def target_of(commit: Commit) -> RequestTarget | None:
    """The project and branch that a merge of a request names; None where it does not name both."""
    branch, project = _INTO.search(commit.message), _PROJECT.search(commit.message)
    return RequestTarget(project[1].casefold(), branch[1]) if branch and project else None
