"""ROL: roles that are gone, holders that left, rosters nobody checked."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import pytest

from conftest import TODAY, Starter
from ratified.rules.roles import RULES

if TYPE_CHECKING:
    from pathlib import Path

ROLES = "data/roles.yml"
PEOPLE = "data/people.yml"
ESCALATION = "data/escalation.yml"
NOTIFICATIONS = "data/notifications.yml"
START = "docs/start-here.md"
RB_07 = "runbooks/RB-07-insider.md"
HELEN = "  - id: helen\n    name: Helen Castellano\n    kind: human\n    started: 2021-11-15\n"


@pytest.fixture(autouse=True)
def _pages_of_no_document(starter: Starter) -> None:
    """Pages of the company's own that nobody governs."""
    for name in ("people", "how-to-amend"):
        starter.write(f"docs/{name}.md", f"---\ntitle: {name}\n---\n\nText.\n")


def say(starter: Starter, path: str, words: str) -> str:
    """Put a paragraph at the end of a page; gives back the place of its first line."""
    text = (starter.root / path).read_text(encoding="utf-8").rstrip("\n")
    starter.write(path, f"{text}\n\n{words}\n")
    return f"{path}:{text.count(chr(10)) + 3}"


def lines_with(root: Path, words: str) -> list[str]:
    """Every line of data, docs and runbooks that holds these words, as `path:line`."""
    found = []
    for path in sorted(p for folder in ("data", "docs", "runbooks") for p in (root / folder).rglob("*.*")):
        if path.suffix == ".webp":
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
            found += [f"{path.relative_to(root)}:{number}"] * line.count(words)
    return found


def test_the_starter_itself_is_silent(starter: Starter) -> None:
    codes = {rule.code for rule in RULES}
    assert [str(f.place) for f in starter.judge().findings if f.code in codes] == []


class TestAHolderLeaves:
    def test_every_reference_to_the_dead_role_follows(self, starter: Starter) -> None:
        starter.change(PEOPLE, HELEN, HELEN + "    left: 2026-11-20\n")
        expected = [p for p in lines_with(starter.root, "people-lead") if not p.startswith(PEOPLE)]
        assert len(expected) > 20
        assert sorted(starter.places("ROL-02")) == sorted(expected)

    def test_the_finding_at_the_role_says_who_is_gone(self, starter: Starter) -> None:
        starter.change(PEOPLE, HELEN, HELEN + "    left: 2026-11-20\n")
        (at_role,) = (f for f in starter.findings("ROL-02") if f.place.path == ROLES)
        assert at_role.message == "nobody holds people-lead on 2026-11-22: helen is gone after 2026-11-20"
        assert (at_role.level, at_role.subject) == ("error", "people-lead")

    def test_a_title_in_words_leads_nowhere_too(self, starter: Starter) -> None:
        starter.change(PEOPLE, HELEN, HELEN + "    left: 2026-11-20\n")
        place = say(starter, "docs/people.md", "Then ask the People Lead.")
        (typed,) = (f for f in starter.findings("ROL-02") if f.place.path == "docs/people.md")
        assert f"{typed.place.path}:{typed.place.line}" == place
        assert typed.message == '"People Lead" names people-lead, which nobody holds on 2026-11-22'

    def test_the_row_of_the_leaver_is_named(self, starter: Starter) -> None:
        starter.change(PEOPLE, HELEN, HELEN + "    left: 2026-11-20\n")
        (row,) = starter.findings("ROL-03")
        assert row.place.line == starter.line(ROLES, "{person: helen")
        assert row.message == ("helen is gone after 2026-11-20, yet the roster lists them as primary of people-lead")

    @pytest.mark.parametrize("left", [TODAY, date(2027, 3, 31)])
    def test_the_last_day_itself_still_counts(self, starter: Starter, left: date) -> None:
        starter.change(PEOPLE, HELEN, f"{HELEN}    left: {left}\n")
        assert starter.places("ROL-02") == starter.places("ROL-03") == []

    def test_a_deputy_keeps_the_role_alive(self, starter: Starter) -> None:
        starter.change(PEOPLE, HELEN, HELEN + "    left: 2026-11-20\n")
        starter.change(
            ROLES,
            "{person: helen, as: primary, since: 2021-11-15}",
            "{person: helen, as: primary, since: 2021-11-15, until: 2026-11-20}\n"
            "      - {person: marcus, as: deputy, since: 2026-11-21}",
        )
        assert starter.places("ROL-02") == starter.places("ROL-03") == []


