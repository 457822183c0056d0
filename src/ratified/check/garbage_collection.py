"""Room for what lives as long as the command: a book, a history."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from itertools import count
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_A_LOT = 1_000_000
"""Objects; a book and its history are some hundred thousand."""

_ROUNDS = count(1)
_BETWEEN = 8
"""Rounds after which they are counted: that walks over every one of them."""


@contextmanager
def without_garbage_collection() -> Iterator[None]:
    """Make objects that last, with the cycle collector at rest; afterwards it no longer looks at them.

    None of what is read here is garbage, and walking it again and again cost a third of reading a book and a
    twelfth of the site build after it (`make bench`). A process that lives long, as `mkdocs serve` does, looks at
    what earlier rounds left once that is a lot.
    """
    running = gc.isenabled()
    if next(_ROUNDS) % _BETWEEN == 0 and gc.get_freeze_count() > _A_LOT:
        gc.unfreeze()
        gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if running:
            gc.enable()
