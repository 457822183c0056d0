"""A look at a repository that only asks whether it stands where it stood: three short processes, and no history."""

from __future__ import annotations

from pathlib import Path

from ratified.history import place
from ratified.history.error import HistoryError, shown
from ratified.history.finding import Found, find
from ratified.history.kept import Kept
from ratified.history.runner import Git


class Glance:
    """What `files_of` needs to know of a repository, and two of its commits: of a ref, and what is checked out."""

    def __init__(self, found: Found, ref: str) -> None:
        """HistoryError where the history is not to be trusted, or the ref is gone."""
        self.real = Git(found.git_dir, found.work_tree)
        _, self.checkout, (self.tip, self.here) = place.trusted(self.real, found, (ref, "HEAD"))
        self.attributes = found.common_dir / "info" / "attributes"
        self.index = found.git_dir / "index"

    def has(self, ref: str) -> bool:
        """Whether there is a ref of this full name."""
        return self.real.run("show-ref", "--verify", "--quiet", ref, accept=(0, 1)).status == 0


def kept_of(root: Path, found: Found | None = None) -> tuple[Found, Kept]:
    """The repository at a root, and what earlier runs left of it. HistoryError where there is none."""
    try:
        root = root.resolve(strict=True)
    except (OSError, ValueError, RuntimeError) as error:
        raise HistoryError(f"{shown(root)} cannot be opened; give the folder of a git repository") from error
    found = found or find(root)
    return found, Kept(found.common_dir, root)
