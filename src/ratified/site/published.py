"""What the site publishes for other systems: the verdicts and findings as the command prints them, and a badge."""

from __future__ import annotations

from collections.abc import Mapping

from ratified.present.badge import badge
from ratified.present.published import BADGE, FINDINGS, STATUS
from ratified.present.standing import Standing
from ratified.report import machine
from ratified.report.status import render_json


def published(standing: Standing) -> Mapping[str, str]:
    """Every file by its path in the site. Without a check there is no file of findings: an empty one would lie."""
    verdicts = tuple(standing.verdicts.values())
    status = render_json(standing.head, standing.ref, standing.as_of, standing.landings, verdicts)
    files = {STATUS: f"{status}\n", BADGE: badge(standing)}
    if standing.checked is not None:
        files[FINDINGS] = "".join(f"{line}\n" for line in machine.render(standing.checked))
    return files
