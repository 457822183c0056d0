"""What changed, in words: exact sentences for what people change, and never silence for what nobody thought of."""

from __future__ import annotations

from hashlib import sha1
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nightly import by_day
from ratified.approval.timeline import Timeline
from ratified.changes.data_diff import differences
from ratified.changes.document_log import ChangeDescriber, DocumentChange
from ratified.changes.labels import Labels
from ratified.changes.sentences import describe_data
from ratified.model.landing import Blob, Commit, CommitStamp, Identity, Landing, PathChange

if TYPE_CHECKING:
    from collections.abc import Mapping

Content = str | bytes | tuple[str, str]

DOCUMENTS = "{id: POL, class: policy, pages: [docs/policy/*.md], binds: [data/*.yml, docs/img/*, other/*]}"
RB = "{id: RB, class: policy, pages: [runbooks/*.md]}"
REGISTER = f"status: adopted\nclasses: {{}}\ndocuments:\n  - {DOCUMENTS}\n  - {RB}\n"
BY = CommitStamp(Identity("Lee Park", "lee@example.com"), 1_700_000_000)
ROLES = """roles:
  - {id: legal-counsel, title: Legal Counsel}
  - {id: security-lead, title: Security Lead}
  - {id: commander, title: Incident Commander}
"""
PEOPLE = "people:\n  - {id: dana, name: Dana Okafor}\n  - {id: lee, name: Lee Park}\n"
LEVELS = "levels:\n  - {id: sev-1, name: Sev-1}\n"


class Past:
    """Landings in memory: each call of `land` gives a whole tree but for the register, which is always there."""

    def __init__(self) -> None:
        self.blobs: dict[str, bytes] = {}
        self.landings: list[Landing] = []
        self.tree: dict[str, Blob] = {}

    def land(self, files: Mapping[str, Content], register: str = REGISTER) -> Past:
        tree = {path: self.put(content) for path, content in {"data/register.yml": register, **files}.items()}
        paths = sorted({*tree, *self.tree})
        moved = tuple(PathChange(p, self.tree.get(p), tree.get(p)) for p in paths if self.tree.get(p) != tree.get(p))
        number = len(self.landings)
        parents = (f"{number - 1:040x}",) if number else ()
        commit = Commit(f"{number:040x}", "", parents, BY, BY, "Change it")
        self.landings.append(Landing(number, commit, moved))
        self.tree = tree
        return self

    def put(self, content: Content) -> Blob:
        mode, text = content if isinstance(content, tuple) else ("100644", content)
        data = text.encode() if isinstance(text, str) else text
        id_ = sha1(data, usedforsecurity=False).hexdigest()
        self.blobs[id_] = data
        return Blob(mode, id_)

    def amended(self, document: str = "POL") -> DocumentChange:
        """What the last landing changed."""
        timeline = Timeline(self.landings, lambda ids: {id_: self.blobs[id_] for id_ in ids})
        return ChangeDescriber(timeline).amended(document, len(self.landings) - 1)


def changed(before: Mapping[str, Content], after: Mapping[str, Content], document: str = "POL") -> DocumentChange:
    return Past().land({}).land(before).land(after).amended(document)


def said(path: str, before: Content, after: Content, **more: str) -> list[str]:
    """What is said of one file that changed, while others (`roles`, `people`, ...) stay."""
    others = {f"data/{name}.yml": text for name, text in more.items()}
    return list(changed({**others, path: before}, {**others, path: after}).changes)


ROW = "rows:\n  - {{id: r1, severity: sev-1, from: commander, to: legal-counsel, within: {0}, channels: [{1}]}}\n"


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        (ROW.format("60m", "pager"), ROW.format("30m", "pager"), "Sev-1: escalate to Legal Counsel 60m → 30m"),
        (
            ROW.format("60m", "pager"),
            ROW.format("1h", "pager"),
            "Sev-1: escalate to Legal Counsel 60m written as 1h, the same time",
        ),
        (
            ROW.format("60m", "pager, phone"),
            ROW.format("60m", "phone, chat"),
            "Sev-1: escalate to Legal Counsel, channels: added chat, removed pager",
        ),
        (
            ROW.format("60m", "pager, phone"),
            ROW.format("60m", "phone, pager"),
            "Sev-1: escalate to Legal Counsel, order of channels changed",
        ),
        (
            ROW.format("60m", "pager"),
            "rows: []\n",
            "removed row Sev-1: escalate to Legal Counsel, from Incident Commander, within 60m, channels pager",
        ),
        (
            "rows: []\n",
            ROW.format("60m", "pager"),
            "added row Sev-1: escalate to Legal Counsel, from Incident Commander, within 60m, channels pager",
        ),
        (ROW.format("60m", "pager"), ROW.format("60m", "pager").replace("id: r1, ", ""), None),
    ],
)
def test_the_matrix_in_words(before: str, after: str, sentence: str | None) -> None:
    found = said("data/escalation.yml", before, after, roles=ROLES, severities=LEVELS)
    assert found == [sentence or "Sev-1: escalate to Legal Counsel, id r1 no longer there"]


