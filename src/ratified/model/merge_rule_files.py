"""Where the rules of who may merge lie, as `ratified owners --rules` writes them for each Git host."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

MERGE_RULES: Mapping[Literal["GitHub", "GitLab", "Gitea"], str] = {
    "GitHub": ".github/merge-rules.json",
    "GitLab": ".gitlab/merge-rules.json",
    "Gitea": ".gitea/merge-rules.json",
}
"""The file of each forge. Forgejo's API is Gitea's."""