class TestARoleIsRenamed:
    OLD, NEW = "title: People Lead", "title: Staff Lead\n    former_titles: [People Lead]"

    def test_every_page_runbook_and_row_that_says_the_old_title_is_listed(self, starter: Starter) -> None:
        planted = [
            say(starter, "docs/people.md", "Ask the People Lead."),
            say(starter, "docs/policy/roles.md", "Leavers are the people lead's part."),
            say(starter, RB_07, "1. People Lead: join the call."),
        ]
        starter.change(RB_07, "exit_criteria:\n", "exit_criteria:\n  - The People Lead agrees.\n")
        planted[-1] = f"{RB_07}:{starter.line(RB_07, '1. People Lead: join')}"
        starter.change("data/intake.yml", "A strange message,", "A word to the People Lead,")
        starter.change(ROLES, "[Joins every case about", "[As People Lead joins every case about")
        starter.change(ROLES, self.OLD, self.NEW)
        planted += [
            f"{RB_07}:{starter.line(RB_07, '- The People Lead agrees')}",
            f"data/intake.yml:{starter.line('data/intake.yml', 'A word to the')}",
            f"{ROLES}:{starter.line(ROLES, '[As People Lead')}",
        ]
        found = starter.findings("ROL-01")
        assert sorted(f"{f.place.path}:{f.place.line}" for f in found) == sorted(planted)
        assert {f.place.path for f in found if f.level == "warning"} == {"docs/people.md"}, "no document governs it"
        assert starter.judge().errors >= len(planted) - 1

    def test_the_message_names_the_new_title_and_the_help_the_macro(self, starter: Starter) -> None:
        say(starter, RB_07, "Ask the People Lead.")
        (found,) = starter.change(ROLES, self.OLD, self.NEW).findings("ROL-01")
        assert found.message == '"People Lead" is a former title of Staff Lead'
        assert found.help == 'write {{ role("people-lead") }}, which shows "Staff Lead"'

    def test_pages_that_use_the_macro_need_no_change(self, starter: Starter) -> None:
        assert starter.change(ROLES, self.OLD, self.NEW).places("ROL-01") == []


class TestRoleUnknown:
    @pytest.mark.parametrize(
        ("path", "old", "new", "said_by"),
        [
            (ESCALATION, "to: people-lead,", "to: hr-lead,", "escalation row t-staff-suspect (to)"),
            (ESCALATION, "responder: on", "responder: off", "the first responder"),
            ("data/intake.yml", "triage: vendor-manager", "triage: helpdesk", "intake source vendors"),
            ("data/oncall.yml", "role: incident-commander", "role: ic", "rotation commander"),
            ("data/roles.yml", "  privacy: privacy-officer", "  privacy: dpo", "part privacy"),
            ("data/register.yml", "owner: vendor-manager", "owner: vendors", "document RB-06 (owner)"),
            ("data/register.yml", "record: {approvers: [", "record: {approvers: [x, ", "class record"),
            (NOTIFICATIONS, "insurer, owner: fin", "insurer, owner: bin", "clock insurer (owner)"),
            (NOTIFICATIONS, "ess, owner: sup", "ess, owner: up", "commitment customer-notice"),
            (RB_07, "\nowner_role: ", "\nowner_role: not-", "runbook RB-07 (owner_role)"),
            (RB_07, "roles_required: [", "roles_required: [nobody, ", "runbook RB-07 (roles_required)"),
        ],
    )  # fmt: skip
    def test_an_unknown_id_is_an_error_where_it_stands(
        self, starter: Starter, path: str, old: str, new: str, said_by: str
    ) -> None:
        line = starter.change(path, old, new).line(path, new.strip())
        (found,) = starter.findings("ROL-01")
        assert (found.place.path, found.place.line, found.level) == (path, line, "error")
        assert found.message.startswith(said_by)
        assert re.search(' names the role "[a-z-]+", which data/roles.yml does not have$', found.message)

    def test_an_unknown_id_in_a_macro_call_is_found_at_its_line(self, starter: Starter) -> None:
        place = say(starter, START, 'Ask the\n{{ role("securty-lead") }}.')
        (found,) = starter.findings("ROL-01")
        assert found.place.line == int(place.rpartition(":")[2]) + 1
        assert found.help == 'write "security-lead"'

    def test_a_title_in_place_of_an_id_gets_the_id(self, starter: Starter) -> None:
        say(starter, START, '{{ role("CISO") }}')
        (found,) = starter.findings("ROL-01")
        assert found.help == 'write "security-lead"'

    def test_retired_documents_may_name_roles_of_their_day(self, starter: Starter) -> None:
        gone = "  - {id: OLD-1, title: Old, class: record, owner: long-gone, retired: 2026-01-01}\n"
        starter.change("data/register.yml", "documents:\n", "documents:\n" + gone)
        assert starter.places("ROL-01") == []


