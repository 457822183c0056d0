"""Where the starter is: the files a new policy repository begins with."""

from __future__ import annotations

from pathlib import Path

FOLDERS = (".github", "data", "docs", "runbooks", "macros", "schemas")
SINGLE = ("mkdocs.yml", ".gitattributes", ".gitignore")
"""What the starter takes from this repository. `pyproject.toml` puts the same into the wheel; a test compares."""

LOCK = "requirements/site.txt"
"""What the engine needs, with hashes. It lies beside the starter and is no part of it."""

_OURS = ("schemas/write.py", "docs/assets/screens/")
"""What stays here: a file, or a folder with its slash."""


def starter_root() -> Path:
    """The folder that holds the starter: data of the installed wheel, or this repository when developed."""
    packed = Path(__file__).parent / "files"
    return packed if packed.is_dir() else Path(__file__).parents[3]


def starter_files() -> dict[str, bytes]:
    """Every file of the starter by its path, with forward slashes, sorted.

    Raises OSError where one cannot be read.
    """
    root = starter_root()
    found = [file for folder in FOLDERS for file in (root / folder).rglob("*") if file.is_file()]
    paths = (file.relative_to(root).as_posix() for file in (*found, *(root / name for name in SINGLE)))
    return {path: (root / path).read_bytes() for path in sorted(paths) if _belongs(path)}


def _belongs(path: str) -> bool:
    return not path.startswith(_OURS) and "__pycache__" not in path
