"""Write the JSON Schemas of `data/` beside this file, the catalogues and the rules' pages as JSON: `make schemas`."""

from __future__ import annotations

import json
from pathlib import Path

import ratified
from ratified.policy.catalogue import ready_made
from ratified.policy.schemas import schemas
from ratified.rules.pages_json import pages


def main() -> None:
    """Write every file anew; a test fails when one on disk differs."""
    here = Path(__file__).parent
    for name, schema in schemas().items():
        (here / name).write_text(json.dumps(schema, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    for name, text in {**ready_made(), "rules.json": pages()}.items():
        (Path(ratified.__file__).parent / "catalogue" / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
