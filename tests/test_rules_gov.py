"""GOV: the policy's words, chapters, clauses and waivers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from conftest import Starter
    from ratified.model.finding import Finding

INDEX = "docs/policy/index.md"
INTAKE = "docs/policy/intake.md"
ESCALATION = "docs/policy/escalation.md"


def said(findings: list[Finding]) -> list[str]:
    return [finding.message for finding in findings]


# GOV-07


def test_vague_words_in_a_clause_are_found_where_they_stand(starter: Starter) -> None:
    line = starter.add(INTAKE, "A silent feed should be\nmended as soon as\npossible, appropriately.")
    found = starter.findings("GOV-07")
    assert [str(f.place) for f in found] == [
        f"{INTAKE}:{line}:15",
        f"{INTAKE}:{line + 1}:8",
        f"{INTAKE}:{line + 2}:11",
    ]
    clause = found[0].subject
    assert clause is not None
    assert clause.startswith("IR-3.")
    assert said(found) == [
        f"{clause} says 'should', which nobody can test",
        f"{clause} says 'as soon as possible', which nobody can test",
        f"{clause} says 'appropriately', which nobody can test",
    ]
    assert {(f.level, f.subject) for f in found} == {("warning", clause)}


def test_the_second_vague_word_of_a_line_has_its_own_column(starter: Starter) -> None:
    starter.add(INTAKE, "They should act, and should act promptly.")
    assert [f.place.column for f in starter.findings("GOV-07")] == [6, 22, 33]


def test_a_vague_word_is_an_error_where_the_page_covers_escalation(starter: Starter) -> None:
    line = starter.add(ESCALATION, "Another role is called where possible.")
    (found,) = starter.findings("GOV-07")
    assert (found.level, str(found.place)) == ("error", f"{ESCALATION}:{line}:24")


def test_words_outside_clauses_code_and_longer_words_are_not_vague(starter: Starter) -> None:
    starter.lead(INDEX, "Text without a clause id should be read appropriately.")
    starter.add(INTAKE, "Whoever hears of it as soon as it happens shoulders it; `should` is code.")
    starter.add(INTAKE, "An inappropriate answer is possible, and a period has an end.")
    assert starter.places("GOV-07") == []


# GOV-08


def test_a_product_named_in_the_policy_is_found(starter: Starter) -> None:
    line = starter.lead(INTAKE, "What Splunk and Carbon\nBlack look at.")
    found = starter.findings("GOV-08")
    assert [str(f.place) for f in found] == [f"{INTAKE}:{line}:6", f"{INTAKE}:{line}:17"]
    assert said(found) == ["the policy names Splunk", "the policy names Carbon Black"]


def test_a_product_may_be_linked_or_an_ordinary_word_or_stand_in_a_runbook(starter: Starter) -> None:
    starter.lead(INTAKE, "What [our Splunk](https://example.com/siem) sees, a snort, a grafana.")
    starter.add("runbooks/RB-01-compromised-credentials.md", "Ask Splunk.")
    assert starter.places("GOV-08") == []


def monitoring_section(lines: int) -> str:
    text = "\n".join(f"Line {number} of what we watch." for number in range(lines))
    return f"## What is monitored\n\n{text}"


def test_thirteen_lines_on_monitoring_are_found_at_the_heading(starter: Starter) -> None:
    line = starter.add(INTAKE, monitoring_section(13))
    (found,) = starter.findings("GOV-08")
    assert str(found.place) == f"{INTAKE}:{line}:4"
    assert found.message == "'What is monitored' spends 13 lines on monitoring, more than 12"


def test_twelve_lines_on_monitoring_may_stay(starter: Starter) -> None:
    starter.add(INTAKE, monitoring_section(12))
    assert starter.places("GOV-08") == []


# GOV-09


def test_a_chapter_nobody_covers_is_missing_at_the_policys_row_of_the_register(starter: Starter) -> None:
    starter.change("docs/policy/response.md", "eradication, ", "")
    (found,) = starter.findings("GOV-09")
    assert str(found.place) == f"data/register.yml:{starter.line('data/register.yml', 'id: POL-IR')}:5"
    assert (found.message, found.subject) == ("no page of the policy covers eradication", "POL-IR")


def test_without_any_policy_every_chapter_is_missing(starter: Starter) -> None:
    starter.change("data/register.yml", "    class: policy\n", "    class: runbook\n")
    found = starter.findings("GOV-09")
    assert len(found) == 9
    assert {f.place.line for f in found} == {starter.line("data/register.yml", "- id: POL-IR")}


def test_a_page_that_covers_a_chapter_without_a_clause_is_found_at_its_covers(starter: Starter) -> None:
    starter.write("docs/policy/annex.md", "---\ntitle: Annex\ncovers: [purpose, recovery]\n---\n\nWords.\n")
    (found,) = starter.findings("GOV-09")
    assert str(found.place) == "docs/policy/annex.md:3:9"
    assert found.message == "the page covers recovery and holds no clause"


def test_a_chapter_may_move_to_another_page(starter: Starter) -> None:
    starter.change("docs/policy/response.md", "eradication, ", "")
    starter.change(INTAKE, "covers: [intake,", "covers: [eradication, intake,")
    assert starter.places("GOV-09") == []


# GOV-10


def test_a_rule_outside_any_clause_is_found_at_its_word(starter: Starter) -> None:
    line = starter.lead(INDEX, "Text without a clause id must bind nobody, and may\nnot be cited.")
    found = starter.findings("GOV-10")
    assert [str(f.place) for f in found] == [f"{INDEX}:{line}:26"], "one paragraph needs one clause"
    assert said(found) == ["'must' and 'may not' outside any clause"]


def test_list_items_and_table_cells_are_rules_too(starter: Starter) -> None:
    line = starter.lead(INDEX, "- You SHALL read.\n\n| a |\n|---|\n| You are required to read. |")
    assert starter.places("GOV-10") == [f"{INDEX}:{line}", f"{INDEX}:{line + 4}"]


@pytest.mark.parametrize(
    ("text", "binds"),
    [
        ("You are required to read.", True),
        ("You're also hereby required to read.", True),
        ("All who join will be formally required\nto read.", True),
        ("It lists what is needed and the tools required to restore it.", False),
        ("Nobody is not asked; forms required to be kept are listed.", False),
    ],
)
def test_required_to_binds_whoever_is(starter: Starter, text: str, binds: bool) -> None:
    starter.lead(INDEX, text)
    assert bool(starter.places("GOV-10")) == binds


def test_headings_code_and_longer_words_are_no_rules(starter: Starter) -> None:
    starter.lead(INDEX, "### What one must know\n\nThe mustard `must` go; we may, not will.")
    assert starter.places("GOV-10") == []


def test_a_rule_outside_the_policy_needs_no_clause(starter: Starter) -> None:
    starter.lead("docs/start-here.md", "You must read this.")
    assert starter.places("GOV-10") == []


@pytest.mark.parametrize(
    ("call", "message"),
    [
        ('clause("IR-1.99")', "IR-1.99 cites no requirement"),
        ('clause("IR-1-99", "CC7.3")', "clause id 'IR-1-99' does not have the form IR-4.2"),
        ("clause()", "a clause without an id"),
    ],
)
def test_a_clause_that_cannot_be_cited_is_found_at_its_call(starter: Starter, call: str, message: str) -> None:
    line = starter.add(INDEX, f"{{{{ {call} }}}} Everyone reads.")
    assert [(str(f.place), f.message) for f in starter.findings("GOV-10")] == [(f"{INDEX}:{line}:4", message)]


# GOV-12


def test_blanks_are_found_in_prose_front_matter_and_data(starter: Starter) -> None:
    line = starter.lead(INDEX, "ACME and [Company Name], or <Company>, TODO.")
    starter.change(INTAKE, "title: Intake and triage", "title: TBD")
    starter.change("data/limits.yml", "A restore from backup is tested", "FILL IN what is tested")
    found = starter.findings("GOV-12")
    assert [(str(f.place), f.message.partition(" is ")[0]) for f in found] == [
        (f"data/limits.yml:{starter.line('data/limits.yml', 'FILL IN')}:51", "'FILL IN'"),
        (f"{INDEX}:{line}:1", "'ACME'"),
        (f"{INDEX}:{line}:10", "'[Company Name]'"),
        (f"{INDEX}:{line}:29", "'<Company>'"),
        (f"{INDEX}:{line}:40", "'TODO'"),
        (f"{INTAKE}:2:8", "'TBD'"),
    ]
    assert {f.level for f in found} == {"error"}


def test_a_blank_in_a_folded_text_of_a_runbook_is_found(starter: Starter) -> None:
    path = "runbooks/RB-02-ransomware.md"
    starter.change(path, "Is a ransom to be paid?", "FIXME")
    assert starter.places("GOV-12") == [f"{path}:{starter.line(path, 'question: FIXME')}"]


def test_code_comments_and_ordinary_words_are_no_blanks(starter: Starter) -> None:
    text = "Reach the acme, fill in the form, todo, `TODO` <!-- FIXME -->.\n\n```text\nTBD ACME\n```"
    starter.lead(INDEX, text)
    starter.change("data/limits.yml", "limits:\n", "# TODO: more limits\nlimits: # FIXME\n")
    starter.change("data/intake.yml", "title: Monitoring", "title: 'Monitoring # of MASTODONS'")
    assert starter.places("GOV-12") == []


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("Call [INSERT number], [insert a name], or [Fill in].", [6, 23, 43]),
        ("[INSERT]: decides. [INSERT: the deputy].", [1, 20]),
        ("Call [\u0131nsert a name].", [6]),
        ("Call [fill in the number] or (fill me in).", [6, 30]),
        ("Owner: fill in", [8]),
        ("- **Fill me in**", [5]),
        ("Write to ir@yourcompany.com, see https://status.Example-Company.com/now.", [10, 42]),
    ],
)
def test_blanks_to_fill_in_and_sample_addresses_are_found(starter: Starter, text: str, columns: Any) -> None:
    line = starter.lead(INDEX, text)
    found = starter.findings("GOV-12")
    assert [(f.place.line, f.place.column) for f in found] == [(line, column) for column in columns]


def test_the_template_of_a_notice_keeps_what_is_filled_in_when_it_is_sent(starter: Starter) -> None:
    notice = "docs/notices/notice-customers.md"
    starter.change(notice, "*ended on, or still runs*", "[DATE]")
    assert starter.places("GOV-12") == []
    starter.change(notice, "What we do not know yet:", "[INSERT SERVICE NAME] What we do not know yet:")
    assert starter.places("GOV-12") == [f"{notice}:{starter.line(notice, '[INSERT')}"]


def test_a_value_or_cell_that_only_says_fill_in_is_found(starter: Starter) -> None:
    starter.change("data/limits.yml", '"A restore from backup is tested"', "Fill in")
    line = starter.lead(INDEX, "| a | b |\n|---|---|\n| fill in | x |")
    assert starter.places("GOV-12") == [
        f"data/limits.yml:{starter.line('data/limits.yml', 'Fill in')}",
        f"{INDEX}:{line + 2}",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Fill in the form, then whoever can fill in for you will fill in.",
        "Press [Insert], or [insert a key](https://example.com); see (fill in the form).",
        "We are at mycompany.com, ouryourcompany.com and yourcompany.community.",
    ],
)
def test_ordinary_filling_in_inserting_and_addresses_are_no_blanks(starter: Starter, text: str) -> None:
    starter.lead(INDEX, text)
    starter.change("data/limits.yml", "A restore from backup is tested", "Fill in the restore log")
    assert starter.places("GOV-12") == []


def test_the_code_of_a_waiver_is_no_blank_and_its_reason_may_be_one(starter: Starter) -> None:
    waive(starter, code="XXX-01")
    assert starter.places("GOV-12") == []
    waive(starter, reason="TBD")
    assert starter.places("GOV-12") == [f"{WAIVERS}:4"]


# GOV-13

WAIVERS = "data/waivers.yml"
GOOD = {"code": "GOV-10", "place": INDEX, "reason": "Old text", "approver": "priya", "expires": "2026-11-22"}


def waive(starter: Starter, **changed: str | None) -> None:
    lines = [f"{key}: {value}" for key, value in (GOOD | changed).items() if value is not None]
    starter.write(WAIVERS, "waivers:\n  - " + "\n    ".join(lines) + "\n")
    starter.lead(INDEX, "Text without a clause id must bind nobody.")


@pytest.mark.parametrize(
    ("changed", "place", "message"),
    [
        ({"approver": None}, "2:5", "has no approver"),
        ({"approver": "nobody"}, "5:15", "approver nobody is nobody in data/people.yml"),
        ({"approver": "release-bot"}, "5:15", "approver release-bot is a bot"),
        ({"expires": None}, "2:5", "has no last day"),
        ({"expires": "2026-11-21"}, "6:14", "expired on 2026-11-21"),
        ({"expires": "2027-02-21"}, "6:14", "lasts until 2027-02-21, more than 90 days after 2026-11-22"),
        ({"approver": "aiko"}, "5:15", "holds no role on 2026-11-22 that approves a class of data/register.yml"),
        ({"code": "GOV-99"}, "2:11", "GOV-99 is no rule"),
        ({"code": "GOV-13"}, "2:11", "the rule on waivers cannot be waived"),
    ],
)
def test_a_waiver_nobody_may_rely_on_is_found_and_accepts_nothing(
    starter: Starter, changed: Any, place: Any, message: str
) -> None:
    waive(starter, **changed)
    judged = starter.judge().findings
    found = [f for f in judged if f.code == "GOV-13"]
    assert [str(f.place) for f in found] == [f"{WAIVERS}:{place}"]
    assert found[0].message.endswith(message)
    assert [f.waived for f in judged if f.code in {"GOV-10", "GOV-13"}] == [None, None]


def test_an_approver_who_has_left_waives_nothing(starter: Starter) -> None:
    waive(starter)
    starter.change("data/people.yml", "  - id: priya\n", "  - id: priya\n    left: 2026-11-20\n")
    (found,) = starter.findings("GOV-13")
    assert found.message.endswith("approver priya does not work here on 2026-11-22")


def test_a_waiver_holds_through_its_last_day_and_is_silent(starter: Starter) -> None:
    waive(starter)
    assert starter.places("GOV-13") == []
    assert [f.waived for f in starter.findings("GOV-10")] == ["Old text"]


def test_a_waiver_may_last_as_long_as_the_limit_and_any_approver_may_approve_it(starter: Starter) -> None:
    waive(starter, expires="2027-02-20", approver="dana")
    assert starter.places("GOV-13") == []
    assert [f.waived for f in starter.findings("GOV-10")] == ["Old text"]


def test_without_a_limit_a_waiver_may_last_long(starter: Starter) -> None:
    waive(starter, expires="2027-02-21")
    starter.change("data/limits.yml", "id: exception-length", "id: another-length")
    assert starter.places("GOV-13") == []


def test_a_waiver_that_matches_nothing_is_found_at_its_place(starter: Starter) -> None:
    waive(starter, place=INTAKE)
    assert [(str(f.place), f.help) for f in starter.findings("GOV-13")] == [
        (f"{WAIVERS}:3:12", "remove it, or correct its place")
    ]


# GOV-15

REGISTER = "data/register.yml"
ROSTER = "- {id: ROSTER, title: On-call rotations, class: roster, owner: security-lead, binds: [data/oncall.yml]}"


@pytest.mark.parametrize(
    ("old", "new", "needle", "column", "message"),
    [
        ("class: roster,", "class: rooster,", "rooster", 51, "ROSTER has the unknown class 'rooster'"),
        ("id: ROSTER", "id: AUTHORITY", "id: AUTHORITY", 10, "AUTHORITY is the id of a built-in document"),
        (
            "[data/oncall.yml]",
            "[data/oncall.yml, data/oncal.yml]",
            "oncal.yml",
            106,
            "binds of ROSTER: 'data/oncal.yml' matches no data file",
        ),
        (
            "[runbooks/RB-03-*.md]",
            "[runbooks/RB-3-*.md]",
            "RB-3-",
            100,
            "pages of RB-03: 'runbooks/RB-3-*.md' matches no page or runbook",
        ),
        (
            "[docs/start-here.md]",
            "[docs/start-here.md, docs/policy/r*.md]",
            "id: START-HERE",
            107,
            "START-HERE claims docs/policy/response.md, which POL-IR has already, and 2 more such pages",
        ),
        (
            "ends: 2026-12-31",
            "ends: 2025-12-31",
            "2025-12-31",
            44,
            "period 2026 ends on 2025-12-31, before it starts on 2026-01-01",
        ),
        ("  layout: {", "  outlay: {", "  policy: {a", 3, "the classes lack layout, which is built in"),
    ],
)
def test_a_register_entry_that_leads_nowhere_is_found(
    starter: Starter, old: str, new: str, needle: str, column: int, message: str
) -> None:
    starter.change(REGISTER, old, new)
    (found,) = starter.findings("GOV-15")
    assert found.message == message
    assert str(found.place) == f"{REGISTER}:{starter.line(REGISTER, needle)}:{column}"


def test_what_is_read_elsewhere_or_lasts_a_day_leads_somewhere(starter: Starter) -> None:
    binds = "[data/oncall.yml, data/trust/*.yml, data/exercises/*.yml]"
    starter.change(REGISTER, "[data/oncall.yml]", binds)
    starter.change(REGISTER, "ends: 2026-12-31", "ends: 2026-01-01")
    starter.change(REGISTER, "id: EVENTS", "id: AUTHORITY-LOG")
    assert starter.places("GOV-15") == []


def test_patterns_of_a_retired_document_may_match_nothing_or_what_others_have(starter: Starter) -> None:
    new = ROSTER.replace("[data/oncall.yml]", "[data/gone.yml], pages: [docs/policy/*.md], retired: 2026-11-22")
    starter.change(REGISTER, ROSTER, new)
    assert starter.places("GOV-15") == []


def test_one_document_may_claim_its_page_twice(starter: Starter) -> None:
    starter.change(REGISTER, "[docs/policy/*.md]", "[docs/policy/*.md, docs/policy/index.md]")
    assert starter.places("GOV-15") == []


def test_the_starter_has_no_finding_of_this_family(starter: Starter) -> None:
    found = [str(f) for f in starter.judge().findings if f.code.startswith("GOV")]
    assert found == []


def test_a_blank_on_a_page_that_no_document_governs_is_a_warning(starter: Starter) -> None:
    starter.write("docs/notes.md", "---\ntitle: Notes\n---\n\nTBD.\n")
    starter.add("docs/policy/review.md", "TBD.")
    assert [(f.place.path, f.level) for f in starter.findings("GOV-12")] == [
        ("docs/notes.md", "warning"),
        ("docs/policy/review.md", "error"),
    ]


# GOV-17


def test_what_is_of_the_example_company_is_found_in_any_other(starter: Starter) -> None:
    assert starter.findings("GOV-17") == []
    starter.change("data/register.yml", "company: Example Corp", "company: Harbour Labs")
    regulator = "recipient: Data Protection Commission (Ireland) as lead authority"
    starter.change("data/notifications.yml", "recipient: DPC Ireland", regulator)
    starter.add("docs/policy/severity.md", "Ask Tern Forensics, or write to security@example.com.")
    found = starter.findings("GOV-17")
    assert {f.level for f in found if "example.com" in f.message or ".example" in f.message} == {"warning"}
    errors = {(f.place.path, f.message.split("'")[1]) for f in found if f.level == "error"}
    assert errors == {
        *(("data/roles.yml", name) for name in ("Halvorsen Pike", "Tern Forensics", "Calder Mutual")),
        *(("data/roles.yml", f"+1 202 555 01{number:02}") for number in (*range(13), 80, 91, 92)),
        *(("data/people.yml", f"+1 202 555 01{number}") for number in range(21, 33)),
        *(("data/people.yml", f"+44 1632 96012{number}") for number in (1, 2, 3)),
        ("data/roles.yml", "+44 1632 960141"),
        *(("data/contracts.yml", name) for name in ("Northwind Freight", "Lumen Harbour Bank")),
        *(("data/contracts.yml", name) for name in ("Osterberg Clinics", "Quarry Analytics")),
        ("data/notifications.yml", "Data Protection Commission (Ireland) as lead authority"),
        ("docs/policy/severity.md", "Tern Forensics"),
    }
    (on_page,) = (f for f in found if f.place.path == "docs/policy/severity.md")
    assert on_page.place.column == 5


def test_a_regulator_that_is_another_company_s_too_is_no_fact_of_the_example(starter: Starter) -> None:
    assert "recipient: DPC Ireland" in (starter.root / "data/notifications.yml").read_text("utf-8")
    starter.change("data/register.yml", "company: Example Corp", "company: Harbour Labs")
    assert not [f for f in starter.findings("GOV-17") if f.place.path == "data/notifications.yml"]