def test_two_rows_that_would_be_called_the_same_say_from_whom() -> None:
    second = "  - {id: r2, severity: sev-1, from: security-lead, to: legal-counsel, within: 2h}\n"
    before = ROW.format("60m", "pager") + second
    found = said("data/escalation.yml", before, before.replace("2h", "90m"), roles=ROLES, severities=LEVELS)
    assert found == ["Sev-1: escalate to Legal Counsel from Security Lead 2h → 90m"]


def test_severities_in_words() -> None:
    before = (
        "levels:\n  - id: sev-1\n    name: Sev-1\n    label: Critical\n"
        "    criteria: [{id: S1-C1, text: Data is out}]\n    targets: {contain: 6h, name_commander: none}\n"
    )
    after = (
        before.replace("6h", "4h")
        .replace("none", "30m")
        .replace("Critical", "Severe")
        .replace("}]", "}, {id: S1-C2, short: Ransom}]")
    )
    assert said("data/severities.yml", before, after) == [
        "Sev-1: label Critical → Severe",
        "Sev-1: added criterion S1-C2 (Ransom)",
        "Sev-1: contain 6h → 4h",
        "Sev-1: name commander none → 30m",
    ]


def test_a_long_text_is_shown_beneath_and_not_in_the_sentence() -> None:
    old = "Customer, personal or regulated data has left us without permission, confirmed"
    text = "levels:\n  - {{id: sev-1, name: Sev-1, criteria: [{{id: S1-C1, text: '{0}'}}]}}\n"
    found = changed(
        {"data/severities.yml": text.format(old)}, {"data/severities.yml": text.format(f"{old}, in any amount")}
    )
    assert found.changes == ("Sev-1, criterion S1-C1: text reworded",)
    (beneath,) = found.passages
    assert beneath.title == "data/severities.yml: Sev-1, criterion S1-C1"
    assert beneath.lines == (f"-{old}", f"+{old}, in any amount")


def test_people_come_and_go_in_words() -> None:
    before = PEOPLE
    after = before.replace("name: Dana Okafor}", "name: Dana Okafor, left: 2026-03-31}").replace(
        "  - {id: lee, name: Lee Park}\n", "  - {id: ana, name: Ana Ruiz, started: 2026-04-01}\n"
    )
    assert said("data/people.yml", before, after) == [
        "people: Lee Park removed from the roster",
        "people: Dana Okafor leaves, last day 2026-03-31",
        "people: Ana Ruiz joined, started 2026-04-01",
    ]


def holders(*terms: str) -> str:
    return f"roles:\n  - id: security-lead\n    title: Security Lead\n    holders: [{', '.join(terms)}]\n"


DANA = "{person: dana, as: primary, since: 2024-01-08}"
DANA_ENDS = "{person: dana, as: primary, since: 2024-01-08, until: 2025-12-31}"
LEE = "{person: lee, as: primary, since: 2026-01-01}"
DEPUTY = "{person: lee, as: deputy, since: 2025-03-01}"


@pytest.mark.parametrize(
    ("before", "after", "sentences"),
    [
        ((DANA,), (LEE,), ["holder Dana Okafor → Lee Park (primary) since 2026-01-01"]),
        (
            (DANA,),
            (DANA_ENDS, LEE),
            ["holder Dana Okafor → Lee Park (primary) since 2026-01-01; Dana Okafor until 2025-12-31"],
        ),
        ((DANA,), (DANA, DEPUTY), ["Lee Park joined as deputy since 2025-03-01"]),
        ((DANA, DEPUTY), (DANA,), ["Lee Park (deputy) removed"]),
        ((DANA, DEPUTY), (DANA, LEE), ["Lee Park deputy → primary since 2026-01-01"]),
        ((DANA,), (DANA_ENDS,), ["Dana Okafor (primary) until 2025-12-31"]),
        ((DANA_ENDS,), (DANA,), ["Dana Okafor (primary) no longer ends (was 2025-12-31)"]),
        (
            (DANA,),
            (DANA.replace("2024-01-08", "2024-02-01"),),
            ["Dana Okafor primary since 2024-01-08 → 2024-02-01"],
        ),
    ],
)
def test_handovers_in_words(before: tuple[str, ...], after: tuple[str, ...], sentences: list[str]) -> None:
    found = said("data/roles.yml", holders(*before), holders(*after), people=PEOPLE)
    assert found == [f"role Security Lead: {sentence}" for sentence in sentences]


