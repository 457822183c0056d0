"""Room for what lives as long as the command: a book, a history."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def lasting() -> Iterator[None]:
    """Make objects that last, with the cycle collector at rest; afterwards it no longer looks at them.

    None of what is read here is garbage, and walking it again and again cost a third of reading a book and a
    twelfth of the site build after it (`make bench`). What an earlier build left is looked at anew first.
    """
    running = gc.isenabled()
    gc.unfreeze()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if running:
            gc.enable()
