"""What `ratified owners --write` did, or would have done to lines that somebody else wrote."""

from __future__ import annotations

import shlex
from difflib import unified_diff
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ratified.analysis.owner_file import Host


def difference(path: str, before: bytes, after: bytes) -> Iterator[str]:
    """The unified difference between the file that is there and the one that the register asks for."""
    old, new = (data.decode("utf-8", "replace").replace("\r\n", "\n").split("\n") for data in (before, after))
    yield from unified_diff(old, new, f"a/{path}", f"b/{path}", lineterm="")


def refused(path: str, forge: str, repo: Path) -> str:
    """Why nothing was written, and how it is."""
    return (
        f"{path} has lines that this command did not write; nothing was written. Where the difference above loses "
        f"nothing that you need: `ratified owners --repo {shlex.quote(str(repo))} --forge {forge} --write --replace`"
    )


def rules_refused(path: str, forge: str, repo: Path) -> str:
    """Why no rules were written, and how they are."""
    return (
        f"{path} says something else than this command writes, besides whom it names; nothing was written. Where the "
        "difference above loses nothing that you need: "
        f"`ratified owners --repo {shlex.quote(str(repo))} --rules --forge {forge} --write --replace`"
    )


def written(path: str, repo: Path, new: bool) -> Iterator[str]:
    """The lines after a file was written."""
    yield f"{path} {'is there now' if new else 'was written again'}; it counts on the Git host once main has it"
    yield from _next(path, repo)


def rules_written(path: str, repo: Path, new: bool, host: Host) -> Iterator[str]:
    """The lines after rules were written."""
    yield f"{path} {'is there now' if new else 'was written again'}; the Git host knows nothing of it until it is told"
    yield from _next(path, repo)
    yield "Once it is merged, tell the Git host, with an administrator's login:"
    yield from (f"    {line.format(path=path)}" for line in _TOLD[host])


_JSON = "'Content-Type: application/json'"
_POST = f"glab api --method POST --header {_JSON} --input -"
_TOLD = {
    "GitHub": (
        "gh api --method POST repos/OWNER/REPO/rulesets --input {path}",
        "gh api --method PUT repos/OWNER/REPO/rulesets/ID --input {path}    # instead, where it is there already",
    ),
    "GitLab": (
        "glab api --method DELETE projects/:id/protected_branches/main    # where it is there already",
        f"jq .protected_branch {{path}} | {_POST} projects/:id/protected_branches",
        f"jq .approval_rule {{path}} | {_POST} projects/:id/approval_rules",
    ),
    "Gitea": (
        f'curl --fail --header "Authorization: token $TOKEN" --header {_JSON} --data @{{path}} \\',
        "    https://HOST/api/v1/repos/OWNER/REPO/branch_protections    # PATCH .../main, where it is there already",
    ),
}
"""What sends the file to each forge."""


def _next(path: str, repo: Path) -> Iterator[str]:
    yield ""
    yield "Next:"
    if str(repo) != ".":
        yield f"    cd {shlex.quote(str(repo))}"
    yield "    git switch -c owners"
    yield f"    git add -- {path}"
    yield '    git commit -m "owners: As the register has them"'
    yield "    git push -u origin HEAD"
    yield "Then open a pull request; `ratified check --base origin/main` says who may approve it."