def test_holders_in_another_order_are_no_handover() -> None:
    found = said("data/roles.yml", holders(DANA, DEPUTY), holders(DEPUTY, DANA), people=PEOPLE)
    assert found == ["role Security Lead: order of holders changed"]


def test_the_register_in_words() -> None:
    before = "status: draft\nclasses:\n  policy: {approvers: [legal-counsel], review_every: 365d}\ndocuments: []\n"
    after = (
        "status: adopted\nclasses:\n  policy: {approvers: [legal-counsel, commander], review_every: 180d}\n"
        "documents:\n  - {id: RB-11, title: Deepfakes, class: policy, owner: commander}\n"
    )
    names = Labels({"legal-counsel": "Legal Counsel", "commander": "Incident Commander"})
    assert [str(s) for s in describe_data("data/register.yml", parsed(before), parsed(after), names)] == [
        "status draft → adopted",
        "class policy: approvers: added Incident Commander",
        "class policy: review every 365d → 180d",
        "added document RB-11 (Deepfakes), class policy, owner Incident Commander",
    ]


def parsed(text: str) -> object:
    from ratified.changes.data_diff import plain
    from ratified.source.yaml_reader import read_yaml

    return plain(read_yaml("x.yml", text).value)


def test_notifications_contracts_limits_and_waivers_in_words() -> None:
    commitment = "commitments:\n  - {{id: customer-notice, audience: customers, within: {0}, text: Tell}}\n"
    assert said("data/notifications.yml", commitment.format("48h"), commitment.format("24h")) == [
        "notifications: customers within 48h → 24h"
    ]
    contract = "contracts:\n  - {{id: CT-1, party: Northwind, windows: [{{id: ct-1-dpa, within: {0}}}]}}\n"
    assert said("data/contracts.yml", contract.format("72h"), contract.format("48h")) == [
        "contract CT-1 (Northwind), window ct-1-dpa: within 72h → 48h"
    ]
    assert said("data/limits.yml", "limits: [{id: a, count: 2}]\n", "limits: [{id: a, count: 3}]\n") == [
        "limit a: count 2 → 3"
    ]
    waiver = "waivers:\n  - {code: ROL-02, place: data/roles.yml, reason: Hiring, expires: 2026-04-01}\n"
    assert said("data/waivers.yml", "waivers: []\n", waiver) == [
        "added waiver ROL-02, place data/roles.yml, reason Hiring, expires 2026-04-01"
    ]


def test_rows_that_change_alike_are_told_together() -> None:
    rows = "in_scope:\n" + "".join(f"  - {{clock: c{n}, verified_on: 2025-05-12}}\n" for n in range(4))
    assert said("data/notifications.yml", rows, rows.replace("2025-05-12", "2026-09-14")) == [
        "4 clocks: verified on 2025-05-12 → 2026-09-14 (c0, c1, c2, c3)"
    ]


def test_a_rotation_in_words() -> None:
    one = "rotations:\n  - id: first\n    pattern: [{primary: dana, backup: lee}, {primary: lee}]\n"
    two = one.replace("{primary: lee}", "{primary: lee, backup: dana}")
    assert said("data/oncall.yml", one, two, people=PEOPLE) == [
        "rotation first: pattern Dana Okafor (backup Lee Park), Lee Park → "
        "Dana Okafor (backup Lee Park), Lee Park (backup Dana Okafor)"
    ]


def test_a_reaffirmation_says_that_there_is_nothing_else() -> None:
    assert said("data/limits.yml", "reviewed: 2025-03-02\nlimits: []\n", "reviewed: 2026-03-01\nlimits: []\n") == [
        "reviewed: 2025-03-02 → 2026-03-01, nothing else"
    ]