class TestTitlesInWords:
    @pytest.mark.parametrize("path", ["docs/people.md", "docs/policy/roles.md", START, RB_07])
    @pytest.mark.parametrize("words", ["the CISO decides", "**VP** Engineering", "a head of information security"])
    def test_a_former_title_is_found_on_every_page_and_an_error_where_a_document_governs_it(
        self, starter: Starter, path: str, words: str
    ) -> None:
        place = say(starter, path, f"Here {words} on it.")
        (found,) = starter.findings("ROL-01")
        assert f"{found.place.path}:{found.place.line}" == place
        assert found.level == ("warning" if path == "docs/people.md" else "error")

    def test_a_line_break_counts_as_a_space(self, starter: Starter) -> None:
        place = say(starter, "docs/people.md", "First line.\nThen ask the Head of\nInformation Security, who knows.")
        (found,) = starter.findings("ROL-01")
        assert found.place.line == int(place.rpartition(":")[2]) + 1
        assert found.place.column == len("Then ask the ") + 1
        assert found.message == '"Head of Information Security" is a former title of Security Lead'

    @pytest.mark.parametrize("path", ["docs/policy/roles.md", START, RB_07])
    def test_a_current_title_typed_on_a_governed_page_is_a_warning(self, starter: Starter, path: str) -> None:
        place = say(starter, path, "> The Security Lead decides.")
        (found,) = starter.findings("ROL-01")
        assert (f"{found.place.path}:{found.place.line}", found.level) == (place, "warning")
        assert found.help == 'write {{ role("security-lead") }}, which shows "Security Lead"'

    def test_a_current_title_elsewhere_is_fine(self, starter: Starter) -> None:
        say(starter, "docs/how-to-amend.md", "The Security Lead decides.")
        starter.change("data/intake.yml", "A strange message,", "A word to the Security Lead,")
        assert starter.places("ROL-01") == []

    @pytest.mark.parametrize(
        "words",
        [
            "The ciso decides.",
            "CISOs and a deCISO decide.",
            "The security lead decides.",
            "The lead of Security leads.",
            "The `CISO` is code.",
            "```\nCISO\n```",
            '{{ role("security-lead") }} is a macro call.',
            "Security {{ company() }} Lead.",
            "VP\n\nEngineering",
        ],
    )
    def test_other_words_and_code_stay_silent(self, starter: Starter, words: str) -> None:
        say(starter, RB_07, words)
        assert starter.places("ROL-01") == []

    def test_a_current_title_belongs_into_a_heading(self, starter: Starter) -> None:
        say(starter, START, "## Call the Security Lead")
        assert starter.places("ROL-01") == []

    @pytest.mark.parametrize(
        "words", ["[the {}](people.md)", "![Who the {} is](a.png)", "See [**{}**][r].\n\n[r]: people.md"]
    )
    def test_a_current_title_belongs_into_a_link(self, starter: Starter, words: str) -> None:
        say(starter, START, words.format("Security Lead"))
        assert starter.places("ROL-01") == []
        say(starter, START, words.format("CISO"))
        (found,) = starter.findings("ROL-01")
        assert found.help == 'write "Security Lead" in plain words: what the macro gives is a link itself'

    def test_a_current_title_beside_a_link_is_found(self, starter: Starter) -> None:
        say(starter, START, "[People](people.md): the Security Lead decides.")
        assert [found.level for found in starter.findings("ROL-01")] == ["warning"]

    def test_in_a_heading_the_help_asks_for_words(self, starter: Starter) -> None:
        say(starter, START, "## Call the CISO")
        (found,) = starter.findings("ROL-01")
        assert found.help == 'write "Security Lead" in plain words: no macro runs in a heading'

    def test_table_cells_are_read_at_their_row(self, starter: Starter) -> None:
        place = say(starter, "docs/people.md", "| Who | What |\n|---|---|\n| Anna | asks |\n| CISO | decides |")
        (found,) = starter.findings("ROL-01")
        assert (found.place.line, found.place.column) == (int(place.rpartition(":")[2]) + 3, 3)

    def test_the_longest_title_wins(self, starter: Starter) -> None:
        starter.change(ROLES, "former_titles: [VP Engineering]", "former_titles: [Commander]")
        say(starter, "docs/people.md", "The Incident Commander decides.")
        assert starter.places("ROL-01") == []

    def test_a_title_that_another_role_had_before_is_the_current_one(self, starter: Starter) -> None:
        starter.change(ROLES, "former_titles: [VP Engineering]", "former_titles: [Operations Lead]")
        say(starter, "docs/people.md", "The Operations Lead restores; the operations lead writes.")
        assert starter.places("ROL-01") == []

    @pytest.mark.parametrize("title", ["]|(?P<x>", "C*O (acting)", "^$", "\\\\d+"])
    def test_a_title_is_words_and_never_a_pattern(self, starter: Starter, title: str) -> None:
        starter.change(ROLES, "former_titles: [VP Engineering]", f"former_titles: ['{title}']")
        starter.change("data/intake.yml", '"Alerts of the detection systems', f"'Alerts {title}' # \"")
        (found,) = starter.findings("ROL-01")
        assert found.message == f'"{title}" is a former title of Engineering Lead'

    def test_a_former_title_in_a_folded_text_of_data_is_found_at_its_own_line(self, starter: Starter) -> None:
        starter.change(
            "data/intake.yml",
            '"A vulnerability report, a press enquiry, a tip"',
            ">-\n      A CISO-level report,\n      a letter to the VP\n      Engineering",
        )
        found = starter.findings("ROL-01")
        line = starter.line("data/intake.yml", "A CISO-level report")
        assert [(f.place.line, f.place.column) for f in found] == [(line, 9), (line + 1, 23)]
        assert [f.subject for f in found] == ["researchers", "researchers"]

    def test_what_other_companies_call_their_people_is_theirs(self, starter: Starter) -> None:
        starter.change("data/contracts.yml", "contact: dpo@osterbergclinics.example", "contact: Their CISO")
        event = (
            "{id: EV-1, source: monitoring, reason: The CISO said so, decided_by: dana, "
            'detected_at: "2026-01-05T10:00Z", decided_at: "2026-01-05T11:00Z"}'
        )
        starter.change("data/events.yml", "dismissed: []", f"dismissed:\n  - {event}")
        assert starter.places("ROL-01") == []


