"""What other programs and people call the stages of an incident."""

from __future__ import annotations

import re

_SAME = {
    **{
        name: name
        for name in ("detected", "reported", "triaged", "declared", "acknowledged", "contained", "eradicated")
    },
    **{name: name for name in ("restored", "validated", "closed")},
}
"""Words that mean one stage and nothing else."""
_NEAR = {
    "impact started": "occurred_from",
    "started": "occurred_from",
    "impact ended": "occurred_to",
    "ended": "occurred_to",
    "identified": "triaged",
    "accepted": "triaged",
    "mitigated": "contained",
    "stabilized": "contained",
    "fixed": "restored",
    "recovered": "restored",
    "resolved": "restored",
}
"""Words that stand beside a stage, and may mean another moment: what is resolved on a page may go on elsewhere."""
_AT = re.compile(r"(?: |_)at$")


def stage_named(name: str) -> tuple[str | None, bool]:
    """The stage that a name is about, and whether it means just that: `Detected at`, in any capitals."""
    word = _AT.sub("", " ".join(name.split()).lower())
    return (_SAME[word], True) if word in _SAME else (_NEAR.get(word), False)
