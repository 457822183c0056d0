"""Building and serving the site from the command line: the world is closed before MkDocs reads the configuration.

Everything else is MkDocs' own build, strictly, with its warnings counted and shown.
"""

from __future__ import annotations

import logging
import os
import sysconfig
import traceback
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ratified.settings import SETTINGS
from ratified.site.audit import ENGINE, BuildRefusedError, stop, within
from ratified.site.closed_world import begin, running

if TYPE_CHECKING:
    from collections.abc import Iterator


class NotBuiltError(Exception):
    """Why there is no site. The text is a sentence, or empty where everything was said already."""


def build(root: Path, out: Path | None, as_of: str | None) -> Path:
    """Build the site of a repository strictly, and give the folder that it is in. Raises NotBuiltError."""
    site = None if out is None else os.path.abspath(out)  # noqa: PTH100
    with _closed(root, as_of) as settings:
        from mkdocs.commands.build import build as mkdocs_build
        from mkdocs.config import load_config

        with _said():
            config = load_config(str(settings), strict=True, site_dir=site)
            config.plugins.on_startup(command="build", dirty=False)
            try:
                mkdocs_build(config)
            finally:
                config.plugins.on_shutdown()
            return Path(config.site_dir)


def serve(root: Path, address: str | None, as_of: str | None) -> None:
    """Serve the site of a repository, and build it anew as files change. Raises NotBuiltError."""
    with _closed(root, as_of) as settings:
        from mkdocs.commands.serve import serve as mkdocs_serve

        with _said(logging.INFO):
            given: dict[str, Any] = {} if address is None else {"dev_addr": address}
            mkdocs_serve(str(settings), **given)


@contextmanager
def _closed(root: Path, as_of: str | None) -> Iterator[Path]:
    """Close the world, and stand at the root of the repository, from where MkDocs' plugins count paths. Gives the file
    of settings; other paths that the caller has must be whole before."""
    settings = Path(os.path.realpath(root), SETTINGS)
    if not settings.is_file():
        raise NotBuiltError(
            f"there is no {SETTINGS} in {str(root)!r}; go to the root of the repository or pass --repo DIR"
        )
    if faults := running(begin(root)):
        stop()
        raise NotBuiltError("\n".join(map(str, faults)))
    if as_of is not None:
        os.environ["RATIFIED_AS_OF"] = as_of
    before = Path.cwd()
    os.chdir(settings.parent)
    try:
        yield settings
    finally:
        os.chdir(before)
        stop()


def _library(error: Exception) -> str | None:
    """The library in which an error came up, or the file of the repository; None where it is our own code.

    What Python's own modules raise is laid to whoever called them.
    """
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        parts = Path(frame.filename).parts
        if within(frame.filename, ENGINE):
            return None
        if "site-packages" in parts:
            return parts[parts.index("site-packages") + 1]
        if not within(frame.filename, sysconfig.get_path("stdlib")) and not frame.filename.startswith("<"):
            return Path(frame.filename).name
    return None


@contextmanager
def _said(level: int = logging.WARNING) -> Iterator[None]:
    """Show what MkDocs says from a level on, while it counts every warning; and its errors as ours."""
    from mkdocs.exceptions import MkDocsException

    log, console = logging.getLogger("mkdocs"), logging.StreamHandler()
    console.setLevel(level)
    console.setFormatter(logging.Formatter("%(levelname)s: %(message)s"))
    before = log.level
    log.setLevel(logging.INFO)
    log.addHandler(console)
    try:
        yield
    except (MkDocsException, BuildRefusedError) as error:
        said = "the site is not built; see the errors above" if "BuildError" in str(error) else str(error)
        raise NotBuiltError(said) from None
    except SystemExit as error:  # as the macros plugin ends a build
        raise NotBuiltError("a page could not be built; see the errors above") from error
    except Exception as error:
        if (library := _library(error)) is None:
            raise  # a bug of ours
        said = " ".join(f"{type(error).__name__}: {error}".split())
        raise NotBuiltError(f"{library} ended with {said}; see above for the page, if there was one") from None
    finally:
        log.removeHandler(console)
        log.setLevel(before)
