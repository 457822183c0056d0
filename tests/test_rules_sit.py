"""SIT: what cannot be read one way only, and ids that stand twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterable

    from conftest import Starter
    from ratified.model.finding import Finding

PEOPLE = "data/people.yml"
ROLES = "data/roles.yml"
LIMITS = "data/limits.yml"
REGISTER = "data/register.yml"
RUNBOOK = "runbooks/RB-02-ransomware.md"


def places(findings: Iterable[Finding]) -> list[str]:
    return [str(finding.place) for finding in findings]


# SIT-06

LIQUID = "{% include card.md %}\n\n{{ site.url }}\n"
OTHERS = "tags: [a, b]\nstatus: new\nsearch: {exclude: true}\nslug: x\nowner: Ops\nlast_updated: 03/04/2026\n"
"""Front matter that other tools read, one day of it ambiguous."""


def test_front_matter_of_other_tools_is_no_fault_where_no_document_governs_a_page(starter: Starter) -> None:
    starter.write("docs/notes.md", f"---\ntitle: Notes\n{OTHERS}---\n\nWords.\n")
    starter.write("docs/day.md", f"---\ntitle: 2026-11-20\nhide: yes\ncovers: nothing\n{OTHERS}---\n\nWords.\n")
    starter.write("docs/bare.md", "# Bare\n\nWords.\n")
    starter.write("docs/mapping.md", "---\n- a\n- b\n---\n\nWords.\n")
    assert [f for code in ("SIT-06", "SIT-08", "SIT-11") for f in starter.findings(code)] == []
    titles = {page.path: page.title for page in starter.book().pages}
    assert (titles["docs/notes.md"], titles["docs/bare.md"]) == ("Notes", "docs/bare.md")


def test_on_a_governed_page_one_finding_lists_what_is_not_ours(starter: Starter) -> None:
    page = "docs/policy/review.md"
    starter.change(page, "---\ntitle:", f"---\n{OTHERS.replace('03/04/2026', '2026-04-03')}title:")
    (found,) = starter.findings("SIT-06")
    assert str(found.place) == f"{page}:2:1"
    assert found.message == (
        "6 keys that are not known here: 'tags', 'status', 'search', 'slug', 'owner', 'last_updated'"
    )
    assert found.help == "take them out, or correct what is a slip of the pen"


def test_a_page_that_a_document_binds_is_governed_as_well(starter: Starter) -> None:
    starter.write("docs/annex.md", "---\ntitle: Annex\nslug: x\n---\n\nWords.\n")
    assert starter.findings("SIT-06") == []
    starter.change(REGISTER, "binds: [data/oncall.yml]", "binds: [data/oncall.yml, docs/annex.md]")
    assert [str(found.place) for found in starter.findings("SIT-06")] == ["docs/annex.md:3:1"]


@pytest.mark.parametrize(
    ("text", "said"),
    [(LIQUID, "SIT-06 docs/notes.md:5:1"), ("Helm: `{{ .Values }`\n", "SIT-11 docs/notes.md:5:8")],
)
def test_braces_for_another_program_are_a_warning_where_no_document_governs_the_page(
    starter: Starter, text: str, said: str
) -> None:
    starter.write("docs/notes.md", f"---\ntitle: Notes\n---\n\n{text}")
    (found,) = (*starter.findings("SIT-06"), *starter.findings("SIT-11"))
    assert (f"{found.code} {found.place}", found.level) == (said, "warning")
    assert "no document governs this page, so the site shows all its braces as they are written" in found.message
    assert starter.judge().book is not None
    starter.write("docs/notes.md", f"---\ntitle: Notes\n---\n\n{{{{ company() }}}}\n\n{LIQUID}")
    assert [(str(f.place), f.level) for f in starter.findings("SIT-06")] == [
        ("docs/notes.md:7:1", "error"),
        ("docs/notes.md:9:1", "error"),
    ], "a page that calls macros means them"


def test_on_a_governed_page_a_statement_is_told_with_its_words_and_what_to_do(starter: Starter) -> None:
    line = starter.lead("docs/policy/review.md", "{% include card.md %}")
    (found,) = starter.findings("SIT-06")
    assert (str(found.place), found.level) == (f"docs/policy/review.md:{line}:1", "error")
    assert found.message == "a statement {% %}, 'include card.md', which a page may not hold"
    assert found.help == "write what it would put here, or show it verbatim between {% raw %} and {% endraw %}"


def test_a_key_of_another_tool_is_to_be_taken_out(starter: Starter) -> None:
    starter.change("docs/policy/review.md", "---\ntitle:", "---\ncover: a.png\ntitle:")
    assert [f.help for f in starter.findings("SIT-06")] == ["did you mean 'covers'? If not, take it out"]
    starter.change("docs/policy/review.md", "cover: a.png", "parent: Home")
    (found,) = starter.findings("SIT-06")
    assert found.help.startswith("take it out; the keys known here are covers, ")


def test_front_matter_without_a_first_line_is_told_as_that(starter: Starter) -> None:
    starter.write("docs/policy/annex.md", "name: Annex\nholds:\n  - a\n---\n\nWords.\n")
    (found,) = starter.findings("SIT-06")
    assert found.message == "keys that look like front matter, without a line --- above them"
    starter.write("docs/policy/annex.md", "Note: a heading\n---\n\nWords.\n")
    (found,) = starter.findings("SIT-06")
    assert found.message == "no front matter"


def test_front_matter_that_never_ends_is_a_fault_anywhere(starter: Starter) -> None:
    starter.write("docs/notes.md", "---\ntitle: Notes\n\nWords.\n")
    (found,) = starter.findings("SIT-06")
    assert (str(found.place), found.message) == ("docs/notes.md:1:1", "front matter that never ends")


def test_an_unknown_key_is_found_and_the_rest_is_still_judged(starter: Starter) -> None:
    starter.change(ROLES, "    minimum_holders: 3", "    minimum_holder: 3")
    (found,) = starter.findings("SIT-06")
    assert str(found.place) == f"{ROLES}:{starter.line(ROLES, 'minimum_holder: 3')}:5"
    assert (found.message, found.help) == (
        "unknown key 'minimum_holder'",
        "did you mean 'minimum_holders'? If not, take it out",
    )
    assert starter.judge().book is not None


def test_a_missing_key_and_a_wrong_type_leave_nothing_decided(starter: Starter) -> None:
    starter.change(PEOPLE, "    name: Lee Brandt\n", "")
    starter.change(LIMITS, "count: 2", 'count: "2"')
    found = starter.findings("SIT-06")
    assert places(found) == [
        f"{LIMITS}:{starter.line(LIMITS, 'action-ext')}:36",
        f"{PEOPLE}:{starter.line(PEOPLE, 'id: lee')}:5",
    ]
    judged = starter.judge()
    assert judged.book is None
    assert judged.undecided is not None
    assert judged.undecided.startswith("2 files could not be read")


def test_a_data_file_with_a_misspelt_name_is_found(starter: Starter) -> None:
    starter.write("data/waiver.yml", "waivers: []\n")
    (found,) = starter.findings("SIT-06")
    assert (str(found.place), found.message) == ("data/waiver.yml:1:1", "a data file that nothing reads")


def test_a_note_under_data_is_left_alone(starter: Starter) -> None:
    starter.write("data/README.md", "About data.\n")
    assert starter.findings("SIT-06") == []


# SIT-08


@pytest.mark.parametrize(
    ("path", "old", "new", "column"),
    [
        ("data/calendars.yml", "country: US", "country: NO", 14),
        (
            "data/oncall.yml",
            "{primary: aiko, backup: noor}\n      - {primary: noor",
            "{primary: aiko, backup: on}\n      - {primary: noor",
            33,
        ),
        (PEOPLE, "name: Dana Okafor", "name: 1.10", 11),
        (PEOPLE, "    name: Dana Okafor", "    left:\n    name: Dana Okafor", 10),
    ],
)
def test_a_value_that_is_guessed_is_found(starter: Starter, path: str, old: str, new: str, column: int) -> None:
    starter.change(path, old, new)
    first = starter.findings("SIT-08")[0]
    assert (first.place.path, first.place.column) == (path, column)


@pytest.mark.parametrize("day", ["03/04/2026", "2026-02-30", "2026-1-5"])
def test_a_date_that_is_none_is_found(starter: Starter, day: str) -> None:
    starter.change(PEOPLE, "reviewed: 2026-11-02", f"reviewed: {day}")
    (found,) = starter.findings("SIT-08")
    assert str(found.place) == f"{PEOPLE}:2:11"
    assert day in found.message


def test_quoted_text_and_real_dates_are_not_guessed(starter: Starter) -> None:
    starter.change("data/calendars.yml", "country: US", 'country: "NO"')
    starter.change(PEOPLE, "name: Dana Okafor", 'name: "1.10"')
    starter.change(PEOPLE, "reviewed: 2026-11-02", "reviewed: 2024-02-29")
    assert starter.findings("SIT-08") == []


# SIT-11


@pytest.mark.parametrize(
    ("path", "old", "new", "message"),
    [
        (LIMITS, "limits:\n", "limits: &all\n", "an anchor (&all)"),
        (
            REGISTER,
            "status: draft\n",
            "status: draft\nstatus: adopted\n",
            "'status' again; it is on line 3 already",
        ),
        (REGISTER, "main: main", "main: !!str main", "a tag (!!str)"),
        (RUNBOOK, "{{ runbook_card() }}", "{{ runbook_card( }}", "a macro call that cannot be read"),
    ],
)
def test_a_file_that_cannot_be_read_strictly_leaves_the_run_undecided(
    starter: Starter, path: str, old: str, new: str, message: str
) -> None:
    starter.change(path, old, new)
    found = starter.findings("SIT-11")
    assert [f.place.path for f in found] == [path]
    assert message in found[0].message
    assert starter.judge().book is None


def test_a_missing_file_is_found_and_all_else_is_still_read(starter: Starter) -> None:
    (starter.root / LIMITS).unlink()
    starter.change(ROLES, "    minimum_holders: 3", "    minimum_holder: 3")
    assert places(starter.findings("SIT-11")) == [f"{LIMITS}:1:1"]
    assert len(starter.findings("SIT-06")) == 1


def test_a_link_is_not_followed(starter: Starter, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "limits.yml"
    elsewhere.write_text((starter.root / LIMITS).read_text(encoding="utf-8"), encoding="utf-8")
    (starter.root / LIMITS).unlink()
    (starter.root / LIMITS).symlink_to(elsewhere)
    (found,) = starter.findings("SIT-11")
    assert (found.place.path, found.message) == (
        LIMITS,
        "cannot be read: a symbolic link out of the repository",
    )


def test_a_hidden_character_is_found_and_the_rest_is_judged(starter: Starter) -> None:
    starter.change(PEOPLE, "name: Dana Okafor", "name: Dana\u200b Okafor")
    assert places(starter.findings("SIT-11")) == [f"{PEOPLE}:{starter.line(PEOPLE, 'Okafor')}:15"]
    assert starter.judge().book is not None


def test_letters_of_other_alphabets_are_no_fault(starter: Starter) -> None:
    starter.change(PEOPLE, "name: Dana Okafor", "name: Dána Ọkáfọ̀ 岡")
    assert starter.findings("SIT-11") == []


# SIT-07


@pytest.mark.parametrize(
    ("path", "old", "new", "kind"),
    [
        (PEOPLE, "- id: lee\n", "- id: dana\n", "person 'dana'"),
        (ROLES, "- id: insurer\n", "- id: scribe\n", "role 'scribe'"),
        ("data/severities.yml", "id: S2-C1,", "id: S1-C1,", "criterion 'S1-C1'"),
        ("data/contracts.yml", "id: ct-021-dpa", "id: ct-014-dpa", "window 'ct-014-dpa'"),
        ("data/notifications.yml", "clock: us-ca-ag,", "clock: us-ca,", "clock in scope 'us-ca'"),
        (REGISTER, "- {id: RB-10,", "- {id: RB-09,", "document 'RB-09'"),
        ("runbooks/RB-03-data-exfiltration.md", "\nid: RB-03\n", "\nid: RB-02\n", "runbook 'RB-02'"),
        ("runbooks/RB-03-data-exfiltration.md", "id: RB-03-D1\n", "id: RB-02-D1\n", "decision 'RB-02-D1'"),
        ("docs/policy/review.md", 'clause("IR-9.2"', 'clause("IR-3.2"', "clause 'IR-3.2'"),
    ],
)
def test_an_id_that_stands_twice_is_found_at_the_second(
    starter: Starter, path: str, old: str, new: str, kind: str
) -> None:
    before, _, _ = (starter.root / path).read_text(encoding="utf-8").partition(old)
    line = before.count("\n") + 1 + old.startswith("\n")
    starter.change(path, old, new)
    (found,) = starter.findings("SIT-07")
    assert (found.place.path, found.place.line) == (path, line)
    assert found.message.startswith(f"{kind} appears twice; first at ")


def test_the_finding_names_the_first_place(starter: Starter) -> None:
    starter.change(PEOPLE, "- id: lee\n", "- id: dana\n")
    (found,) = starter.findings("SIT-07")
    lines = (starter.root / PEOPLE).read_text(encoding="utf-8").split("\n")
    assert found.message.endswith(f"{PEOPLE}:{lines.index('  - id: dana') + 1}:9")


def test_two_people_share_neither_address_nor_account(starter: Starter) -> None:
    starter.change(PEOPLE, "emails: [lee@example.com,", "emails: [Dana@example.com,")
    starter.change(PEOPLE, "id: 4196}", "id: 4211}")
    line = starter.line(PEOPLE, "Dana@example.com")
    found = starter.findings("SIT-07")
    assert places(found) == [f"{PEOPLE}:{line}:14", f"{PEOPLE}:{line + 1}:35"]
    assert found[0].message.startswith("dana@example.com of lee belongs to dana already, at data/people.yml:")
    assert found[1].message.startswith("Git host account 4211 of lee belongs to dana already")


@pytest.mark.parametrize(
    ("path", "old", "new", "message"),
    [
        ("data/severities.yml", "name: Sev-2\n", "name: SEV-1\n", "name of a severity 'SEV-1' appears twice"),
        (PEOPLE, "name: Lee Brandt", "name: Dana  Okafor", "name of a person 'Dana  Okafor' appears twice"),
        (ROLES, "title: Outside Counsel", "title: Legal counsel", "title 'Legal counsel' appears twice"),
        (
            ROLES,
            "former_titles: [VP Engineering]",
            "former_titles: [Legal counsel]",
            "'Legal counsel', a former title of engineering-lead, is the title of legal-counsel today",
        ),
    ],
)
def test_two_names_alike_are_found_at_the_second(starter: Starter, path: str, old: str, new: str, message: str) -> None:
    starter.change(path, old, new)
    (found,) = starter.findings("SIT-07")
    assert (found.place.path, found.place.line) == (path, starter.line(path, new.strip()))
    assert found.message.startswith(message)


def test_a_name_of_one_kind_and_a_role_s_own_former_title_may_be_alike(starter: Starter) -> None:
    starter.change(ROLES, "former_titles: [VP Engineering]", "former_titles: [Engineering lead, CISO]")
    starter.change(PEOPLE, "name: Lee Brandt", "name: Scribe")
    assert starter.findings("SIT-07") == []


def test_the_same_word_may_be_an_id_of_two_kinds_and_an_address_stand_twice_for_one_person(starter: Starter) -> None:
    starter.change(PEOPLE, "emails: [lee@example.com,", "emails: [LEE@example.com, lee@example.com,")
    starter.change(LIMITS, "id: roster-check", "id: sev-1")
    assert starter.findings("SIT-07") == []


def test_an_own_clock_may_replace_one_of_the_catalogue(starter: Starter) -> None:
    text = (starter.root / "data/notifications.yml").read_text(encoding="utf-8")
    row = "  - {id: us-ca, regime: California, certainty: high, status: in force, recorded: 2026-11-20}\n"
    starter.write("data/notifications.yml", f"{text}clocks:\n{row}")
    assert starter.findings("SIT-07") == []


def test_the_starter_has_no_finding_of_this_family(starter: Starter) -> None:
    found = [str(f) for f in starter.judge().findings if f.code.startswith("SIT")]
    assert found == []


@pytest.mark.parametrize("ending", ["markdown", "mdown", "mkdn", "mkd"])
def test_a_page_of_any_ending_that_the_site_shows_is_read(starter: Starter, ending: str) -> None:
    starter.write(f"docs/extra.{ending}", "---\ntitle: Extra\n---\n\nTODO: write this.\n")
    assert starter.places("GOV-12") == [f"docs/extra.{ending}:5"]
