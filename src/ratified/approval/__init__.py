"""Pure: landings, and the authority at each, to verdicts."""

from ratified.approval.docket import Docket
from ratified.approval.evidence import Evidence
from ratified.approval.ledger import Ledger
from ratified.approval.record import Proposed, Record

__all__ = ["Docket", "Evidence", "Ledger", "Proposed", "Record"]
