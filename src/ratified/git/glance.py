"""A look at a repository that only asks whether it stands where it stood: three short processes, and no history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratified.git import repository_checks
from ratified.git.discovery import RepositoryFolders, find_repository
from ratified.git.error import HistoryError, printable

if TYPE_CHECKING:
    from pathlib import Path

    from ratified.cache.store import CacheStore


class RepositoryGlance:
    """What `files_of` needs to know of a repository, and two of its commits: of a ref, and what is checked out."""

    def __init__(self, found: RepositoryFolders, ref: str) -> None:
        """HistoryError where the history is not to be trusted, or the ref is gone."""
        self.real = found.git()
        _, self.checkout, (self.tip, self.here) = repository_checks.checked_repository(self.real, found, (ref, "HEAD"))
        self.attributes = found.common_dir / "info" / "attributes"
        self.index = found.git_dir / "index"

    def has(self, ref: str) -> bool:
        """Whether there is a ref of this full name."""
        return self.real.run("show-ref", "--verify", "--quiet", ref, accept=(0, 1)).status == 0


def kept_of(root: Path, found: RepositoryFolders | None = None) -> tuple[RepositoryFolders, CacheStore]:
    """The repository at a root, and what earlier runs left of it. HistoryError where there is none."""
    try:
        root = root.resolve(strict=True)
    except (OSError, ValueError, RuntimeError) as error:
        raise HistoryError(f"{printable(root)} cannot be opened; give the folder of a git repository") from error
    found = found or find_repository(root)
    return found, found.kept()
