"""The programs that write the demo, started by the runner of the history package, in its own environment."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from ratified.git.error import HistoryError, legible
from ratified.git.runner import finish, launch
from ratified.programs import search_path

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_PACKAGES = {"git": "git", "ssh-keygen": "openssh-client", "gpg": "gnupg"}
"""Every program the demo needs, and the package that brings it."""


class DemoError(Exception):
    """The demo cannot be written here. The message is a sentence: what is wrong, and what to do."""


def all_installed() -> None:
    """Raise DemoError, with the names of their packages, where programs are missing."""
    path = search_path()
    lacking = {name: package for name, package in _PACKAGES.items() if shutil.which(name, path=path) is None}
    if lacking:
        install = " ".join(lacking.values())
        raise DemoError(f"the demo is signed by keys made on the spot; install {install} (for {', '.join(lacking)})")


def run(command: Sequence[str], home: Path, feed: bytes = b"") -> bytes:
    """What a key tool printed. `home` is its home folder, so it sees no key and no configuration of the user.

    Raises DemoError where the tool cannot be started or fails.
    """
    try:
        with launch(command, home, {"HOME": str(home), "GNUPGHOME": str(home)}) as process:
            answer = finish(process, feed, command[0])
    except HistoryError as error:
        raise DemoError(str(error)) from error
    if answer.status:
        raise DemoError(f"{command[0]} failed with exit status {answer.status}: {legible(answer.err)}")
    return answer.out
