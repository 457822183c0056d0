"""Where the branch stands on which imported reviews are kept; asked at every run, so nothing else is loaded here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratified.git.error import HistoryError

if TYPE_CHECKING:
    from ratified.git.runner import Git

EVIDENCE_BRANCH = "evidence"
EVIDENCE_REFS = (f"refs/heads/{EVIDENCE_BRANCH}", f"refs/remotes/origin/{EVIDENCE_BRANCH}")


def evidence_tip(git: Git) -> str:
    """The tip of the evidence branch: the local one's, else that last fetched from `origin`; "" where there is none.

    Of the two the one that holds the other counts, so that a clone that was fetched into misses nothing.
    """
    out = git.run("for-each-ref", "--format=%(objectname) %(refname)", "--", *EVIDENCE_REFS).out.decode()
    held = {ref: id_ for id_, _, ref in (line.partition(" ") for line in out.splitlines())}
    tips = [held[ref] for ref in EVIDENCE_REFS if ref in held]
    if len(tips) == 2 and tips[0] != tips[1]:
        count = git.run("rev-list", "--count", "--end-of-options", tips[1], f"^{tips[0]}").out.strip()
        behind = git.run("rev-list", "--count", "--end-of-options", tips[0], f"^{tips[1]}").out.strip()
        if count != b"0" and behind != b"0":
            raise HistoryError(
                f"{EVIDENCE_REFS[0]} and {EVIDENCE_REFS[1]} have parted, so nobody can say which reviews there are; "
                f"find out who moved one of them, and make them one again"
            )
        return tips[1] if count != b"0" else tips[0]
    return tips[0] if tips else ""
