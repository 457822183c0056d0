"""Which clauses of the policy an incident touches: all that its record shows, and not those with a time alone."""

from __future__ import annotations

from dataclasses import replace

from ratified.analysis.incident_clauses import TouchedClauses, touched_clauses
from ratified.incident import IncidentTrace
from ratified.model.finding import Finding
from ratified.model.place import Place
from traces import SEV1, SEV2, incident, starter, traced


def clauses(id_: str, *changes: tuple[str, str], findings: tuple[Finding, ...] = ()) -> TouchedClauses:
    record = incident(id_, *changes)
    return touched_clauses(starter(), record, traced(record), findings)


def finding(code: str, subject: str | None = SEV2, path: str = "data/events.yml") -> Finding:
    return Finding(code, "name", "error", Place(path), "wrong", "right it", None, subject)


def test_every_clause_counts_and_not_those_with_a_time_alone() -> None:
    found, timed = clauses(SEV2), {row.clause for row in traced(incident(SEV2)).rows if row.clause}
    assert found.short == {}
    assert {"IR-4.1", "IR-9.3", "IR-6.13"} <= {*found.touched} - timed
    assert {row.clause for row in traced(incident(SEV2)).rows if row.clause and row.outcome == "met"} < {*found.touched}
    assert str(found) == f"{len(found.touched)} of {len(found.touched)} applicable clauses met"


def test_a_deviation_that_was_accepted_was_a_miss_all_the_same() -> None:
    found = clauses(SEV1)
    assert found.short == {"IR-5.2": "s1-legal deviation accepted, escalate deviation accepted"}
    total = len(found.touched)
    assert str(found) == (
        f"{total - 1} of {total} applicable clauses met; "
        "not met: IR-5.2 (s1-legal deviation accepted, escalate deviation accepted)"
    )


def test_what_a_rule_finds_in_the_record_is_a_clause_not_kept() -> None:
    assert clauses(SEV2, findings=(finding("INC-01"),)).short == {"IR-4.1": "INC-01", "IR-4.4": "INC-01"}
    by_place = finding("PIR-02", "other", f"data/incidents/{SEV2}.yml")
    assert clauses(SEV2, findings=(by_place,)).short == {"IR-9.3": "PIR-02"}
    assert clauses(SEV2, findings=(finding("INC-01", SEV1), finding("ROL-09"))).short == {}


def test_a_clause_that_the_record_says_nothing_of_is_not_touched() -> None:
    without = replace(starter(), coverage=starter().coverage.model_copy(update={"promises": ()}))
    record = incident(SEV2)
    assert touched_clauses(without, record, IncidentTrace(record, (), ()), ()).touched == ()


def test_an_open_incident_kept_them_so_far() -> None:
    found = str(clauses(SEV2, ("status: closed", "status: declared")))
    assert "applicable clauses met so far" in found