def test_a_review_date_beside_anything_else_never_says_nothing_else() -> None:
    old, new = "reviewed: 2025-03-02\n# why\nlimits: []\n", "reviewed: 2026-03-01\n# why not\nlimits: []\n"
    assert said("data/limits.yml", old, new) == [
        "line breaks, spaces or comments of data/limits.yml changed, and no word",
        "reviewed: 2025-03-02 → 2026-03-01",
    ]
    assert said("data/limits.yml", "reviewed: 2025-03-02\n", ("100755", "reviewed: 2026-03-01\n")) == [
        "data/limits.yml is executable now, was an ordinary file",
        "reviewed: 2025-03-02 → 2026-03-01",
    ]


def test_what_shows_a_promise_is_told_by_its_clause() -> None:
    old = "promises:\n  - {clause: IR-4.2, rules: [SEV-06, SEV-01]}\n  - {clause: IR-4.3, unchecked: No}\n"
    new = "promises:\n  - {clause: IR-4.2, rules: [SEV-06]}\n  - {clause: IR-4.4, documents: [POL-IR]}\n"
    assert said("data/coverage.yml", old, new) == [
        "removed promise IR-4.3, unchecked No",
        "promise IR-4.2: rules: removed SEV-01",
        "added promise IR-4.4, documents POL-IR",
    ]


def test_several_review_dates_say_whose_they_are() -> None:
    old = dict.fromkeys(("data/limits.yml", "data/coverage.yml"), "reviewed: 2025-03-02\n")
    new = dict.fromkeys(old, "reviewed: 2026-03-01\n")
    assert changed(old, new).changes == (
        "reviewed of data/coverage.yml: 2025-03-02 → 2026-03-01, nothing else",
        "reviewed of data/limits.yml: 2025-03-02 → 2026-03-01, nothing else",
    )


PAGE = """---
title: Escalation
---

Before it begins.

## The path

{{ clause("IR-5.1", "CC7.4") }} The commander must answer.

{{ clause("IR-5.2", "CC7.4", "CC2.2") }} Legal is told.
All of them.

## Limits

- None.
"""
PATH = "docs/policy/escalation.md"


@pytest.mark.parametrize(
    ("old", "new", "sentences"),
    [
        ("Legal is told.", "Legal is called.", ["clause IR-5.2 reworded"]),
        ('"IR-5.1", "CC7.4")', '"IR-5.1", "CC7.3")', ["clause IR-5.1 cites other criteria: adds CC7.3, drops CC7.4"]),
        ('clause("IR-5.1", "CC7.4")', 'clause("IR-5.1", CC7)', ["clause IR-5.1 cites other criteria: drops CC7.4"]),
        ('"IR-5.2"', '"IR-5.3"', ["clause IR-5.2 removed", "clause IR-5.3 added"]),
        ("Before it begins.", "Before.", [f"text of {PATH} changed (1 line)"]),
        ("- None.", "- None.\n- Few.", [f'text of {PATH} under "Limits" changed (1 line)']),
        ("## Limits", "## Bounds", [f'{PATH}: heading "Limits" is now "Bounds"']),
        ("## Limits\n\n- None.\n", "", [f'{PATH}: section "Limits" removed']),
        ("title: Escalation", "title: Paths", [f"{PATH}: title Escalation → Paths"]),
        ("title: Escalation", "title: Escalation\nhide: [toc]", [f"{PATH}: hide toc, new"]),
        (
            "told.\nAll of",
            "told. All of",
            [f"line breaks, spaces or comments of {PATH} changed, and no word"],
        ),
    ],
)
def test_a_page_in_words(old: str, new: str, sentences: list[str]) -> None:
    found = changed({PATH: PAGE}, {PATH: PAGE.replace(old, new)})
    assert list(found.changes) == sentences
    assert [p.title for p in found.passages] == [PATH]


def test_beneath_a_clause_stands_what_it_said_and_says() -> None:
    found = changed({PATH: PAGE}, {PATH: PAGE.replace("All of them.", "Each of them.")})
    assert found.passages[0].lines == (
        "@@ -11,3 +11,3 @@",
        ' {{ clause("IR-5.2", "CC7.4", "CC2.2") }} Legal is told.',
        "-All of them.",
        "+Each of them.",
        " ",
    )


def test_a_clause_that_moves_to_another_page_is_neither_gone_nor_new() -> None:
    clause = '{{ clause("IR-5.1", "CC7.4") }} The commander must answer.\n\n'
    other = "---\ntitle: Other\n---\n\nText.\n\n"
    found = changed(
        {PATH: PAGE, "docs/policy/other.md": other},
        {PATH: PAGE.replace(clause, ""), "docs/policy/other.md": other + clause},
    )
    assert found.changes == (f"clause IR-5.1 moved from {PATH} to docs/policy/other.md",)


