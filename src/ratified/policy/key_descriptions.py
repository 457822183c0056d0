"""What each key of each file means: the sentences of `catalogue/keys/`, for editors and for `guides/data.md`.

Nothing that a command does depends on them, and no command reads them: `make schemas` puts them into the JSON Schemas.
They stand apart from the models so that these stay short, and importing them costs no reading of their own source,
which the docstrings of attributes would (pydantic finds those by parsing the module).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from ratified.model.place import SPOT
from ratified.source.yaml_reader import read_yaml

_FOLDER = Path(__file__).parents[1] / "catalogue/keys"
_FILES = "files.yml"


@cache
def file_descriptions() -> Mapping[str, str]:
    """What each file is for, by the name of the class that is its model. Raises RuntimeError with faults."""
    return _texts(_FILES, _read(_FILES))


@cache
def key_descriptions() -> Mapping[str, Mapping[str, str]]:
    """What each key means, by the name of its class and then as a file spells it: `from` and not `from_`.

    Raises RuntimeError with the faults of a file, or where two files describe one class.
    """
    found: dict[str, Mapping[str, str]] = {}
    for path in sorted(_FOLDER.glob("*.yml")):
        for model, keys in _read(path.name).items() if path.name != _FILES else ():
            if model in found:
                raise RuntimeError(f"{path}: {model} is described twice")
            found[model] = _texts(f"{path.name}, {model}", keys)
    return found


def _read(name: str) -> Mapping[str, object]:
    path = _FOLDER / name
    file = read_yaml(f"ratified/catalogue/keys/{name}", path.read_text(encoding="utf-8"))
    if file.faults or not isinstance(file.value, Mapping):
        raise RuntimeError(f"the package's own {path} is broken: {file.faults[:3]}")
    return {key: value for key, value in file.value.items() if key != SPOT}


def _texts(where: str, value: object) -> Mapping[str, str]:
    """A mapping of texts alone; `where` says in a message which."""
    found = {key: text for key, text in value.items() if key != SPOT} if isinstance(value, Mapping) else {}
    texts = {key: text for key, text in found.items() if isinstance(text, str)}
    if not texts or len(texts) < len(found):
        raise RuntimeError(f"the package's own catalogue/keys/{where}: write a sentence for each key, and nothing else")
    return texts
