"""The site for tests: built once in a run, served on the loopback, and a browser to look at it."""

from __future__ import annotations

import functools
import http.server
import os
import shutil
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import Browser, sync_playwright

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).parent.parent
AS_OF = "2026-11-22"
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
"""The first that is there opens the pages. All are one engine; the shell draws no windows of its own, nobody sees them,
and so a new page costs it a third."""
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def build(root: Path, site: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Run `mkdocs build` on the mkdocs.yml of a folder, on a fixed day."""
    command = [sys.executable, "-m", "mkdocs", "build", "-f", str(root / "mkdocs.yml"), "-d", str(site), *options]
    fixed = {"NO_MKDOCS_2_WARNING": "1", "RATIFIED_AS_OF": AS_OF}
    return subprocess.run(command, capture_output=True, text=True, env={**os.environ, **fixed}, check=False)


def built_once(folder: Path) -> tuple[Path, str]:
    """The strict build of this repository and what it printed; test processes side by side share one."""
    return once(folder, lambda site: build(ROOT, site, "--strict"))


def demo_once(folder: Path) -> Path:
    """The strict build of the demo company, whose repository is `demo` beside it; shared in the same way."""
    return once(folder, _company)[0]


def _company(site: Path) -> subprocess.CompletedProcess[str]:
    repository = site.with_name("demo")
    subprocess.run([Path(sys.executable).with_name("ratified"), "demo", repository], check=True, capture_output=True)
    return build(repository, site, "--strict")


def once(folder: Path, make: Callable[[Path], subprocess.CompletedProcess[str]]) -> tuple[Path, str]:
    """What `make` writes to the path that it is given, and what it printed; the first test process to come makes it."""
    folder.mkdir(exist_ok=True)
    site, done, claim = folder / "site", folder / "printed", folder / "claim"
    try:
        claim.touch(exist_ok=False)
    except FileExistsError:
        give_up = time.monotonic() + 600
        while not done.exists():
            assert time.monotonic() < give_up, "the build of another test process never ended"
            time.sleep(0.1)
    else:
        ran = make(site)
        part = folder / "part"
        part.write_text(f"{ran.returncode}\n{ran.stdout}{ran.stderr}", encoding="utf-8")
        part.rename(done)
    code, _, printed = done.read_text(encoding="utf-8").partition("\n")
    assert code == "0", printed
    return site, printed


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing: the test's own output is what counts."""


@contextmanager
def served(site: Path) -> Iterator[str]:
    """The address of a folder served on the loopback."""
    handler = functools.partial(_Quiet, directory=str(site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()


@contextmanager
def chromium() -> Iterator[Browser]:
    """The system's Chromium. Without one the tests fail: a skipped browser test proves nothing."""
    found = next((path for path in map(shutil.which, BROWSERS) if path), None)
    assert found, "no Chromium here; install it (Debian, Ubuntu: apt-get install chromium) and run again"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=ARGUMENTS)
        yield browser
        browser.close()
