"""What `ratified verify-site` makes of one page; `test_attacks_site.py` asks it of whole sites."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from ratified.site.provenance import META, made_from
from ratified.site.verification import SiteClaim, VerifiedFile, _SiteUnderVerification
from verdict_samples import verdict

if TYPE_CHECKING:
    from pathlib import Path

FILE = "policy/index.html"
VERDICTS = {id_: verdict(id_, "approved") for id_ in ("POL-IR", "SITE-LAYOUT")}
CLAIM = SiteClaim("a" * 40, date(2026, 11, 22), False, frozenset(), {FILE: {"source": "docs/policy/index.md"}})


@pytest.mark.parametrize(
    ("shows", "state"), [("approved", "approved"), ("layout", "not approved"), ("unapproved", "not approved")]
)
def test_a_page_is_approved_only_where_it_says_so_itself(tmp_path: Path, shows: str, state: str) -> None:
    """Its text may be approved while it shows what is not: then its panel is not green, and it is not counted."""
    (tmp_path / "policy").mkdir()
    made = made_from(("POL-IR",), VERDICTS)
    html = f'<meta name="{META}" content="{made}"><aside class="r-approval r-approval-{shows}"></aside>'
    (tmp_path / FILE).write_text(html, encoding="utf-8")
    found = _SiteUnderVerification(tmp_path, {FILE: "1"}, {FILE: "1"}, CLAIM, VERDICTS).at(FILE, ("POL-IR",))
    assert isinstance(found, VerifiedFile)
    assert (found.state, found.documents) == (state, ("POL-IR",))
