"""Threat 5 once more: a push of what a page shows, however the page says that it shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from history_company import CHAPTER, CHART
from threats import Threat, benign, hostile, merges, pushes, then

if TYPE_CHECKING:
    from histories import Repo

pytest_plugins = ["history_fixtures"]

SHOWN = {
    "with a title": '![Who calls whom](../img/chart.svg "Who")',
    "in angle brackets": "![Who](<../img/chart.svg>)",
    "by a reference": "![Who][chart]\n\n[chart]: ../img/chart.svg",
    "by a reference on two lines": "![Who][chart]\n\n[chart]:\n  ../img/chart.svg",
    "by its own name": "![chart][]\n\n[chart]: ../img/chart.svg",
    "with a fragment": "![Who](../img/chart.svg#top)",
    "by escapes of an address": "![Who](../img/%63hart.svg)",
    "by an escape of Markdown": "![Who](../img/chart\\.svg)",
    "by an escape of HTML": "![Who](../img/&#99;hart.svg)",
    "by a longer way": "![Who](./../../docs/img/chart.svg)",
    "with a text of two lines": "![Who\ncalls](../img/chart.svg)",
    "with brackets in its text": "![Who [calls] whom](../img/chart.svg)",
    "with a bracket escaped": "![Who \\] whom](../img/chart.svg)",
    "as HTML": '<img src="../../img/chart.svg" alt="Who">',
    "as HTML in capitals": '<IMG SRC="../../img/chart.svg" ALT="Who">',
    "as HTML without quotes": "<img src=../../img/chart.svg>",
    "as HTML over two lines": '<img\n  src=\n"../../img/chart.svg">',
    "as HTML for a finer screen": '<img srcset="../../img/chart.svg 2x" alt="Who">',
    "as HTML of an object": '<object data="../../img/chart.svg"></object>',
    "as HTML of a film": '<video poster="../../img/chart.svg"></video>',
    "as HTML of a style": '<p style="background: url(../../img/chart.svg)">Who</p>',
}
"""How a page of the site can show `docs/img/chart.svg`. HTML counts from the page's own address, a folder deeper."""

THREATS = tuple(
    Threat(
        5,
        f"a push of a picture shown {how}",
        then(merges("dana", change={CHAPTER: f"# One\n\n{text}\n"}), pushes("lee", {CHART: "<svg/>\n"})),
        "direct",
        then(merges("dana", change={CHAPTER: f"# One\n\n{text}\n"}), pushes("lee", {"docs/img/other.svg": "<svg/>\n"})),
        document="BOOK",
    )
    for how, text in SHOWN.items()
)


@hostile(THREATS)
def test_a_hostile_history_is_not_approved(threat: Threat, repo: Repo) -> None:
    threat.is_refused(repo)


@benign(THREATS)
def test_its_benign_twin_stays_approved(threat: Threat, repo: Repo) -> None:
    threat.leaves_its_twin(repo)


def test_a_file_that_a_page_links_to_counts_as_shown(repo: Repo) -> None:
    repo.merges("dana", change={CHAPTER: "# One\n\n[Who calls whom](../img/chart.svg)\n"})
    repo.pushes("lee", {CHART: "<svg/>\n"})
    assert repo.verdict("BOOK").verdict == "unapproved"
