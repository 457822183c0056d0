"""The trace as a page shows it: every fact of the trace, and nothing that a record could inject."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from conftest import TODAY
from ratified.views import PageContext, make_site_map
from ratified.views.records.incident_trace import TraceTable, incident_trace
from traces import SEV1, SEV2, incident, judged_by, starter, traced
from verdict_samples import everything_approved

if TYPE_CHECKING:
    from ratified.model.incident import Incident


def table_of(record: Incident) -> TraceTable:
    book = dataclasses.replace(starter(), incidents=(record,))
    standing = judged_by(everything_approved(starter()), book)
    return incident_trace(PageContext(book, TODAY, make_site_map(book, {}, {}), "docs/index.md", standing), record.id)


def test_the_table_has_every_row_and_says_the_verdict_in_words() -> None:
    found = traced(incident(SEV1))
    table = table_of(incident(SEV1))
    rows = [row for stage in table.stages for row in stage.rows]
    apart = [name for one in table.apart for name in one.names.split(", ")]
    assert len(rows) + len(apart) == len(found.rows)
    assert table.verdict == "31 of 33 targets met&#59; 2 deviations accepted."
    assert [stage.stage for stage in table.stages] == [
        *("Triage", "Acknowledge", "Command", "Escalate", "Contain", "Update", "Recover", "Notify", "Review")
    ]
    late = next(row for row in rows if row.promise == "s1-legal")
    assert (late.then.outcome.words, late.then.outcome.kind, late.states.text) == (
        "deviation accepted",
        "accepted",
        "IR-5.2",
    )
    assert "accepted by Priya Raman on 2026-08-18 because" in late.then.why


def test_a_record_that_stands_for_no_incident_says_so() -> None:
    table = table_of(incident(SEV2, ("status: closed", "status: draft")))
    assert (table.stages, table.verdict) == ((), "A draft&#58; nobody has declared it, so no target applies yet.")


def test_text_of_a_record_is_no_markup() -> None:
    signed = (
        "review:\n  held",
        "deviations:\n  - {promise: acknowledge, reason: <img src=x onerror=b>, accepted_by: dana, "
        "accepted: 2026-04-15T09:00Z}\nreview:\n  held",
    )
    late = ("acknowledged: 2026-04-14T14:06", "acknowledged: 2026-04-14T14:40")
    table = table_of(incident(SEV2, signed, late))
    whole = f"{[row.then.why for stage in table.stages for row in stage.rows]}"
    assert "onerror" in whole
    assert not any(sign in whole for sign in ("<", "{{", "](", "|"))
