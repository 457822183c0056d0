"""What the site publishes for other systems: the verdicts and findings as the command prints them, and a badge."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratified.output import json_report
from ratified.output.status import render_json
from ratified.views.evidence.published import BADGE, FINDINGS, STATUS, badge

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ratified.views.approvals.status import SiteVerdicts


def published(standing: SiteVerdicts) -> Mapping[str, str]:
    """Every file by its path in the site. Without a check there is no file of findings: an empty one would lie."""
    verdicts = tuple(standing.verdicts.values())
    status = render_json(standing, standing.as_of, verdicts)
    files = {STATUS: f"{status}\n", BADGE: badge(standing)}
    if standing.checked is not None:
        files[FINDINGS] = "".join(f"{line}\n" for line in json_report.render(standing.checked))
    return files
