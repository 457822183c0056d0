"""Serve one site without a server: build it, change a page, build it again and ask for that page.

python benchmarks/serve_once.py CONFIG PAGE ADDRESS

Prints the seconds from the change to the page.
"""

from __future__ import annotations

import logging
import sys
import time
import warnings
from pathlib import Path


def main() -> None:
    config_file, page, address = sys.argv[1:]
    warnings.simplefilter("ignore")
    logging.disable(logging.WARNING)
    from mkdocs.commands.build import build
    from mkdocs.config import load_config

    config = load_config(config_file)
    config.plugins.on_startup(command="serve", dirty=False)
    for _ in range(2):  # the second one has what a server keeps from one rebuild to the next
        build(config, serve_url="http://127.0.0.1/")
    source = Path(page)
    text = source.read_text("utf-8")
    source.write_text(f"{text}\nOne more sentence.\n", encoding="utf-8")
    try:
        start = time.perf_counter()
        build(config, serve_url="http://127.0.0.1/")
        late = getattr(config.plugins["ratified"], "late", None)
        if late is not None:  # before, every page was made in the rebuild
            late.make(address)
        spent = time.perf_counter() - start
    finally:
        source.write_text(text, encoding="utf-8")
    if "One more sentence." not in Path(config.site_dir, address).read_text("utf-8"):
        sys.exit(f"{address} does not show what {page} says")
    print(spent)


if __name__ == "__main__":
    main()
