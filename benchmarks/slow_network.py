"""When Start here can be used on a slow network: from the tap on its link until a ticked box changes the answer."""

from __future__ import annotations

import statistics
from dataclasses import dataclass

from playwright.sync_api import Browser, ViewportSize

GOAL = 1000
ROUNDS = 5
PHONE = ViewportSize(width=412, height=823)


@dataclass(frozen=True)
class Network:
    """A throttled network: milliseconds from a request to its answer, and bits a second each way."""

    name: str
    latency: float
    down: float
    up: float


SLOW_4G = Network("slow 4G: 150 ms, 1.6 Mbit/s", 150, 1_638_400, 768_000)
"""Lighthouse's figures for slow 4G: https://github.com/GoogleChrome/lighthouse/blob/main/docs/throttling.md."""

PANEL = Network("as the panel of DevTools sets it: 562.5 ms, 1.4 Mbit/s", 562.5, 1_474_560, 691_200)
"""The same network with the factors by which DevTools makes up for what it cannot slow down: for information."""

_IMPATIENT = """
  // Somebody who taps the first box again and again, from before it is there until the answer moves.
  window.usable = new Promise((resolve) => {
    const tap = () => {
      const answer = document.querySelector("[data-r-picked]");
      const box = document.querySelector("[data-r-criterion] input");
      if (!answer || !box) return;
      const before = answer.textContent;
      box.click();
      if (answer.textContent === before) return;
      clearInterval(tapping);
      resolve(performance.now());
    };
    const tapping = setInterval(tap, 4);
  });
"""


@dataclass(frozen=True)
class Usable:
    """Milliseconds from the start of navigation: the first words painted, and the answer that moved. Medians."""

    painted: float
    answered: float
    runs: tuple[float, ...]


def usable(browser: Browser, address: str, network: Network) -> Usable:
    """Open Start here `ROUNDS` times, each in a fresh profile, on a phone's screen; the processor is not slowed."""
    runs = [_once(browser, address, network) for _ in range(ROUNDS)]
    answered = tuple(answered for _, answered in runs)
    return Usable(statistics.median(painted for painted, _ in runs), statistics.median(answered), answered)


def _once(browser: Browser, address: str, network: Network) -> tuple[float, float]:
    context = browser.new_context(viewport=PHONE)
    try:
        page = context.new_page()
        session = context.new_cdp_session(page)
        session.send("Network.enable")
        limits = {"downloadThroughput": network.down / 8, "uploadThroughput": network.up / 8}
        session.send("Network.emulateNetworkConditions", {"offline": False, "latency": network.latency, **limits})
        page.add_init_script(_IMPATIENT)
        page.goto(address, wait_until="commit")
        answered = page.evaluate("window.usable")
        page.wait_for_load_state("networkidle")
        return page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime"), answered
    finally:
        context.close()