class TestTrainingInARole:
    OLD = "trained: [{role: operations-lead, finished: 2026-03-05}]"

    def test_an_unknown_role_of_a_training_is_found(self, starter: Starter) -> None:
        starter.change(PEOPLE, self.OLD, self.OLD.replace("operations-lead", "operation-lead"))
        (found,) = starter.findings("ROL-01")
        assert f"{found.place.path}:{found.place.line}" == f"{PEOPLE}:{starter.line(PEOPLE, 'operation-lead')}"
        assert (found.subject, found.help) == ("tomas", 'write "operations-lead"')

    def test_a_training_in_a_role_that_nobody_holds_is_history(self, starter: Starter) -> None:
        starter.change(PEOPLE, HELEN, HELEN + "    left: 2026-11-20\n")
        starter.change(PEOPLE, self.OLD, self.OLD.replace("operations-lead", "people-lead"))
        assert [place for place in starter.places("ROL-02") if place.startswith(PEOPLE)] == []


class TestRoleUnheld:
    def test_an_outside_role_is_dead_when_its_contract_is(self, starter: Starter) -> None:
        starter.change(ROLES, "expires: 2027-03-31", "expires: 2026-11-21")
        expected = lines_with(starter.root, "forensics-firm")
        assert sorted(starter.places("ROL-02")) == sorted(expected)
        (at_role,) = (f for f in starter.findings("ROL-02") if f.place.path == ROLES)
        assert at_role.message == (
            "nobody holds forensics-firm on 2026-11-22: the contract with Tern Forensics ended on 2026-11-21"
        )

    def test_the_last_day_of_a_contract_still_counts(self, starter: Starter) -> None:
        assert starter.change(ROLES, "expires: 2027-03-31", "expires: 2026-11-22").places("ROL-02") == []

    def test_a_role_between_two_terms_is_unheld(self, starter: Starter) -> None:
        starter.change(
            ROLES,
            "{person: helen, as: primary, since: 2021-11-15}",
            "{person: helen, as: primary, since: 2021-11-15, until: 2026-11-21}\n"
            "      - {person: marcus, as: primary, since: 2026-11-23}",
        )
        (at_role,) = (f for f in starter.findings("ROL-02") if f.place.path == ROLES)
        assert at_role.message == (
            "nobody holds people-lead on 2026-11-22: helen held it until 2026-11-21, "
            "marcus holds it only from 2026-11-23 on"
        )
        assert starter.places("ROL-02", date(2026, 11, 21)) == starter.places("ROL-02", date(2026, 11, 23)) == []

    def test_a_role_that_nothing_names_is_still_an_error(self, starter: Starter) -> None:
        role = "  - {id: mascot, title: Mascot, duties: [Barks]}\n"
        starter.change(ROLES, "outside_roles:\n", role + "outside_roles:\n")
        (found,) = starter.findings("ROL-02")
        assert found.message == "nobody holds mascot on 2026-11-22: it has no holders"


