"""Pure: landings, and the authority at each, to verdicts."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ratified.approval.docket import Docket
    from ratified.approval.evidence import Evidence
    from ratified.approval.ledger import Ledger
    from ratified.approval.record import Proposed, Record

__all__ = ["Docket", "Evidence", "Ledger", "Proposed", "Record"]


def __getattr__(name: str) -> object:
    """Loaded when asked for: a run that finds its answer kept needs none of them."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    home = "record" if name == "Proposed" else name.lower()
    return getattr(import_module(f"{__name__}.{home}"), name)
