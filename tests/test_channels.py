"""Ways to reach a role or a person: what a channel may hold, what is written of answers, and old keys renamed."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import TODAY, Starter
from journeys.afternoon import ANSWERS
from older_companies import OlderCompany, answers
from ratified.analysis.redaction import pager_names
from ratified.analysis.renamed_keys import with_channels
from ratified.check.judge import judge_tree
from ratified.cli.main import main
from ratified.init.left_to_do import left_to_do
from ratified.init.plan import planned
from ratified.init.planned_tree import PlannedTree
from ratified.init.ways import way_of
from ratified.model.channels import REACHED_BY, ChannelKind, dialled, opened
from test_init import DAY

if TYPE_CHECKING:
    from pathlib import Path

PEOPLE, ROLES = "data/people.yml", "data/roles.yml"
SECURITY = '{kind: phone, to: "duty phone, security", number: "+1 202 555 0102"}'


def faults(starter: Starter) -> list[str]:
    return [f"{f.place} {f.message}; {f.help}" for f in starter.judge(TODAY).findings if f.code == "SIT-06"]


KEYS = {
    "{kind: phone, to: one, number: 0303 123 1113}": (
        "number: '0303 123 1113' cannot be dialled from everywhere; write it with its country in quotes: "
        '"+44 1632 960100", and an extension among the words of to'
    ),
    '{kind: phone, to: one, number: "+1 202"}': (
        "number: '+1 202' cannot be dialled from everywhere; write it with its country in quotes: "
        '"+44 1632 960100", and an extension among the words of to'
    ),
    '{kind: chat, to: one, link: "http://chat.example.com"}': (
        "link: 'http://chat.example.com' is no page to open; write its address, which begins with https://"
    ),
    '{kind: chat, to: one, link: "https://me:secret@chat.example.com"}': (
        "link: 'https://me:secret@chat.example.com' is no page to open; write its address, which begins with https://"
    ),
    '{kind: phone, to: one, link: "https://chat.example.com"}': (
        "link: a channel of the kind phone has none; write number, or another kind"
    ),
    "{kind: bridge, to: one, address: b@example.com}": (
        "address: a channel of the kind bridge has none; write number or link, or another kind"
    ),
    '{kind: in-person, to: one, number: "+1 202 555 0102"}': (
        "number: a channel of the kind in-person has none; write to alone, or another kind"
    ),
}


@pytest.mark.parametrize(("row", "sentence"), KEYS.items())
def test_what_nothing_can_dial_or_open_is_refused_at_its_key(starter: Starter, row: str, sentence: str) -> None:
    starter.change(ROLES, SECURITY, row)
    line = starter.line(ROLES, row)
    key = sentence.partition(":")[0]
    column = (starter.root / ROLES).read_text("utf-8").split("\n")[line - 1].index(f"{key}: ") + len(key) + 3
    assert faults(starter) == [f"{ROLES}:{line}:{column} {sentence}"]


def test_people_and_roles_have_one_shape_and_the_old_keys_are_unknown(starter: Starter) -> None:
    starter.change(PEOPLE, '{kind: phone, to: mobile, number: "+1 202 555 0123"}', "{kind: phone, number: directory}")
    starter.change(PEOPLE, "    name: Lee Brandt\n", '    name: Lee Brandt\n    pager: "pager:lee"\n')
    found = faults(starter)
    assert [one.partition(" ")[2].partition(";")[0] for one in found] == [
        "'to' is missing",
        "number: 'directory' cannot be dialled from everywhere",
        "unknown key 'pager'",
    ]


def test_the_emergency_line_has_words_and_a_number(starter: Starter) -> None:
    starter.change(
        ROLES, 'emergency: {to: Emergency line, number: "+1 202 555 0100"}', "emergency: {to: Emergency line}"
    )
    assert faults(starter) == [f"{ROLES}:3:12 'number' is missing; add 'number:'"]


@given(st.from_regex(r"\+[1-9][0-9]{6,14}", fullmatch=True), st.sampled_from([" ", "-", ""]))
def test_every_international_number_is_one_however_it_is_spaced(number: str, between: str) -> None:
    assert dialled(number[:3] + between + number[3:5] + between + number[5:])
    assert not dialled(number[1:])
    assert not dialled(f"{number} ext. 4")
    assert not dialled(f"{number}\n")


@pytest.mark.parametrize(
    ("link", "right"),
    [
        ("https://chat.example.com", True),
        ("https://chat.example.com:8443/r/#a?b=%20c", True),
        ("https://chat.example.com/a b", False),
        ("https://chat.example.com/\n", False),
        ('https://chat.example.com/"onclick=', False),
        ("javascript:alert(1)", False),
        ("https://", False),
        ("HTTPS://chat.example.com", False),
    ],
)
def test_a_link_is_a_page_with_https(link: str, right: bool) -> None:
    assert opened(link) is right


WAYS: list[tuple[ChannelKind, str, str]] = [
    ("phone", "duty phone +44 1632 960100", '{kind: phone, to: duty phone, number: "+44 1632 960100"}'),
    ("phone", "+44 1632 960100", '{kind: phone, to: phone, number: "+44 1632 960100"}'),
    (
        "phone",
        "the duty phone (+44 1632-960100), day and night",
        '{kind: phone, to: "the duty phone (), day and night", number: "+44 1632-960100"}',
    ),
    ("phone", "0303 123 1113", "{kind: phone, to: 0303 123 1113}"),
    ("phone", "directory https://a.example/b", '{kind: phone, to: "directory https://a.example/b"}'),
    ("pager", "on-call, https://a.example/b.", '{kind: pager, to: "on-call, .", link: "https://a.example/b"}'),
    ("chat", "room x +44 1632 960100", "{kind: chat, to: room x +44 1632 960100}"),
]


@pytest.mark.parametrize(("kind", "words", "row"), WAYS)
def test_what_can_be_dialled_or_opened_is_taken_out_of_an_answer(kind: ChannelKind, words: str, row: str) -> None:
    assert way_of(kind, words).row(f"kind: {kind}") == row


def test_every_kind_has_what_it_is_reached_by() -> None:
    assert set(get_args(ChannelKind)) == set(REACHED_BY)


def test_a_company_is_written_with_its_numbers_and_its_emergency_line() -> None:
    files = planned(answers(), DAY).files
    roles = files[ROLES].decode()
    assert 'emergency: {to: the duty phone, number: "+49 30 5550 0100"}\n' in roles
    assert roles.count('      - {kind: phone, to: the duty phone, number: "+49 30 5550 0100"}\n') == 13
    assert [f.message for f in judge_tree(PlannedTree(files), DAY).findings if f.code == "ROL-17"] == []


def test_a_company_that_gives_nothing_to_dial_is_told_what_is_left() -> None:
    unreached = answers(ANSWERS.replace("the duty phone, +49 30 5550 0100", "the directory"))
    found = planned(unreached, DAY)
    assert "emergency:" not in found.files[ROLES].decode()
    assert any("ROL-17" in one for one in left_to_do(unreached, DAY))
    codes = {f.code for f in judge_tree(PlannedTree(found.files), DAY).findings if f.level == "error"}
    assert codes == {"ROL-17"}
    assert not any("ROL-17" in one for one in left_to_do(answers(), DAY))


BEFORE = """\
# ours
people:
  - id: ada # first
    name: Ada
    pager: "pager:ada"
    kind: human
    contact:
      phone: "+44 1632 960100"
      email: ada@home.example
  - {id: bo, name: Bo, contact: {phone: 0303 123}, kind: human}
  - id: cem
    channels: [{kind: phone, to: mobile}]