class TestHolderGone:
    ROW = "{person: helen, as: primary, since: 2021-11-15}"

    @pytest.mark.parametrize(
        ("row", "why"),
        [
            ("{person: hellen, as: deputy, since: 2024-01-01}", "hellen is nobody in data/people.yml"),
            ("{person: release-bot, as: deputy, since: 2024-01-08}", "release-bot is a bot"),
            ("{person: release-bot, as: deputy, since: 2027-01-08}", "release-bot is a bot"),
            ("{person: helen, as: deputy, since: 2024-01-01, until: 2026-11-22}", None),
            ("{person: ghost, as: deputy, since: 2024-01-01, until: 2026-11-21}", None),
            ("{person: marcus, as: deputy, since: 2027-01-01}", None),
        ],
    )
    def test_only_open_rows_of_absent_people_fire(self, starter: Starter, row: str, why: str | None) -> None:
        starter.change(ROLES, self.ROW, f"{self.ROW}\n      - {row}")
        expected = [f"{why}, yet the roster lists them as deputy of people-lead"] if why else []
        found = starter.findings("ROL-03")
        assert [f.message for f in found] == expected
        assert [f.place.line for f in found] == [starter.line(ROLES, row)] * len(expected)

    def test_a_holder_who_has_not_started_is_not_there(self, starter: Starter) -> None:
        starter.change(PEOPLE, "started: 2021-11-15", "started: 2026-12-01")
        (found,) = starter.findings("ROL-03")
        assert found.message.startswith("helen only starts on 2026-12-01, yet")

    def test_a_newcomer_whose_term_begins_with_the_job_is_fine(self, starter: Starter) -> None:
        starter.change(PEOPLE, "started: 2021-11-15", "started: 2026-12-01")
        starter.change(ROLES, self.ROW, "{person: helen, as: primary, since: 2026-12-01}")
        assert starter.places("ROL-03") == []


class TestTooFewHolders:
    def test_a_lost_deputy_shows_at_the_minimum(self, starter: Starter) -> None:
        starter.change(ROLES, "      - {person: yusuf, as: deputy, since: 2024-09-01}\n", "")
        (found,) = starter.findings("ROL-04")
        above = starter.line(ROLES, "Keeps the timeline")
        assert (found.place.line, found.level) == (above + 1, "error")
        assert found.message == "scribe has 1 active holder on 2026-11-22 and needs 2"

    def test_one_person_twice_is_one_holder(self, starter: Starter) -> None:
        starter.change(ROLES, "{person: yusuf, as: deputy", "{person: noor, as: deputy")
        assert [f.subject for f in starter.findings("ROL-04")] == ["scribe"]

    def test_a_role_nobody_holds_is_left_to_rol_02(self, starter: Starter) -> None:
        starter.change(PEOPLE, HELEN, HELEN + "    left: 2026-11-20\n")
        assert starter.places("ROL-04") == []

    def test_the_commander_needs_a_deputy(self, starter: Starter) -> None:
        text = (starter.root / ROLES).read_text(encoding="utf-8")
        for person, since in (("dana", "2024-02-01"), ("lee", "2025-03-01")):
            old = f"{{person: {person}, as: deputy, since: {since}}}"
            head, _, tail = text.partition("- id: incident-commander")
            text = f"{head}- id: incident-commander{tail.replace(old, old.replace('deputy', 'primary'), 1)}"
        starter.write(ROLES, text)
        (found,) = starter.findings("ROL-04")
        assert found.message == "incident-commander commands incidents and has no active deputy on 2026-11-22"
        assert found.place.line == starter.line(ROLES, "{person: sofia") - 1


