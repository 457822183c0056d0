"""Import what a build needs, then build one site and print the seconds of the build alone.

python benchmarks/build_once.py CONFIG MODULES
"""

from __future__ import annotations

import importlib
import json
import logging
import sys
import time
import warnings
from contextlib import suppress
from pathlib import Path


def main() -> None:
    config_file, modules = sys.argv[1:]
    warnings.simplefilter("ignore")
    logging.disable(logging.WARNING)
    for name in json.loads(Path(modules).read_text("utf-8")):
        if name.partition(".")[0] not in {"macros", "replay", "recorder", "__main__"}:
            with suppress(Exception):  # a module that only its parent can load is loaded by the build
                importlib.import_module(name)
    from mkdocs.commands.build import build
    from mkdocs.config import load_config

    start = time.perf_counter()
    config = load_config(config_file)
    config.plugins.on_startup(command="build", dirty=False)
    build(config)
    config.plugins.on_shutdown()
    print(time.perf_counter() - start)


if __name__ == "__main__":
    main()
