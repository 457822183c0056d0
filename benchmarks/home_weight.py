"""What a browser that was never there transfers for home, as the server counts it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from compressed import Answer, Served
from playwright.sync_api import Browser

GOAL = 400_000
PHONE = {"width": 412, "height": 823}


@dataclass(frozen=True)
class Weight:
    """Answers by what asked for them: the page itself; the service worker afterwards."""

    own: tuple[Answer, ...]
    worker: tuple[Answer, ...]

    @property
    def holds(self) -> bool:
        return size(self.own) <= GOAL


def weigh(browser: Browser, served: Served) -> Weight:
    """Open home in a fresh profile and wait for what it loads, the service worker's keeping included."""
    context = browser.new_context(viewport=PHONE)
    try:
        page = context.new_page()
        served.answers.clear()
        page.goto(served.address, wait_until="networkidle")
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")  # its keeping is over once it is ready
        page.wait_for_load_state("networkidle")
        answers = tuple(served.answers)
    finally:
        context.close()
    own = tuple(answer for answer in answers if not answer.by_worker)
    return Weight(own, tuple(answer for answer in answers if answer.by_worker))


def size(answers: Sequence[Answer]) -> int:
    """Bytes as sent: heads and compressed bodies."""
    return sum(answer.size for answer in answers)