class TestRosterUnchecked:
    @pytest.mark.parametrize("name", ["roles", "people", "oncall"])
    def test_a_roster_older_than_its_class_allows_is_stale(self, starter: Starter, name: str) -> None:
        path = f"data/{name}.yml"
        starter.change(path, "reviewed: 2026-11-02", "reviewed: 2026-08-23")
        (found,) = starter.findings("ROL-05")
        assert f"{found.place.path}:{found.place.line}" == f"{path}:{starter.line(path, 'reviewed:')}"
        assert found.message == f"{path} was last checked on 2026-08-23, more than 90 days before 2026-11-22"
        assert found.level == "warning"

    def test_on_the_ninetieth_day_it_still_counts(self, starter: Starter) -> None:
        starter.change(ROLES, "reviewed: 2026-11-02", "reviewed: 2026-08-24")
        assert starter.places("ROL-05") == []

    def test_a_missing_or_future_day_fires_too(self, starter: Starter) -> None:
        starter.change(ROLES, "reviewed: 2026-11-02\n", "")
        starter.change(PEOPLE, "reviewed: 2026-11-02", "reviewed: 2026-11-23")
        assert [f.message for f in starter.findings("ROL-05")] == [
            "data/people.yml says it was checked on 2026-11-23, after 2026-11-22",
            "data/roles.yml does not say when it was last checked",
        ]

    def test_the_limit_counts_where_there_is_no_such_class(self, starter: Starter) -> None:
        starter.change("data/register.yml", "  roster: {", "  lists: {")
        starter.change("data/limits.yml", "{id: roster-check, within: 90d", "{id: roster-check, within: 10d")
        assert [f.subject for f in starter.findings("ROL-05")] == ["oncall", "people", "roles"]


class TestOneWayToReach:
    OLD = (
        '\n      - {kind: phone, to: "duty phone, finance", number: "+1 202 555 0111"}\n'
        '      - {kind: chat, to: "room \'finance-urgent\'", link: "https://chat.example.com/rooms/finance-urgent"}\n'
    )

    @pytest.mark.parametrize(
        ("channels", "message"),
        [
            ("[]", "finance-lead has no channel"),
            (
                "[{kind: phone, to: one}, {kind: phone, to: two}]",
                "finance-lead has channels of one kind only, phone",
            ),
            (
                "[{kind: email, to: a@example.com}, {kind: chat, to: room}]",
                "finance-lead is reached by company e-mail and chat only, which fall with the identity provider",
            ),
            ("[{kind: email, to: a@example.com}, {kind: sms, to: number}]", None),
        ],
    )
    def test_two_kinds_of_channel_are_needed(self, starter: Starter, channels: str, message: str | None) -> None:
        starter.change(ROLES, self.OLD, f" {channels}\n")
        found = starter.findings("ROL-07")
        assert [f.message for f in found] == ([message] if message else [])
        assert [f.place.line for f in found] == [starter.line(ROLES, f"channels: {channels}")] * len(found)

    def test_an_outside_role_needs_them_too(self, starter: Starter) -> None:
        hotline = '{kind: hotline, to: "retainer hotline", number: "+1 202 555 0191"}'
        starter.change(ROLES, hotline, "{kind: email, to: desk}")
        (found,) = starter.findings("ROL-07")
        assert (found.subject, found.level) == ("forensics-firm", "warning")