def test_pages_come_go_and_move() -> None:
    assert changed({}, {PATH: PAGE}).changes == (
        f"clauses IR-5.1, IR-5.2 added with {PATH}",
        f"page {PATH} added",
    )
    assert changed({PATH: PAGE}, {}).changes == (
        f"clauses IR-5.1, IR-5.2 removed with {PATH}",
        f"page {PATH} removed",
    )
    assert changed({PATH: PAGE}, {"docs/policy/path.md": PAGE}).changes == (
        f"{PATH} moved to docs/policy/path.md, byte for byte",
    )
    assert changed({PATH: PAGE}, {"docs/policy/path.md": PAGE.replace("Legal is", "Legal was")}).changes == (
        f"clause IR-5.1 moved from {PATH} to docs/policy/path.md",
        f"clause IR-5.2 moved from {PATH} to docs/policy/path.md",
        "clause IR-5.2 reworded",
        f"page {PATH} removed",
        "page docs/policy/path.md added",
    )


def test_text_in_another_order_is_told() -> None:
    first = PAGE[PAGE.index('{{ clause("IR-5.1"') : PAGE.index('{{ clause("IR-5.2"')]
    found = changed({PATH: PAGE}, {PATH: PAGE.replace(first, "") + first})
    assert found.changes == (f"order of the text of {PATH} changed",)


RUNBOOK = "---\nid: RB-01\ntitle: Outage\n---\n\n## Contain\n\nFirst.\n\n1. Stop it.\n2. Look.\n   Twice.\n3. Tell.\n"


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("Stop it.", "Stop it now.", "Contain: step 1 reworded"),
        ("   Twice.", "   Thrice.", "Contain: step 2 reworded"),
        ("3. Tell.", "3. Tell.\n4. Write.", "Contain: step 4 added"),
        ("1. Stop it.\n2. Look", "1. Look", "Contain: step 1 of before removed"),
        ("3. Tell.", "1. Tell.", 'text of runbooks/rb.md under "Contain" changed (1 line)'),
        ("First.", "At first.", 'text of runbooks/rb.md under "Contain" changed (1 line)'),
    ],
)
def test_a_runbook_in_words(old: str, new: str, sentence: str) -> None:
    files = ({"runbooks/rb.md": RUNBOOK}, {"runbooks/rb.md": RUNBOOK.replace(old, new)})
    assert changed(*files, document="RB").changes == (sentence,)


def test_what_is_no_text_has_words_too() -> None:
    assert said("docs/img/chart.png", b"\x00\x01", b"\x00\x01\x02") == [
        "image docs/img/chart.png changed (2 → 3 bytes)"
    ]
    assert said("other/a.txt", "one\ntwo\n", "one\nthree\n") == ["file other/a.txt changed (1 line)"]
    assert said("other/a.txt", ("120000", "x"), ("120000", "y")) == ["other/a.txt points elsewhere"]
    assert said("other/a.txt", "x", ("120000", "x")) == ["other/a.txt is a symbolic link now, was an ordinary file"]
    assert said("other/a.txt", "x", ("160000", "x")) == ["other/a.txt is a submodule now, was an ordinary file"]


def test_data_that_cannot_be_read_is_shown_as_text() -> None:
    found = changed({"data/limits.yml": "limits: []\n"}, {"data/limits.yml": "limits: [\n"})
    assert found.changes == ("data/limits.yml changed (1 line), and cannot be read as data on both sides",)
    assert found.passages[0].lines == ("@@ -1,2 +1,2 @@", "-limits: []", "+limits: [", " ")


def test_files_that_join_or_leave_a_document_are_told() -> None:
    less = REGISTER.replace("other/*", "else/*")
    assert Past().land({"other/a.txt": "x"}).land({"other/a.txt": "x"}, less).amended().changes[:1] == (
        "other/a.txt is no longer part of it",
    )
    assert Past().land({"other/a.txt": "x"}, less).land({"other/a.txt": "x"}).amended().changes[:1] == (
        "other/a.txt is part of it now",
    )


def test_an_adoption_that_changes_nothing_says_so() -> None:
    past = (
        Past().land({"runbooks/rb.md": RUNBOOK}, REGISTER.replace("adopted", "draft")).land({"runbooks/rb.md": RUNBOOK})
    )
    assert past.amended("RB").changes == ("adopted as is",)


