"""GOV: the policy's words, chapters, clauses and waivers."""

import pytest

from ratified.model.finding import Finding

INDEX = "docs/policy/index.md"
INTAKE = "docs/policy/intake.md"
ESCALATION = "docs/policy/escalation.md"


def said(findings: list[Finding]) -> list[str]:
    return [finding.message for finding in findings]


# GOV-07


def test_vague_words_in_a_clause_are_found_where_they_stand(starter):
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


def test_the_second_vague_word_of_a_line_has_its_own_column(starter):
    starter.add(INTAKE, "They should act, and should act promptly.")
    assert [f.place.column for f in starter.findings("GOV-07")] == [6, 22, 33]


def test_a_vague_word_is_an_error_where_the_page_covers_escalation(starter):
    line = starter.add(ESCALATION, "Another role is called where possible.")
    (found,) = starter.findings("GOV-07")
    assert (found.level, str(found.place)) == ("error", f"{ESCALATION}:{line}:24")


def test_words_outside_clauses_code_and_longer_words_are_not_vague(starter):
    starter.lead(INDEX, "Text without a clause id should be read appropriately.")
    starter.add(INTAKE, "Whoever hears of it as soon as it happens shoulders it; `should` is code.")
    starter.add(INTAKE, "An inappropriate answer is possible, and a period has an end.")
    assert starter.places("GOV-07") == []


# GOV-08


def test_a_product_named_in_the_policy_is_found(starter):
    line = starter.lead(INTAKE, "What Splunk and Carbon\nBlack look at.")
    found = starter.findings("GOV-08")
    assert [str(f.place) for f in found] == [f"{INTAKE}:{line}:6", f"{INTAKE}:{line}:17"]
    assert said(found) == ["the policy names Splunk", "the policy names Carbon Black"]


def test_a_product_may_be_linked_or_an_ordinary_word_or_stand_in_a_runbook(starter):
    starter.lead(INTAKE, "What [our Splunk](https://example.com/siem) sees, a snort, a grafana.")
    starter.add("runbooks/RB-01-compromised-credentials.md", "Ask Splunk.")
    assert starter.places("GOV-08") == []


def monitoring_section(lines: int) -> str:
    text = "\n".join(f"Line {number} of what we watch." for number in range(lines))
    return f"## What is monitored\n\n{text}"


def test_thirteen_lines_on_monitoring_are_found_at_the_heading(starter):
    line = starter.add(INTAKE, monitoring_section(13))
    (found,) = starter.findings("GOV-08")
    assert str(found.place) == f"{INTAKE}:{line}:4"
    assert found.message == "'What is monitored' spends 13 lines on monitoring, more than 12"


def test_twelve_lines_on_monitoring_may_stay(starter):
    starter.add(INTAKE, monitoring_section(12))
    assert starter.places("GOV-08") == []


# GOV-09


def test_a_chapter_nobody_covers_is_missing_at_the_policys_row_of_the_register(starter):
    starter.change("docs/policy/response.md", "eradication, ", "")
    (found,) = starter.findings("GOV-09")
    assert str(found.place) == f"data/register.yml:{starter.line('data/register.yml', 'id: POL-IR')}:5"
    assert (found.message, found.subject) == ("no page of the policy covers eradication", "POL-IR")


def test_without_any_policy_every_chapter_is_missing(starter):
    starter.change("data/register.yml", "    class: policy\n", "    class: runbook\n")
    found = starter.findings("GOV-09")
    assert len(found) == 9
    assert {f.place.line for f in found} == {starter.line("data/register.yml", "- id: POL-IR")}


def test_a_page_that_covers_a_chapter_without_a_clause_is_found_at_its_covers(starter):
    starter.write("docs/policy/annex.md", "---\ntitle: Annex\ncovers: [purpose, recovery]\n---\n\nWords.\n")
    (found,) = starter.findings("GOV-09")
    assert str(found.place) == "docs/policy/annex.md:3:9"
    assert found.message == "the page covers recovery and holds no clause"