class TestNothingWakes:
    CHANNELS = (
        '      - {kind: pager, to: "page the schedule \'security\'", link: "https://pager.example.com/schedules/security"}\n'
        '      - {kind: phone, to: "duty phone, security", number: "+1 202 555 0102"}\n'
    )

    def test_the_starter_is_silent(self, starter: Starter) -> None:
        assert starter.places("ROL-17") == []

    @pytest.mark.parametrize(
        ("rows", "why"),
        [
            (
                "      - {kind: phone, to: the number in the directory}\n",
                "(phone, chat) have no number and no link to page by",
            ),
            ("      - {kind: email, to: security, address: s@example.com}\n", "are email, chat only"),
            ('      - {kind: bridge, to: bridge, number: "+1 202 555 0180"}\n', "are bridge, chat only"),
            ("      - {kind: in-person, to: second floor}\n", "are in-person, chat only"),
        ],
    )
    def test_words_and_what_rings_nowhere_wake_nobody(self, starter: Starter, rows: str, why: str) -> None:
        self.deaf(starter).change(ROLES, self.CHANNELS, rows)
        (found,) = starter.findings("ROL-17")
        assert str(found.place) == f"{ROLES}:{starter.line(ROLES, rows.strip()) - 1}:5"
        assert found.message.startswith("security-lead is critical, and nothing wakes whoever holds it: its channels ")
        assert found.message.endswith(why)
        assert found.level == "error"

    @pytest.mark.parametrize("kind", ["pager", "phone", "sms", "hotline"])
    def test_a_number_that_rings_is_enough(self, starter: Starter, kind: str) -> None:
        self.deaf(starter).change(
            ROLES, self.CHANNELS, f'      - {{kind: {kind}, to: duty, number: "+1 202 555 0102"}}\n'
        )
        assert starter.places("ROL-17") == []

    def test_holders_who_can_all_be_rung_themselves_are_enough(self, starter: Starter) -> None:
        starter.change(ROLES, self.CHANNELS, "")
        assert starter.places("ROL-17") == []
        starter.change(PEOPLE, self.own("Lee", "lee", "0124"), "")
        assert [f.subject for f in starter.findings("ROL-17")] == ["security-lead"]

    def test_a_role_that_is_not_critical_is_left_alone(self, starter: Starter) -> None:
        for name, id_, end in (("Ben", "ben", "0128"), ("Tomas", "tomas", "0126")):
            starter.change(PEOPLE, self.own(name, id_, end), "")
        starter.change(
            ROLES,
            '{kind: phone, to: "duty phone, engineering", number: "+1 202 555 0105"}',
            "{kind: phone, to: duty phone}",
        )
        starter.change(ROLES, ', link: "https://pager.example.com/schedules/engineering"', "")
        assert starter.places("ROL-17") == []

    def deaf(self, starter: Starter) -> Starter:
        """Holders of the role who have no channels of their own."""
        for name, id_, end in (("Dana", "dana", "0123"), ("Lee", "lee", "0124")):
            starter.change(PEOPLE, self.own(name, id_, end), "")
        return starter

    @staticmethod
    def own(name: str, id_: str, end: str) -> str:
        return (
            f'    channels:\n      - {{kind: pager, to: page {name}, link: "https://pager.example.com/users/{id_}"}}\n'
            f'      - {{kind: phone, to: mobile, number: "+1 202 555 {end}"}}\n'
        )


class TestTooMuchOnOne:
    def test_commanding_and_operating_by_one_primary(self, starter: Starter) -> None:
        starter.change(ROLES, "{person: tomas, as: primary", "{person: sofia, as: primary")
        (found,) = starter.findings("ROL-08")
        assert found.place.line == starter.line(ROLES, "{person: sofia, as: primary, since: 2022-04-04}")
        assert found.message == "sofia is primary of both incident-commander and operations-lead"
        assert found.level == "warning"

    def test_a_deputy_of_one_and_primary_of_the_other_is_fine(self, starter: Starter) -> None:
        old = "{person: aiko, as: deputy, since: 2024-03-01}"
        starter.change(ROLES, old, old.replace("aiko", "sofia"))
        assert starter.places("ROL-08") == []

    @staticmethod
    def alone(starter: Starter, critical: str) -> Starter:
        """Helen alone holds the last three roles of the file but finance; all but the last are critical."""
        for person, title in (("omar", "Support Lead"), ("yusuf", "Vendor Manager")):
            text = (starter.root / ROLES).read_text(encoding="utf-8")
            head, _, tail = text.partition(f"title: {title}\n")
            tail = tail.replace(f"person: {person}", "person: helen", 1)
            starter.write(ROLES, f"{head}title: {title}\n    critical: true\n{tail}")
        return starter.change(ROLES, "title: People Lead\n", f"title: People Lead\n    critical: {critical}\n")

    def test_three_critical_roles_on_one_person(self, starter: Starter) -> None:
        (found,) = self.alone(starter, "true").findings("ROL-08")
        assert f"{found.place.path}:{found.place.line}" == f"{PEOPLE}:{starter.line(PEOPLE, 'id: helen')}"
        assert found.message == (
            "helen is the only active holder of 3 critical roles: support-lead, people-lead, vendor-manager"
        )

    def test_two_critical_roles_are_borne(self, starter: Starter) -> None:
        assert self.alone(starter, "false").places("ROL-08") == []


