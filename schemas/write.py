"""Write what is made of the code: JSON Schemas of `data/`, catalogues, the rules' pages, and the
references of commands and of data files.
"""

from __future__ import annotations

import json
from pathlib import Path

import ratified
from ratified.cli.reference import commands_page
from ratified.output.data_reference import data_page
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
    (here.parent / "guides/commands.md").write_text(commands_page(), encoding="utf-8")
    (here.parent / "guides/data.md").write_text(data_page(), encoding="utf-8")


if __name__ == "__main__":
    main()
