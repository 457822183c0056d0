"""The script that asks a Git host for merged requests and their reviews. It holds no secret and changes nothing."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from ratified import __version__
from ratified.analysis.host_answers.fetched_folder import PAGE_SIZE
from ratified.output import terminal

if TYPE_CHECKING:
    from ratified.model.host_review import Forge

_FOLDER = Path(__file__).parent / "fetch_scripts"
_HOSTS: dict[Forge, tuple[str, str, tuple[str, ...]]] = {
    "github": (
        "GitHub",
        "gh",
        (
            "GH_TOKEN: may read contents and pull requests",
            "GITHUB_REPOSITORY: owner/name",
            "GH_HOST: another than github.com",
        ),
    ),
    "gitlab": (
        "GitLab",
        "curl",
        ("GITLAB_TOKEN: scope read_api", "CI_API_V4_URL, CI_PROJECT_ID: as a pipeline has them"),
    ),
    "gitea": (
        "Gitea or Forgejo",
        "curl",
        ("GITEA_TOKEN: may read the repository", "GITHUB_SERVER_URL, GITHUB_REPOSITORY: as a workflow has them"),
    ),
    "bitbucket": (
        "Bitbucket Cloud",
        "curl",
        (
            "BITBUCKET_TOKEN: an access token with repository and pull requests, read",
            "BITBUCKET_REPO_FULL_NAME: as a pipeline has it",
        ),
    ),
    "azure": (
        "Azure DevOps",
        "curl",
        (
            "SYSTEM_ACCESSTOKEN: the token of the pipeline",
            "SYSTEM_COLLECTIONURI, SYSTEM_TEAMPROJECTID, BUILD_REPOSITORY_ID: as a pipeline has them",
        ),
    ),
}
"""Of each host its name, the program that asks it, and what the environment has to hold."""


def fetch_script(forge: Forge, branch: str) -> str:
    """The POSIX shell script for a host, which asks for what was merged into a branch."""
    name, tool, needs = _HOSTS[forge]
    parts = [_part("begin"), _part(forge), _part("end")]
    values = {
        "GET": _part("curl"),
        "PAGES": _part("pages"),
        "HOST": name,
        "FORGE": forge,
        "TOOL": tool,
        "VERSION": __version__,
        "NEEDS": "\n".join(f"#   {need}" for need in needs),
        "SIZE": str(PAGE_SIZE[forge]),
        "BRANCH_COMMENT": terminal.line(branch),
        "BRANCH_JSON": shlex.quote(json.dumps(branch)),
        "BRANCH_QUERY": shlex.quote(quote(branch, safe="")),
        "BRANCH_PLAIN": shlex.quote(branch),
    }
    # In one pass, so that nothing in the name of a branch is taken for a place to fill.
    return re.sub(r"@([A-Z_]+)@", lambda found: values[found[1]], "".join(parts))


def _part(name: str) -> str:
    return (_FOLDER / f"{name}.sh").read_text(encoding="utf-8")