class TestPersonNamed:
    @pytest.mark.parametrize("path", ["docs/policy/roles.md", START, RB_07])
    def test_a_full_name_on_a_governed_page_is_a_warning(self, starter: Starter, path: str) -> None:
        place = say(starter, path, "Ring **Dana**\nOkafor's desk.")
        (found,) = starter.findings("ROL-12")
        assert (f"{found.place.path}:{found.place.line}", found.level) == (place, "warning")
        assert found.message == '"Dana Okafor" is a person, and people change faster than this page'
        assert found.help == 'name the role, such as {{ role("security-lead") }}'

    @pytest.mark.parametrize("words", ["## Call {}", "[Call {}](people.md)", "![{} at work](a.png)"])
    def test_where_no_macro_may_stand_its_title_is_asked_for(self, starter: Starter, words: str) -> None:
        say(starter, START, words.format("Dana Okafor"))
        (found,) = starter.findings("ROL-12")
        assert found.help == 'name the role, such as "Security Lead"'

    def test_a_name_in_front_matter_is_found_at_its_line(self, starter: Starter) -> None:
        starter.change(RB_07, "exit_criteria:\n", "exit_criteria:\n  - Dana Okafor agrees.\n")
        assert starter.places("ROL-12") == [f"{RB_07}:{starter.line(RB_07, 'Dana Okafor agrees')}"]

    @pytest.mark.parametrize(
        ("path", "words"),
        [
            ("docs/people.md", "Ring Dana Okafor."),
            (RB_07, "Danae Okaforsson is a customer."),
            (RB_07, "`Dana Okafor` is code."),
            (RB_07, "The Release Bot posts it."),
            (RB_07, "Write to joe.dana@example.com or dana@example.com.au or Dana@example.net."),
            (RB_07, "Call dana, DANA, Danas and `Dana`."),
            ("docs/people.md", "Ring Dana at dana@example.com."),
        ],
    )
    def test_other_pages_and_other_words_stay_silent(self, starter: Starter, path: str, words: str) -> None:
        say(starter, path, words)
        assert starter.places("ROL-12") == []

    @pytest.mark.parametrize(
        ("words", "written"),
        [
            ("Write to dana@example.com.", ["dana@example.com"]),
            ("Write to <Lee.Brandt@Example.com>.", ["Lee.Brandt@Example.com"]),
            ("Ring Dana, or *Okafor's* desk.", ["Dana", "Okafor"]),
            ("Ring Dana Okafor", ["Dana Okafor"]),
        ],
    )
    def test_an_address_and_a_name_alone_say_who_it_is(self, starter: Starter, words: str, written: list[str]) -> None:
        say(starter, RB_07, words)
        assert [found.message.split('"')[1] for found in starter.findings("ROL-12")] == written

    @pytest.mark.parametrize("other", ["Dana Brandt", "May Okafor", "Security Okafor", "Jo Okafor"])
    def test_a_name_of_two_people_or_that_is_a_word_or_short_names_nobody(self, starter: Starter, other: str) -> None:
        starter.change(PEOPLE, "name: Helen Castellano", f"name: {other}")
        say(starter, RB_07, "May Security and Jo restart it? Okafor and Brandt." if "B" not in other else "Dana.")
        assert len(starter.places("ROL-12")) == (0 if "B" in other else 1)

    def test_a_name_of_one_word_may_be_any_word(self, starter: Starter) -> None:
        starter.change(PEOPLE, "name: Helen Castellano", "name: Will")
        say(starter, RB_07, "Will it restart?")
        assert starter.places("ROL-12") == []
