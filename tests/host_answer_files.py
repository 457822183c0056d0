"""Answers of each Git host in the documented shape, one directory a host: request 12, whose branch had two heads.

The commits are `aaaa...` (the first head), `bbbb...` (the second, which was merged) and `cccc...` (what it became).
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ratified.analysis.host_answers import READERS, FetchedRequest

if TYPE_CHECKING:
    from ratified.model.host_review import MergedRequest

FOLDER = Path(__file__).parent / "host_answers"
HOSTS = tuple(READERS)
PAGE = {"github": 100, "gitlab": 100, "gitea": 1, "bitbucket": 50, "azure": 100}
OLD, HEAD, MERGE = "a" * 40, "b" * 40, "c" * 40
OWN = "requests/12/"
MARK = {"gitlab": "!"}

Files = dict[str, bytes]


def answers(host: str) -> Files:
    """Every file of a host's directory by its path there."""
    folder = FOLDER / host
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in sorted(folder.rglob("*.json"))}


def told(host: str, files: Files) -> MergedRequest:
    """The record of request 12."""
    own = {path.removeprefix(OWN): data for path, data in files.items() if path.startswith(OWN)}
    shared = {path: data for path, data in files.items() if not path.startswith("requests/")}
    return READERS[host](FetchedRequest(f"{MARK.get(host, '#')}12", own, shared, PAGE[host]))