"""
AFTER = """\
# ours
people:
  - id: ada # first
    name: Ada
    channels: [{kind: pager, to: "pager:ada"}, {kind: phone, to: phone, number: "+44 1632 960100"}, \
{kind: email, to: e-mail, address: "ada@home.example"}]
    kind: human
  - {id: bo, name: Bo, channels: [{kind: phone, to: 0303 123}], kind: human}
  - id: cem
    channels: [{kind: phone, to: mobile}]
"""


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_the_keys_of_before_become_channels_and_nothing_else_changes(end: str) -> None:
    tree = PlannedTree({PEOPLE: BEFORE.replace("\n", end).encode()})
    assert with_channels(tree) == {PEOPLE: AFTER.replace("\n", end).encode()}
    assert with_channels(PlannedTree({PEOPLE: AFTER.encode()})) == {}
    assert with_channels(PlannedTree({PEOPLE: b"<<<<<<< x\npeople: []\n"})) == {}
    assert with_channels(PlannedTree({})) == {}


def test_an_upgrade_renames_them_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GIT_AUTHOR_NAME", "Ada Lindgren")
    monkeypatch.setenv("GIT_AUTHOR_EMAIL", "ada@harbour.example")
    company = OlderCompany.begun(tmp_path / "company", {})
    text = company.written[PEOPLE]
    row = b'    emails: ["bo@harbour.example"]\n'
    company.edit(PEOPLE, text.replace(row, row + b'    contact: {phone: "+44 1632 960100"}\n'))
    assert main(["upgrade", "--repo", str(company.root), "--as-of", "2026-11-30"]) == 0
    said = "Keys renamed: `pager` and `contact` of a person are `channels` now (1 file):\n  data/people.yml\n"
    assert said in capsys.readouterr().out
    made = b'    channels: [{kind: phone, to: phone, number: "+44 1632 960100"}]\n'
    assert company.branch(PEOPLE) == text.replace(row, row + made)


def test_a_pager_calls_somebody_by_words_or_by_the_end_of_a_link(starter: Starter) -> None:
    starter.change(PEOPLE, "to: page Lee,", "to: PLEE01,")
    assert pager_names(starter.book().person["lee"]) == {"PLEE01", "lee"}
    assert pager_names(starter.book().person["release-bot"]) == set()


def test_a_key_that_channels_replaced_says_where_its_words_belong(starter: Starter) -> None:
    """Nobody is told to throw a way to reach somebody away."""
    line = "    forge: {login: priya-raman, id: 4180}\n"
    starter.change("data/people.yml", line, f'{line}    pager: "page me"\n')
    (found,) = [one for one in starter.findings("SIT-06") if "pager" in one.message]
    assert found.help == "write it as a row of channels, which took its place: `channels: [{kind: pager, to: WORDS}]`"
