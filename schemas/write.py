"""Write the JSON Schemas of `data/` beside this file, and the catalogues as JSON: `python schemas/write.py`."""

from __future__ import annotations

import json
from pathlib import Path

import ratified
from ratified.book.catalogue import ready_made
from ratified.book.schemas import schemas


def main() -> None:
    """Write every schema and catalogue; a test fails when one on disk differs."""
    here = Path(__file__).parent
    for name, schema in schemas().items():
        (here / name).write_text(json.dumps(schema, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    for name, text in ready_made().items():
        (Path(ratified.__file__).parent / "catalogue" / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
