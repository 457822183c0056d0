"""The trace as a page shows it: every fact of the trace, and nothing that a record could inject."""

from __future__ import annotations

from ratified.present.traces import trace_table
from traces import SEV1, SEV2, incident, traced


def test_the_table_has_every_row_and_says_the_verdict_in_words() -> None:
    found = traced(incident(SEV1))
    table = trace_table(found)
    assert len(table.rows) + len(table.apart) == len(found.rows)
    assert table.verdict == "31 of 33 promises met&#59; 2 accepted"
    late = next(row for row in table.rows if row.promise == "s1-legal")
    assert (late.then.outcome.words, late.then.outcome.kind, late.states) == ("accepted", "accepted", "IR-5.2")
    assert "accepted by Lee Brandt on 2026-08-18 because" in late.then.why


def test_a_record_that_stands_for_no_incident_says_so() -> None:
    table = trace_table(traced(incident(SEV2, ("status: closed", "status: draft"))))
    assert (table.rows, table.verdict) == ((), "A draft&#58; nobody has declared it, so nothing was promised yet")


def test_text_of_a_record_is_no_markup() -> None:
    evil = ("title: A support account taken over by phishing", 'title: "<b>{{ x }}</b> [a](javascript:b) | c"')
    signed = (
        "review:\n  held",
        "deviations:\n  - {promise: acknowledge, reason: <img src=x onerror=b>, accepted_by: dana, "
        "accepted: 2026-04-15T09:00Z}\nreview:\n  held",
    )
    late = ("acknowledged: 2026-04-14T14:06", "acknowledged: 2026-04-14T14:40")
    table = trace_table(traced(incident(SEV2, evil, signed, late)))
    whole = f"{table.title} {[row.then.why for row in table.rows]}"
    assert not any(sign in whole for sign in ("<", "{{", "](", "|"))
