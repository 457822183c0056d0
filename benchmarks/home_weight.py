"""What a browser that was never there transfers for home, as the server counts it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from playwright.sync_api import Browser, ViewportSize

if TYPE_CHECKING:
    from collections.abc import Sequence

    from compressed import Answer, Served

GOAL = 280_000
PHONE = ViewportSize(width=412, height=823)


@dataclass(frozen=True)
class Weight:
    """Answers by what asked for them: the page itself, `still` before anybody moves; the service worker afterwards."""

    own: tuple[Answer, ...]
    still: tuple[Answer, ...]
    worker: tuple[Answer, ...]

    @property
    def holds(self) -> bool:
        return size(self.own) <= GOAL


def weigh(browser: Browser, served: Served) -> Weight:
    """Open home in two fresh profiles: one that keeps nothing, where somebody moves; one with a service worker."""
    page = browser.new_page(viewport=PHONE, service_workers="block")
    try:
        served.answers.clear()
        page.goto(served.address, wait_until="networkidle")
        still = tuple(served.answers)
        with page.expect_response("**/search_index.json"):
            page.mouse.move(200, 200)  # whoever reads moves, and the theme's script comes with what it searches in
        page.wait_for_timeout(1000)
        own = tuple(served.answers)
    finally:
        page.close()
    return Weight(own, still, _by_worker(browser, served))


def _by_worker(browser: Browser, served: Served) -> tuple[Answer, ...]:
    page = browser.new_page(viewport=PHONE)
    try:
        served.answers.clear()
        page.goto(served.address)
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")  # its keeping is over once it is ready
        page.wait_for_load_state("networkidle")
        return tuple(answer for answer in served.answers if answer.by_worker)
    finally:
        page.close()


def size(answers: Sequence[Answer]) -> int:
    """Bytes as sent: heads and compressed bodies."""
    return sum(answer.size for answer in answers)
