"""RUN: runbooks that can be followed, refer to what exists, and destroy nothing too early."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterable

    from conftest import Starter
    from ratified.model.finding import Finding

ACCOUNT = "runbooks/RB-01-compromised-credentials.md"
RANSOM = "runbooks/RB-02-ransomware.md"
SECRET = "runbooks/RB-04-leaked-secret.md"  # noqa: S105 - a page about secrets
INTAKE = "docs/policy/intake.md"
REGISTER = "data/register.yml"
PHONE = '3. {{ role("security-lead") }}: phone the user on the roster number;'


def cut(starter: Starter, path: str, start: str, end: str) -> None:
    """Take the lines after `start` away, up to the line `end`."""
    lines = (starter.root / path).read_text(encoding="utf-8").split("\n")
    kept = [*lines[: lines.index(start) + 1], "", *lines[lines.index(end) :]]
    starter.write(path, "\n".join(kept))


def texts(findings: Iterable[Finding]) -> list[tuple[str, str]]:
    return [(str(finding.place), finding.message) for finding in findings]


# RUN-01


def test_a_missing_section_is_found_at_the_runbook(starter: Starter) -> None:
    starter.change(RANSOM, "## Eradicate\n", "## Eradication\n")
    assert texts(starter.findings("RUN-01")) == [(f"{RANSOM}:1:1", "RB-02 has no section 'Eradicate'")]


def test_an_empty_section_is_found_at_its_heading(starter: Starter) -> None:
    cut(starter, RANSOM, "## Common mistakes", "## Exercise prompt")
    place = f"{RANSOM}:{starter.line(RANSOM, '## Common mistakes')}:4"
    assert texts(starter.findings("RUN-01")) == [(place, "RB-02: section 'Common mistakes' is empty")]


def test_a_section_in_the_wrong_place_or_written_twice_is_found_where_it_stands(starter: Starter) -> None:
    starter.change(RANSOM, "## Decisions\n", "## Contain\n\nMore.\n\n## Decisions\n\nMore.\n\n## Decisions\n")
    lines = (starter.root / RANSOM).read_text(encoding="utf-8").split("\n")
    second = len(lines) - lines[::-1].index("## Decisions")
    assert texts(starter.findings("RUN-01")) == [
        (f"{RANSOM}:{second - 8}:4", "RB-02: section 'Contain' comes after 'Validate before return'"),
        (f"{RANSOM}:{second}:4", "RB-02: section 'Decisions' appears twice"),
    ]


def test_a_macro_alone_fills_a_section_and_further_headings_may_stand_between(starter: Starter) -> None:
    cut(starter, RANSOM, "{{ decisions_table() }}", "## Notify")
    starter.change(RANSOM, "## Notify\n", "## Further reading\n\nNothing.\n\n### Notify\n\n## Notify\n")
    assert starter.places("RUN-01") == []


def test_a_retired_runbook_is_left_alone(starter: Starter) -> None:
    starter.change(RANSOM, "## Eradicate\n", "## Eradication\n")
    starter.change(RANSOM, "status: active", "status: retired")
    assert starter.places("RUN-01") == []


# RUN-02


def test_first_steps_that_are_not_numbered_are_found_at_the_heading(starter: Starter) -> None:
    cut(starter, RANSOM, "## First 15 minutes", "## Preserve evidence")
    starter.change(RANSOM, "## First 15 minutes\n", "## First 15 minutes\n\n- Be quick.\n")
    place = f"{RANSOM}:{starter.line(RANSOM, '## First 15 minutes')}:4"
    assert texts(starter.findings("RUN-02")) == [(place, "RB-02: 'First 15 minutes' has no numbered step")]


def test_the_eleventh_step_is_found(starter: Starter) -> None:
    write = '3. {{ role("scribe") }}: write.\n'
    starter.change(ACCOUNT, PHONE, f"{write * 3}{PHONE}")
    place = f"{ACCOUNT}:{starter.line(ACCOUNT, 'count a synced mailbox as read')}:4"
    message = "RB-01: 'First 15 minutes' has 11 steps, more than 10"
    assert texts(starter.findings("RUN-02")) == [(place, message)]


def test_ten_steps_with_bullets_under_them_may_stay(starter: Starter) -> None:
    starter.change(ACCOUNT, PHONE, f"   - or leave it\n{PHONE}")
    assert starter.places("RUN-02") == []


# RUN-03


def test_a_step_without_a_role_is_found(starter: Starter) -> None:
    starter.change(ACCOUNT, PHONE, "3. the security team: phone the user on the roster number;")
    place = f"{ACCOUNT}:{starter.line(ACCOUNT, '3. the security team')}:4"
    assert texts(starter.findings("RUN-03")) == [(place, "RB-01: step 3 of 'First 15 minutes' names no role")]


def test_a_step_may_name_its_role_on_its_second_line_and_a_bullet_none(starter: Starter) -> None:
    starter.change(ACCOUNT, PHONE, '3. Phone the user, says the\n   {{ role("security-lead") }}.\n   - And')
    assert starter.places("RUN-03") == []


def test_a_role_in_a_step_that_the_front_matter_lacks_is_found_at_its_call(starter: Starter) -> None:
    starter.change(RANSOM, "support-lead, forensics-firm, insurer]", "forensics-firm, insurer]")
    (found,) = starter.findings("RUN-03")
    line = starter.line(RANSOM, "give customers one script")
    assert (str(found.place), found.level, found.subject) == (f"{RANSOM}:{line}:7", "warning", "support-lead")
    assert found.message == "RB-02: step 4 of 'Communicate' calls support-lead, which roles_required lacks"


def test_a_role_in_a_remark_need_not_be_required(starter: Starter) -> None:
    starter.add(RANSOM, 'Nor is it for {{ role("people-lead") }} to say.')
    assert starter.places("RUN-03") == []


# RUN-04


@pytest.mark.parametrize(
    ("call", "message", "help_"),
    [
        ('severity("sev-5")', "there is no severity 'sev-5'", "use an id of data/severities.yml"),
        ('criterion("S9-C9")', "there is no criterion 'S9-C9'", None),
        ('target("sev-1", "aknowledge")', "there is no target 'aknowledge'", "did you mean 'acknowledge'?"),
        ('limit("intake")', "there is no limit 'intake'", "use an id of data/limits.yml"),
        ('limit("evidence-retension")', "there is no limit 'evidence-retension'", "did you mean 'evidence-retention'?"),
        ('limit("zzz")', "there is no limit 'zzz'", "use an id of data/limits.yml"),
        ('commitment("customer")', "there is no commitment 'customer'", None),
        ('clock("eu-gdpr-99")', "there is no clock 'eu-gdpr-99'", None),
        ('runbook("RB-77")', "there is no runbook 'RB-77'", None),
        ('clause_ref("IR-99.9")', "there is no clause 'IR-99.9'", None),
        ('source("vendor")', "there is no intake source 'vendor'", "did you mean 'vendors'?"),
        ('review_interval("policies")', "there is no document class 'policies'", None),
        ('review_after("sev-2")', "there is no review trigger 'sev-2'", None),
        ("limit(intake)", "limit() names no limit", "write the id in quotes, without a name before it"),
    ],
)
def test_a_macro_that_names_nothing_is_found_at_its_call(
    starter: Starter, call: str, message: str, help_: str | None
) -> None:
    line = starter.add(INTAKE, f"See {{{{ {call} }}}}.")
    (found,) = starter.findings("RUN-04")
    assert (str(found.place), found.message) == (f"{INTAKE}:{line}:8", message)
    assert help_ is None or found.help == help_


@pytest.mark.parametrize(
    ("old", "new", "needle", "message"),
    [
        ("default_severity: sev-1", "default_severity: sev-9", "default_sev", "there is no severity 'sev-9'"),
        ("policy_clauses: [", "policy_clauses: [IR-0.1, ", "policy_clauses", "there is no clause 'IR-0.1'"),
        (
            "default_severity: sev-1\n",
            "default_severity: sev-1\nescalate_if: [extorsion]\n",
            "escalate_if",
            "there is no criterion or trigger 'extorsion'",
        ),
        ("[RB-01, RB-03,", "[RB-01, RB-30,", "related_runbooks", "there is no runbook 'RB-30'"),
        ("us-tx-ag, insurer]", "us-tx-ag, insurers]", "notification_trig", "there is no clock 'insurers'"),
        (
            "method: Copy with hashes, volatile: false, retention: evidence-retention",
            "method: Copy with hashes, volatile: false, retention: evidence",
            "Copy with hashes",
            "there is no limit 'evidence'",
        ),
        (
            "deadline: escalate",
            "deadline: escalated",
            "deadline: escalated",
            "there is no target 'escalated'",
        ),
    ],
)
def test_front_matter_that_names_nothing_is_found_at_its_value(
    starter: Starter, old: str, new: str, needle: str, message: str
) -> None:
    starter.change(RANSOM, old, new)
    (found,) = starter.findings("RUN-04")
    assert (found.place.path, found.place.line, found.message) == (
        RANSOM,
        starter.line(RANSOM, needle),
        message,
    )


def test_a_trigger_may_escalate_and_a_clock_outside_scope_may_be_named(starter: Starter) -> None:
    starter.change(RANSOM, "default_severity: sev-1\n", "default_severity: sev-1\nescalate_if: [extortion, S1-C7]\n")
    starter.change(RANSOM, "us-tx-ag, insurer]", "us-tx-ag, insurer, us-nydfs-pay]")
    assert starter.places("RUN-04") == []


def test_a_link_to_no_page_is_found(starter: Starter) -> None:
    line = starter.add(INTAKE, "See [severity](severty.md#top).")
    (found,) = starter.findings("RUN-04")
    assert (found.place.path, found.place.line) == (INTAKE, line)
    assert (found.message, found.help) == (
        "the link severty.md leads to no page",
        "did you mean 'severity.md'?",
    )
    starter.change(INTAKE, "(severty.md#top)", "(zzz.md)")
    assert [found.help for found in starter.findings("RUN-04")] == ["correct the link, or add the page"]


def test_a_link_to_a_file_that_is_not_there_is_found(starter: Starter) -> None:
    """As the strict build does; on a page of nobody it is a warning."""
    starter.add(INTAKE, "See [the form](forms/form.docx) and [it](../policy/forms/form.docx#x), [here](/form.docx).")
    starter.write("docs/mine.md", "---\ntitle: Mine\n---\n\n[a](Form.PDF)\n")
    found = [(f.level, f.place.path, f.message) for f in starter.findings("RUN-04")]
    assert found == [
        ("warning", "docs/mine.md", "the link Form.PDF leads to no file"),
        ("error", INTAKE, "the link forms/form.docx leads to no file"),
        ("error", INTAKE, "the link ../policy/forms/form.docx leads to no file"),
    ]
    starter.write("docs/policy/forms/form.docx", "x")
    assert [f.place.path for f in starter.findings("RUN-04")] == ["docs/mine.md"]


def test_a_translation_has_the_links_of_its_original(starter: Starter) -> None:
    plugin = "{docs_structure: folder, languages: [{locale: en, default: true}, {locale: fr}]}"
    starter.write("mkdocs.yml", f"site_name: x\nplugins:\n  - i18n: {plugin}\n")
    links = "[a](severity.md) [b](../start-here.md) [c](../../policy/severity.md) [d](none.md)"
    starter.write("docs/fr/policy/intake.md", f"---\ntitle: Entrée\n---\n\n{links}\n")
    assert [found.message for found in starter.findings("RUN-04")] == ["the link none.md leads to no page"]


def test_links_from_where_a_page_is_kept_or_shown_and_to_what_is_made_may_stay(starter: Starter) -> None:
    links = (
        "../runbooks/RB-02-ransomware.md",
        "../start-here.md?x#y",
        "../rules/GOV-07.md",
        "severity.md",
        "https://example.com/x.md",
        "mailto:a@example.com",
        "#top",
        "../assets/",
        "badge.svg",
    )
    starter.add(INTAKE, " ".join(f"[a]({link})" for link in links))
    shown = ("../policy/severity.md", "../start-here.md#1-first-15-minutes", "RB-01-compromised-credentials.md")
    starter.add(RANSOM, " ".join(f"[a]({link})" for link in shown))
    assert starter.places("RUN-04") == []


def test_a_link_of_a_runbook_that_holds_only_where_it_is_kept_stops_the_build_and_is_found(starter: Starter) -> None:
    starter.add(RANSOM, "[a](../docs/policy/severity.md)")
    assert [message for _, message in texts(starter.findings("RUN-04"))] == [
        "the link ../docs/policy/severity.md leads to no page"
    ]


def test_a_runbook_related_to_itself_is_found_at_the_id(starter: Starter) -> None:
    starter.change(RANSOM, "[RB-01, RB-03,", "[RB-01, RB-02,")
    place = f"{RANSOM}:{starter.line(RANSOM, 'related_runbooks')}:27"
    assert texts(starter.findings("RUN-04")) == [(place, "RB-02 is related to itself")]


@pytest.mark.parametrize(("day", "count"), [("2026-11-23", 1), ("2026-11-22", 0)])
def test_a_review_on_a_day_to_come_is_found_and_one_today_is_not(starter: Starter, day: str, count: int) -> None:
    starter.change(RANSOM, "reviewed: 2026-11-20", f"reviewed: {day}")
    place = f"{RANSOM}:{starter.line(RANSOM, 'reviewed: 2026')}:11"
    message = f"RB-02 was reviewed on {day}, which is after 2026-11-22"
    assert texts(starter.findings("RUN-04")) == [(place, message)] * count


# RUN-05


def test_a_runbook_without_validation_is_found_at_its_value(starter: Starter) -> None:
    lines = (starter.root / RANSOM).read_text(encoding="utf-8").split("\n")
    start, end = lines.index("validation:"), lines.index("exit_criteria:")
    starter.write(RANSOM, "\n".join([*lines[:start], "validation: []", *lines[end:]]))
    place = f"{RANSOM}:{start + 1}:13"
    assert texts(starter.findings("RUN-05")) == [(place, "RB-02 has no validation")]


def test_validation_without_numbered_steps_is_found_at_the_heading(starter: Starter) -> None:
    cut(starter, RANSOM, "{{ validation_table() }}", "## Decisions")
    place = f"{RANSOM}:{starter.line(RANSOM, '## Validate before return')}:4"
    message = "RB-02: 'Validate before return' has no numbered step"
    assert texts(starter.findings("RUN-05")) == [(place, message)]


# RUN-06

ISOLATE = "cut the affected hosts off the network with"


def test_a_destructive_first_step_is_found_at_its_verb(starter: Starter) -> None:
    starter.change(RANSOM, ISOLATE, "power off and wipe the affected hosts with")
    line = starter.line(RANSOM, "power off and wipe")
    assert texts(starter.findings("RUN-06")) == [
        (
            f"{RANSOM}:{line}:36",
            "RB-02: step 1 of 'First 15 minutes' says 'power off' and captures nothing first",
        ),
        (f"{RANSOM}:{line}:50", "RB-02: step 1 of 'First 15 minutes' says 'wipe' and captures nothing first"),
    ]


@pytest.mark.parametrize(
    "step",
    [
        "do not power off or wipe the affected hosts; use",
        "never reboot; use",
        "snapshot, then wipe the affected hosts with",
        "list everyone who can delete and use",
    ],
)
def test_warnings_and_captures_in_the_same_step_are_silent(starter: Starter, step: str) -> None:
    starter.change(RANSOM, ISOLATE, step)
    assert starter.places("RUN-06") == []


def test_a_capture_in_an_earlier_step_counts_and_opening_the_record_is_none(starter: Starter) -> None:
    starter.change(ACCOUNT, PHONE, '3. {{ role("security-lead") }}: open the record, reset the password;')
    assert starter.places("RUN-06") == [f"{ACCOUNT}:{starter.line(ACCOUNT, 'reset the password;')}"]
    starter.change(ACCOUNT, "use a channel that", "save the sign-in log, use a channel that")
    assert starter.places("RUN-06") == []


def test_containment_is_judged_alike_where_it_comes_first(starter: Starter) -> None:
    starter.change(RANSOM, "take the snapshot of a host before anything", "reimage a host before anything")
    assert starter.places("RUN-06") == [f"{RANSOM}:{starter.line(RANSOM, 'reimage a host')}"]
    starter.change(RANSOM, "order: contain_first", "order: evidence_first")
    assert starter.places("RUN-06") == []


def test_later_steps_need_evidence_that_is_preserved(starter: Starter) -> None:
    cut(starter, RANSOM, "## Preserve evidence", "## Contain")
    found = starter.findings("RUN-06")
    assert found[0].place.line == starter.line(RANSOM, "then wipe and rebuild")
    assert found[0].message == (
        "RB-02: step 3 of 'Eradicate' says 'wipe' and is all there is, for 'Preserve evidence' is empty"
    )


# RUN-08


def test_a_scenario_without_a_runbook_is_found_in_the_register(starter: Starter) -> None:
    starter.change(REGISTER, "    - insider\n", "    - insider\n    - dns-hijack\n")
    starter.change(RANSOM, "status: active", "status: draft")
    found = starter.findings("RUN-08")
    line = starter.line(REGISTER, "- ransomware")
    assert texts(found) == [
        (f"{REGISTER}:{line}:7", "no active runbook covers ransomware"),
        (f"{REGISTER}:{starter.line(REGISTER, 'dns-hijack')}:7", "no active runbook covers dns-hijack"),
    ]


def test_a_tag_that_is_no_scenario_in_scope_is_a_warning_at_the_tag(starter: Starter) -> None:
    starter.change(RANSOM, "scenario_tags: [ransomware]", "scenario_tags: [ransomware, wiper]")
    (found,) = starter.findings("RUN-08")
    place = f"{RANSOM}:{starter.line(RANSOM, 'scenario_tags')}:29"
    assert (str(found.place), found.level) == (place, "warning")
    assert found.message == "RB-02 is tagged wiper, which is no scenario in scope"


def test_two_runbooks_may_share_a_scenario(starter: Starter) -> None:
    starter.change(RANSOM, "scenario_tags: [ransomware]", "scenario_tags: [ransomware, insider]")
    assert starter.places("RUN-08") == []


# RUN-09


def test_a_runbook_on_credentials_that_rotates_none_is_found_at_its_tags(starter: Starter) -> None:
    starter.change(ACCOUNT, "rotate those credentials within", "look at those credentials within")
    message = "RB-01 is tagged bec, credentials, phishing, and no step rotates credentials, secrets or keys"
    assert texts(starter.findings("RUN-09")) == [(f"{ACCOUNT}:4:16", message)]


def test_not_rotating_is_no_rotation(starter: Starter) -> None:
    starter.change(ACCOUNT, "rotate those credentials within", "do not rotate those credentials within")
    assert len(starter.findings("RUN-09")) == 1


def test_ransomware_without_a_known_good_backup_is_found(starter: Starter) -> None:
    starter.change(RANSOM, "name the known-good backup for", "name the newest backup for")
    message = "RB-02 is tagged ransomware, and no step speaks of a known-good backup"
    assert texts(starter.findings("RUN-09")) == [(f"{RANSOM}:4:16", message)]


def test_rotation_may_stand_in_another_section_and_other_runbooks_need_none(starter: Starter) -> None:
    starter.change(ACCOUNT, "rotate those credentials within", "look at those credentials within")
    starter.change(ACCOUNT, "## Recover\n", '## Recover\n\n1. {{ role("scribe") }}: rotating the keys.\n')
    starter.change("runbooks/RB-08-lost-device.md", "rotate those credentials within", "list them within")
    assert starter.places("RUN-09") == []


# Data files that nothing reads


@pytest.mark.parametrize(
    ("path", "gone", "help_"),
    [
        ("data/waiver.yml", "data/waivers.yml", "did you mean data/waivers.yml?"),
        ("data/limit.yml", None, "remove it, or add its facts to a file that is read"),
        ("data/limits.yaml", None, "remove it, or add its facts to a file that is read"),
    ],
)
def test_only_the_name_of_a_missing_data_file_is_proposed(
    starter: Starter, path: str, gone: str | None, help_: str
) -> None:
    if gone:
        (starter.root / gone).unlink(missing_ok=True)
    starter.write(path, "x: []\n")
    (found,) = starter.findings("SIT-06")
    assert (found.place.path, found.help) == (path, help_)


def test_the_starter_has_no_finding_of_this_family(starter: Starter) -> None:
    found = [str(f) for f in starter.judge().findings if f.code.startswith("RUN")]
    assert found == []


def test_on_a_page_of_nobody_a_dead_link_is_a_warning(starter: Starter) -> None:
    starter.write(
        "docs/notes.md",
        "---\ntitle: Notes\n---\n\nSee [it](gone.md), [that](policy/gone.md#a) and [us](policy/review.md).\n",
    )
    assert [(str(f.place), f.level, f.message) for f in starter.findings("RUN-04")] == [
        ("docs/notes.md:5:8", "warning", "the link gone.md leads to no page"),
        ("docs/notes.md:5:25", "warning", "the link policy/gone.md leads to no page"),
    ]


def test_on_a_page_of_nobody_what_is_wrong_with_its_prose_is_a_warning(starter: Starter) -> None:
    starter.write("docs/notes.md", "---\ntitle: Notes\n---\n\nOne\u200b.\n\n```\nnever closed\n")
    found = [f for f in starter.judge().findings if f.place.path == "docs/notes.md"]
    assert [(f.code, str(f.place), f.level) for f in found] == [
        ("SIT-11", "docs/notes.md:5:4", "warning"),
        ("SIT-06", "docs/notes.md:7:1", "warning"),
    ]


def test_a_link_from_the_top_of_the_site_is_found_as_the_build_refuses_it(starter: Starter) -> None:
    line = starter.add(INTAKE, "See [it](/policy/review.md), [out](//host.example/a.md) and [that](/files/a.pdf).")
    (found,) = starter.findings("RUN-04")
    assert (str(found.place), found.level) == (f"{INTAKE}:{line}:8", "error")
    assert found.message == "the link /policy/review.md begins at the top"


# RUN-12

SEVERITIES = "data/severities.yml"
MONEY = '- Money was sent, or bank details were changed, because somebody was deceived: {{ criterion("S2-C8") }}.'


def test_a_criterion_that_no_runbook_is_used_on_is_found_at_its_row(starter: Starter) -> None:
    starter.change(ACCOUNT, MONEY, "- Money was sent because somebody was deceived.")
    line = starter.line(SEVERITIES, "S2-C8")
    assert texts(starter.findings("RUN-12")) == [
        (f"{SEVERITIES}:{line}:14", "no active runbook is used on S2-C8, Money moved by deceit")
    ]


def test_what_sends_the_reader_on_to_another_runbook_leads_nowhere_itself(starter: Starter) -> None:
    starter.change(ACCOUNT, MONEY, f'{MONEY} See {{{{ runbook("RB-03") }}}}.')
    assert [message for _, message in texts(starter.findings("RUN-12"))] == [
        "no active runbook is used on S2-C8, Money moved by deceit"
    ]


def test_a_criterion_may_say_why_no_runbook_is_needed(starter: Starter) -> None:
    starter.change(ACCOUNT, MONEY, "- Money was sent because somebody was deceived.")
    starter.change(
        SEVERITIES, "short: Money moved by deceit,", 'short: Money moved by deceit, no_runbook: "Finance has its own",'
    )
    assert starter.findings("RUN-12") == []
    starter.change(SEVERITIES, '         no_runbook: "Triage', '         covers: [], no_runbook: "Triage')
    assert starter.findings("RUN-12") == []


def test_a_runbook_of_which_no_use_is_at_its_level_is_found_at_the_heading(starter: Starter) -> None:
    starter.change(RANSOM, 'That is {{ criterion("S1-C3") }}.', "That is the worst.")
    starter.change(SEVERITIES, 'or on any production host",', 'or on any production host", no_runbook: "None",')
    line = starter.line(RANSOM, "## Use when")
    assert texts(starter.findings("RUN-12")) == [
        (f"{RANSOM}:{line}:4", "RB-02 begins at sev-1, and 'Use when' cites no criterion of sev-1")
    ]


def test_drafts_lead_nowhere_and_where_no_runbook_is_active_another_rule_says_so(starter: Starter) -> None:
    starter.change(ACCOUNT, "status: active", "status: draft")
    said = [message for _, message in texts(starter.findings("RUN-12"))]
    assert [message.split()[6].strip(",") for message in said] == ["S2-C2", "S2-C8", "S3-C1", "S4-C1"]
    for path in (starter.root / "runbooks").glob("RB-*.md"):
        path.write_text(path.read_text().replace("status: active", "status: draft"))
    assert starter.findings("RUN-12") == []


# RUN-13


def test_a_first_step_that_start_here_has_is_found_with_where_it_stands(starter: Starter) -> None:
    starter.change(RANSOM, "move everyone to", "take command. Name a scribe, and move everyone to")
    start = starter.line("docs/start-here.md", "take command")
    assert texts(starter.findings("RUN-13")) == [
        (
            f"{RANSOM}:{starter.line(RANSOM, 'move everyone to')}:4",
            f"RB-02: step 3 of 'First 15 minutes' says again 'take command' (docs/start-here.md:{start})",
        )
    ]


def test_orders_in_other_words_order_or_section_and_a_start_without_steps_are_silent(starter: Starter) -> None:
    starter.change(RANSOM, "move everyone to", "take the deputy's command, command and take, and move everyone to")
    starter.change(RANSOM, "take the snapshot of a host", "take command, then the snapshot of a host")
    assert starter.findings("RUN-13") == []
    starter.change(RANSOM, "move everyone to", "take command; move everyone to")
    assert len(starter.findings("RUN-13")) == 1
    starter.change("docs/start-here.md", "## 1. First 15 minutes", "## 1. At once")
    assert starter.findings("RUN-13") == []
