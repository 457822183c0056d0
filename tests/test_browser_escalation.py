"""The pictures of an escalation: upright on a phone, wide elsewhere, one of the two for whoever listens."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from visits import Visit

pytestmark = pytest.mark.browser

_SHOWN = """() => [...document.querySelectorAll("svg.path")].filter((svg) => svg.checkVisibility()).map((svg) => ({
    upright: svg.matches(".path-upright"),
    least: Math.min(...[...svg.querySelectorAll("text")].map((text) => parseFloat(getComputedStyle(text).fontSize)))
      * svg.getBoundingClientRect().width / svg.viewBox.baseVal.width,
    hidden: svg.parentElement.scrollWidth - svg.parentElement.clientWidth,
  }))"""


@pytest.mark.parametrize(("width", "upright"), [(320, True), (390, True), (1280, False)])
def test_each_level_is_drawn_once_to_be_read_without_scrolling_sideways(
    visit: Visit, width: int, upright: bool
) -> None:
    visit.page.set_viewport_size({"width": width, "height": 844})
    page = visit.open("policy/escalation/")
    shown = page.evaluate(_SHOWN)
    assert len(shown) == 4
    assert {one["upright"] for one in shown} == {upright}
    assert {one["hidden"] for one in shown} == {0}
    assert upright is False or min(one["least"] for one in shown) >= 12
    assert page.get_by_role("img", name="Escalation at Sev-").count() == 4
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert visit.wrong == []