def test_a_chapter_may_move_to_another_page(starter):
    starter.change("docs/policy/response.md", "eradication, ", "")
    starter.change(INTAKE, "covers: [intake,", "covers: [eradication, intake,")
    assert starter.places("GOV-09") == []


# GOV-10


def test_a_rule_outside_any_clause_is_found_at_its_word(starter):
    line = starter.lead(INDEX, "Text without a clause id must bind nobody, and may\nnot be cited.")
    found = starter.findings("GOV-10")
    assert [str(f.place) for f in found] == [f"{INDEX}:{line}:26", f"{INDEX}:{line}:48"]
    assert said(found) == ["'must' outside any clause", "'may not' outside any clause"]


def test_list_items_and_table_cells_are_rules_too(starter):
    line = starter.lead(INDEX, "- You SHALL read.\n\n| a |\n|---|\n| You are required to read. |")
    assert starter.places("GOV-10") == [f"{INDEX}:{line}", f"{INDEX}:{line + 4}"]


def test_headings_code_and_longer_words_are_no_rules(starter):
    starter.lead(INDEX, "### What one must know\n\nThe mustard `must` go; we may, not will.")
    assert starter.places("GOV-10") == []


def test_a_rule_outside_the_policy_needs_no_clause(starter):
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
def test_a_clause_that_cannot_be_cited_is_found_at_its_call(starter, call, message):
    line = starter.add(INDEX, f"{{{{ {call} }}}} Everyone reads.")
    assert [(str(f.place), f.message) for f in starter.findings("GOV-10")] == [(f"{INDEX}:{line}:4", message)]


# GOV-12


def test_blanks_are_found_in_prose_front_matter_and_data(starter):
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


def test_a_blank_in_a_folded_text_of_a_runbook_is_found(starter):
    path = "runbooks/RB-02-ransomware.md"
    starter.change(path, "Is a ransom to be paid?", "FIXME")
    assert starter.places("GOV-12") == [f"{path}:{starter.line(path, 'question: FIXME')}"]


def test_code_comments_and_ordinary_words_are_no_blanks(starter):
    text = "Reach the acme, fill in the form, todo, `TODO` <!-- FIXME -->.\n\n```text\nTBD ACME\n```"
    starter.lead(INDEX, text)
    starter.change("data/limits.yml", "limits:\n", "# TODO: more limits\nlimits: # FIXME\n")
    starter.change("data/intake.yml", "title: Monitoring", "title: 'Monitoring # of MASTODONS'")
    assert starter.places("GOV-12") == []


# GOV-13

WAIVERS = "data/waivers.yml"
GOOD = {"code": "GOV-10", "place": INDEX, "reason": "Old text", "approver": "priya", "expires": "2026-11-22"}


def waive(starter, **changed: str | None) -> None:
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
        ({"code": "GOV-99"}, "2:11", "GOV-99 is no rule"),
        ({"code": "GOV-13"}, "2:11", "the rule on waivers cannot be waived"),
    ],
)
def test_a_waiver_nobody_may_rely_on_is_found(starter, changed, place, message):
    waive(starter, **changed)
    found = [f for f in starter.findings("GOV-13") if "matches no finding" not in f.message]
    assert [str(f.place) for f in found] == [f"{WAIVERS}:{place}"]
    assert found[0].message.endswith(message)


def test_an_approver_who_has_left_waives_nothing(starter):
    waive(starter)
    starter.change("data/people.yml", "  - id: priya\n", "  - id: priya\n    left: 2026-11-20\n")
    (found,) = starter.findings("GOV-13")
    assert found.message.endswith("approver priya does not work here on 2026-11-22")


def test_a_waiver_holds_through_its_last_day_and_is_silent(starter):
    waive(starter)
    assert starter.places("GOV-13") == []
    assert [f.waived for f in starter.findings("GOV-10")] == ["Old text"]


def test_the_starter_has_no_finding_of_this_family(starter):
    found = [str(f) for f in starter.judge().findings if f.code.startswith("GOV")]
    assert found == []