def test_a_file_too_long_to_compare_says_so() -> None:
    old = "---\ntitle: T\n---\n\n" + "x\n" * 6000
    found = changed({PATH: old}, {PATH: old + "y\n"})
    assert found.changes == (f"text of {PATH} changed (1 line)",)
    assert found.passages[0].lines == ("over 5,000 lines: too long to be compared here",)


SCALAR = (
    st.sampled_from(["60m", "1h", "a", "dana", "two words", "x" * 70 + " y", "", "2026-01-01"])
    | st.integers(0, 2)
    | st.booleans()
)
KEY = st.sampled_from(
    (
        *("id", "name", "text", "rows", "levels", "targets", "within", "to", "from", "severity", "person", "as"),
        *("holders", "roles", "people", "pattern", "classes", "reviewed", "left", "commitments", "audience", "title"),
    )
)
VALUE = st.recursive(
    SCALAR,
    lambda inner: st.lists(inner, max_size=3).map(tuple) | st.dictionaries(KEY, inner, max_size=4),
    max_leaves=12,
)
FILE = st.dictionaries(KEY, VALUE, max_size=4)
PATHS = st.sampled_from([f"data/{n}.yml" for n in ("roles", "people", "escalation", "severities", "notifications")])


@settings(max_examples=by_day(130, by_night=400), deadline=None)
@given(path=PATHS, before=FILE, after=FILE)
def test_whatever_differs_is_told_and_what_is_the_same_is_not(path: str, before: object, after: object) -> None:
    found = list(describe_data(path, before, after, Labels()))
    assert all(str(sentence).strip() for sentence in found)
    assert bool(found) == bool(list(differences(before, after)))
    assert not list(describe_data(path, before, before, Labels()))


TERM = st.fixed_dictionaries(
    {"person": st.sampled_from(["dana", "lee"]), "as": st.sampled_from(["primary", "deputy"])},
    optional={"since": st.sampled_from(["2024-01-01", "2025-01-01"]), "until": st.just("2026-01-01")},
)
ROLE = st.lists(TERM, max_size=3).map(lambda h: {"roles": ({"id": "r", "holders": tuple(h)},)})


@settings(max_examples=by_day(100, by_night=300), deadline=None)
@given(before=ROLE, after=ROLE)
def test_no_handover_is_lost(before: object, after: object) -> None:
    sentences = " ".join(str(s) for s in describe_data("data/roles.yml", before, after, Labels()))
    old, new = ({tuple(sorted(t.items())) for t in side["roles"][0]["holders"]} for side in (before, after))  # type: ignore[index]
    assert all(dict(term)["person"] in sentences for term in old ^ new)
    assert (before == after) == (sentences == "")


LINES = st.lists(
    st.sampled_from(
        (
            *("", "## A", "## B", "text", "text two", "1. step", "2. other", "   more", "- item", "{{ broken(", "```"),
            *(
                '{{ clause("IR-1", "C") }} One.',
                '{{ clause("IR-2") }} Two.',
                '{{ clause("IR-1") }} {{ clause("IR-3") }}',
            ),
        )
    ),
    max_size=8,
).map(lambda lines: "---\ntitle: T\n---\n\n" + "\n".join(lines) + "\n")


@settings(max_examples=by_day(100, by_night=300), deadline=None)
@given(before=LINES, after=LINES)
def test_no_change_of_a_page_goes_without_a_word(before: str, after: str) -> None:
    if before != after:
        found = changed({PATH: before}, {PATH: after})
        assert found.changes
        assert found.changes != ("its entry in the register changed, and none of its files",)
        if before.split() != after.split():
            assert not any("and no word" in change for change in found.changes)


def test_hours_of_a_rotation_are_told_from_when_until_when() -> None:
    """Both ends are told, also where nothing else of the row is."""
    office = {"from": "08:00", "to": "20:00"}
    night = {"from": "20:00", "to": "08:00", "days": ("friday",)}
    before, after = ({"rotations": ({"id": "line", "hours": hours},)} for hours in ((office,), (office, night)))
    assert [str(s) for s in describe_data("data/oncall.yml", before, after, Labels())] == [
        "rotation line: added hours 20:00 to 08:00, days friday"
    ]
    none = {"rotations": ({"id": "line"},)}
    assert [str(s) for s in describe_data("data/oncall.yml", before, none, Labels())] == [
        "rotation line: removed hours 08:00 to 20:00"
    ]
