"""CODEOWNERS made from a register: read back, each governed file is decided by who may approve it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from fnmatch import fnmatchcase
from functools import cache
from typing import TYPE_CHECKING, TypeVar

import pytest
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

from nightly import by_day
from ratified.analysis.owner_assignments import OwnerAssignments
from ratified.analysis.owner_file import owner_file
from ratified.analysis.owner_patterns import contains, forge_patterns
from ratified.analysis.owner_text import by_command
from ratified.model.people import People, Roles
from ratified.model.register import Register
from ratified.policy.code_owners import read_code_owners
from ratified.source.typed import typed
from ratified.source.yaml_reader import read_yaml
from records import Past, finds

if TYPE_CHECKING:
    from ratified.model.data_entry import DataEntry
    from ratified.policy import Book
    from ratified.policy.code_owners import Forge

DAY = date(2026, 11, 22)
FORGES: tuple[Forge, ...] = ("GitHub", "GitLab", "Gitea")
CLASSES = ("policy", "runbook", "authority", "layout")
ROLES = ("board", "lead", "crew")
IDS = ("ann", "bob", "cat", "dan")
law = settings(
    max_examples=by_day(25, by_night=1500), derandomize=True, database=None, phases=(Phase.explicit, Phase.generate)
)
"""Without shrinking: each example is a company, and making it smaller takes minutes."""

E = TypeVar("E", bound="DataEntry")


@cache
def past() -> Past:
    return Past()


def entry(model: type[E], text: str) -> E:
    found = typed(model, yaml := read_yaml("data/x.yml", text))
    assert found is not None, yaml.faults
    return found


def company(
    documents: list[tuple[str, list[str]]],
    files: list[str],
    approvers: dict[str, list[str]] | None = None,
    holders: dict[str, list[str]] | None = None,
    logins: dict[str, str | None] | None = None,
) -> Book:
    """A book of documents (class and patterns), files, the roles that approve a class, their holders and logins."""
    approvers = approvers or {"policy": ["board"], "runbook": ["lead"], "authority": ["board"], "layout": ["lead"]}
    holders = holders or {"board": ["ann"], "lead": ["bob", "cat"]}
    logins = {**{id_: id_.capitalize() for id_ in IDS}, **(logins or {})}
    base = past().book()
    register = "company: Acme Works\nstatus: draft\nscope: {categories: [security]}\nclasses:\n"
    register += "".join(f"  {name}: {{approvers: [{', '.join(roles)}]}}\n" for name, roles in approvers.items())
    register += "documents:\n" if documents else "documents: []\n"
    for number, (class_, patterns) in enumerate(documents, 1):
        listed = ", ".join(f"'{pattern}'" for pattern in patterns)
        register += f"  - {{id: DOC-{number}, title: A, class: {class_}, owner: lead, pages: [{listed}]}}\n"
    people = "people:\n"
    for number, id_ in enumerate(IDS, 1):
        forge = f", forge: {{login: '{logins[id_]}', id: {number}}}" if logins[id_] is not None else ""
        people += f"  - {{id: {id_}, name: A, kind: human, started: 2020-01-06, emails: [{id_}@example.com]{forge}}}\n"
    roles = "roles:\n"
    for role in ROLES:
        held = ", ".join(f"{{person: {id_}, as: deputy, since: 2020-01-06}}" for id_ in holders.get(role, []))
        roles += f"  - {{id: {role}, title: {role.title()}, duties: [Work], holders: [{held}]}}\n"
    return replace(
        base,
        register=entry(Register, register),
        people=entry(People, people),
        roles=entry(Roles, roles),
        pages=tuple(replace(base.pages[0], path=path) for path in files),
        runbooks=(),
        files=tuple(files),
    )


def disagreements(book: Book, forge: Forge) -> tuple[list[tuple[str | None, str]], set[str]]:
    """What APR-23 finds about the file that is made, and the classes of which the file says that nobody is asked."""
    made = owner_file(book, DAY, forge, sorted(past().tree))
    record = past().record(DAY)
    found = finds("APR-23", book, replace(record, files={made.path: made.data}), DAY)
    return [(one.subject, one.message) for one in found], {c for gap in made.gaps if gap.unasked for c in gap.classes}


_PATTERNS = [
    *(
        "docs/*.md",
        "docs/policy/*.md",
        "docs/policy/a.md",
        "docs/policy/*",
        "docs/a b/*.md",
        "docs/#a.md",
        "docs/!b.md",
    ),
    *(
        "docs/*a.md",
        "docs/b*",
        "runbooks/RB-0?-*.md",
        "runbooks/*",
        "docs/x[[]1].md",
        "docs/x[!b]1?.md",
        ".github/own.md",
    ),
    *("docs/assets/p.md", "data/*.yml", "!top.md", "docs/q*", "docs/*z", "docs/**/deep*-*.md", "docs/é*.md"),
]
_FILES = [
    *("docs/policy/a.md", "docs/policy/sub/b.md", "docs/a b/c.md", "docs/#a.md", "docs/!b.md", "docs/x[1].md"),
    *("docs/xa1b.md", "docs/ba.md", "docs/ab.md", "docs/bus/d.md", "runbooks/RB-01-x.md", "runbooks/RB-01-x/y.md"),
    *("docs/assets/p.md", "docs/deep/deep-er.md", "docs/étude.md", "docs/tab\tand\u2028line.md", "!top.md", "top.md"),
]
_FILES += ["docs/qz"]
_DOCUMENTS = st.lists(
    st.tuples(
        st.sampled_from(CLASSES), st.lists(st.sampled_from([*_PATTERNS, "*"]), min_size=1, max_size=3, unique=True)
    ),
    max_size=5,
)
_SOME = st.lists(st.sampled_from(ROLES), min_size=1, max_size=2, unique=True)
_LOGIN = st.sampled_from([None, "x.y", "Ann", "two words", "octo_corp", "-dash", "end.git", "a-b"])
_HOLDERS = st.fixed_dictionaries(dict.fromkeys(ROLES, st.lists(st.sampled_from(IDS[:3]), max_size=2, unique=True)))


def _with_dan(holders: dict[str, list[str]], there: bool) -> dict[str, list[str]]:
    """Somebody who may approve everything, so that a file of two classes has somebody."""
    return {role: [*ids, "dan"] if there else ids for role, ids in holders.items()}


_BOOKS = st.builds(
    company,
    _DOCUMENTS,
    st.lists(st.sampled_from(_FILES), unique=True),
    st.fixed_dictionaries(dict.fromkeys(CLASSES, _SOME)),
    st.builds(_with_dan, _HOLDERS, st.sampled_from([True, True, False])),
    st.fixed_dictionaries({}, optional=dict.fromkeys(IDS[:3], _LOGIN)),
)
_EVERYTHING = company(
    [("policy", _PATTERNS[::2]), ("runbook", _PATTERNS[1::2])],
    _FILES,
    holders={"board": ["ann", "dan"], "lead": ["bob", "dan"]},
)
"""Every pattern and every file at once."""


@pytest.mark.parametrize("forge", FORGES)
def test_nothing_is_missing_where_somebody_may_approve_everything(forge: Forge) -> None:
    assert owner_file(_EVERYTHING, DAY, forge, sorted(past().tree)).gaps == ()


@pytest.mark.parametrize("forge", ["GitHub", "GitLab"])
@pytest.mark.parametrize(
    ("path", "asked"),
    [
        ("docs/new.md", {"@Ann", "@Dan"}),
        ("docs/newa.md", {"@Dan"}),
        ("docs/policy/new.txt", {"@Bob", "@Dan"}),
        ("docs/policy/sub/new.md", {"@Dan"}),
        ("runbooks/RB-07-new/sub/x.md", {"@Dan"}),
        ("runbooks/new.md", {"@Ann", "@Dan"}),
        ("data/sub/new.yml", {"@Bob", "@Dan"}),
        (".github/new.md", {"@Ann", "@Dan"}),
        (".github/own.md", {"@Dan"}),
        ("docs/new.txt", {"@Bob", "@Dan"}),
    ],
)
def test_a_new_file_is_decided_by_all_patterns_that_take_it_in(forge: Forge, path: str, asked: set[str]) -> None:
    made = owner_file(_EVERYTHING, DAY, forge)
    deciding = read_code_owners(forge, made.path, made.data).deciding(path)
    assert {owner for line in deciding for owner in line.owners} == asked


@law
@example(_EVERYTHING, "GitHub")
@example(_EVERYTHING, "GitLab")
@example(_EVERYTHING, "Gitea")
@given(_BOOKS, st.sampled_from(FORGES))
def test_read_back_the_file_agrees_with_the_register_but_for_what_it_says(book: Book, forge: Forge) -> None:
    found, unasked = disagreements(book, forge)
    assert [one for one in found if one[0] not in unasked] == []


@law
@example(_EVERYTHING, "GitHub")
@example(_EVERYTHING, "GitLab")
@example(_EVERYTHING, "Gitea")
@given(_BOOKS, st.sampled_from(FORGES))
def test_exactly_who_may_approve_all_documents_of_a_file_is_asked(book: Book, forge: Forge) -> None:
    made = owner_file(book, DAY, forge)
    case, read = OwnerAssignments(book, DAY, forge), read_code_owners(forge, made.path, made.data)
    assert read.skipped == ()
    apart = " ".join(gap.message for gap in made.gaps if "cannot tell apart" in gap.message)
    for path in {*case.known_paths, *case.named_paths}:
        if (classes := case.classes_of_path(path)) and path not in apart:
            asked = {owner for line in read.deciding(path) for owner in line.owners}
            assert asked == {*case.owners(classes)}, path


@law
@given(_DOCUMENTS, st.sampled_from(["GitHub", "GitLab"]), st.data())
def test_a_file_that_is_not_there_yet_is_decided_by_the_pattern_that_it_will_belong_to(
    documents: list[tuple[str, list[str]]], forge: Forge, data: st.DataObject
) -> None:
    book = company(
        [(c, [p for p in ps if "[" not in p and p.count("*") < 4] or ["docs/z.md"]) for c, ps in documents], []
    )
    case = OwnerAssignments(book, DAY, forge)
    made = owner_file(book, DAY, forge)
    read = read_code_owners(forge, made.path, made.data)
    pattern = data.draw(st.sampled_from([one.pattern for one in case.patterns]))
    put = data.draw(st.sampled_from(["new", "a/new", "x/y/z"]))
    path = re.sub(r"\*+", put, pattern).replace("?", "7")
    if "[" not in pattern and (classes := case.classes_of_path(path)) == case.classes_of_pattern(pattern):
        assert {o for line in read.deciding(path) for o in line.owners} == {*case.owners(classes)}, path


@law
@given(_BOOKS, st.sampled_from(FORGES), st.data())
def test_a_file_that_somebody_changed_is_told_from_one_that_nobody_did(
    book: Book, forge: Forge, data: st.DataObject
) -> None:
    made = owner_file(book, DAY, forge).data
    assert owner_file(book, DAY, forge).data == made
    assert by_command(made)
    assert by_command(made.replace(b"\n", b"\r\n"))
    lines = made.split(b"\n")
    at = data.draw(st.integers(0, len(lines) - 1))
    assert not by_command(b"\n".join([*lines[:at], b"/own/ @somebody", *lines[at:]]))
    assert not by_command(b"\n".join([*lines[:at], *lines[at + 1 :]])) or not lines[at]


@law
@given(st.sampled_from(_PATTERNS), st.sampled_from(_PATTERNS), st.sampled_from(["", "a", "a/b"]))
@example("docs/*", "docs/a?", "a/b")
def test_what_is_in_a_pattern_is_in_one_that_contains_it(wide: str, narrow: str, put: str) -> None:
    path = re.sub(r"\*+", put, narrow).replace("?", "7")
    if contains(wide, narrow) and "[" not in narrow:
        assert fnmatchcase(path, wide)


# Bytes


def body(book: Book, forge: Forge) -> list[str]:
    """The lines of the documents of the register: without the head, and without what is built in."""
    text = owner_file(book, DAY, forge).data.decode()
    shown = re.compile(r"# (?:Class(?:es)? (?:policy|runbook)[ ,](?!and layout|and authority)|Files)")
    return [block.rstrip("\n") for block in text.split("\n\n") if shown.match(block)]


def test_each_class_is_a_section_with_its_people_and_a_folder_of_one_class_stands_as_a_whole() -> None:
    book = company(
        [("policy", ["docs/policy/*.md", "data/s.yml"]), ("runbook", ["docs/a b/x#1.md"])], ["docs/policy/a.md"]
    )
    assert body(book, "GitHub") == [
        "# Class policy, approved by board: DOC-1.\n/docs/policy/ @Ann\n/data/s.yml @Ann",
        "# Class runbook, approved by lead: DOC-2.\n/docs/a\\ b/x?1.md @Bob @Cat",
    ]
    assert body(book, "GitLab") == [
        "# Class policy, approved by board: DOC-1.\n/docs/policy/ @Ann\n/data/s.yml @Ann",
        "# Class runbook, approved by lead: DOC-2.\n/docs/a\\ b/x\\#1.md @Bob @Cat",
    ]
    assert body(book, "Gitea") == [
        "# Class policy, approved by board: DOC-1.\ndocs/policy/.*\\\\.md @Ann\ndata/s\\\\.yml @Ann",
        "# Class runbook, approved by lead: DOC-2.\ndocs/a\\ b/x\\#1\\\\.md @Bob @Cat",
    ]


def test_a_file_of_two_classes_is_for_who_may_approve_both() -> None:
    both = {"board": ["ann", "cat"], "lead": ["bob", "cat"]}
    book = company(
        [("policy", ["docs/*.md"]), ("runbook", ["docs/run.md"])], ["docs/run.md", "docs/b.md"], holders=both
    )
    assert body(book, "GitHub") == [
        "# Class policy, approved by board: DOC-1.\n/docs/**/*.md @Ann @Cat",
        "# Classes policy and runbook together: files that documents of each of them have in common.\n"
        "/docs/run.md @Cat",
    ]
    assert body(book, "Gitea")[0] == "# Class policy, approved by board: DOC-1.\ndocs/b\\\\.md @Ann @Cat"
    alone = company([("policy", ["docs/*.md"]), ("runbook", ["docs/run.md"])], ["docs/run.md"])
    assert body(alone, "GitHub")[1].endswith(
        "\n# Nobody may approve all of policy and runbook; asked is who may approve policy.\n/docs/run.md @Ann"
    )
    found, unasked = disagreements(alone, "GitHub")
    assert unasked >= {"policy", "runbook"}
    assert [message for _, message in found if "DOC" in message] == [
        "/docs/run.md asks @Ann, and ann may not approve DOC-2 (class runbook)"
    ]


def test_whom_the_forge_cannot_ask_is_said_and_given_back() -> None:
    book = company([("runbook", ["docs/run.md"])], [], logins={"bob": None, "cat": "cat.a"})
    github, gitlab = owner_file(book, DAY, "GitHub"), owner_file(book, DAY, "GitLab")
    assert [gap for gap in github.gaps if gap.classes == ("runbook",)] == [
        (("runbook",), "bob is not asked: bob has no `forge.login` in data/people.yml; add it", False),
        (
            ("runbook",),
            "cat is not asked: cat has a `forge.login` in data/people.yml that is none on GitHub; correct it",
            False,
        ),
        (("runbook",), "nobody is asked: nobody who may approve runbook has a login on GitHub", True),
    ]
    assert body(book, "GitHub")[0].split("\n") == [
        "# Class runbook, approved by lead: DOC-1.",
        "# Bob is not asked: bob has no `forge.login` in data/people.yml; add it.",
        "# Cat is not asked: cat has a `forge.login` in data/people.yml that is none on GitHub; correct it.",
        "# Nobody is asked: nobody who may approve runbook has a login on GitHub.",
        "/docs/run.md",
    ]
    assert [gap.message for gap in gitlab.gaps if gap.classes == ("runbook",)] == [
        "bob is not asked: bob has no `forge.login` in data/people.yml; add it"
    ]
    assert "\n/docs/run.md @cat.a\n" in gitlab.data.decode()


def test_a_role_that_nobody_holds_on_the_day_and_a_login_of_two_people_are_said() -> None:
    nobody = company([("runbook", ["docs/run.md"])], [], holders={"board": ["ann"], "lead": []})
    assert (
        ("runbook",),
        "nobody is asked: nobody holds lead on the day; name holders in data/roles.yml",
        True,
    ) in owner_file(nobody, DAY, "GitHub").gaps
    twice = company([("runbook", ["docs/run.md"])], [], logins={"ann": "BOB"})
    assert (
        ("runbook",),
        "bob is not asked: bob has the `forge.login` of ann in data/people.yml; correct one of the two",
        False,
    ) in owner_file(twice, DAY, "GitHub").gaps


def test_two_files_that_github_cannot_tell_apart_are_said() -> None:
    book = company([("policy", ["docs/#.md"]), ("runbook", ["docs/[[].md"])], ["docs/#.md", "docs/[.md"])
    assert [gap.message for gap in owner_file(book, DAY, "GitHub").gaps] == [
        "GitHub cannot tell apart docs/#.md; give one of the files another name"
    ]
    assert owner_file(book, DAY, "GitLab").gaps == ()


def test_the_file_goes_where_the_forge_looks_first_of_those_that_are_there() -> None:
    book = company([], [])
    assert [owner_file(book, DAY, forge).path for forge in FORGES] == [
        ".github/CODEOWNERS",
        ".gitlab/CODEOWNERS",
        ".gitea/CODEOWNERS",
    ]
    assert owner_file(book, DAY, "GitLab", ["docs/CODEOWNERS", ".gitlab/CODEOWNERS"]).path == "docs/CODEOWNERS"


def test_bitbucket_gets_no_file_and_is_told_why() -> None:
    made = owner_file(company([], []), DAY, "Bitbucket")
    assert (made.path, made.data, made.gaps) == ("", b"", ())
    assert made.why_not.startswith("Bitbucket Cloud reads no CODEOWNERS.")


def test_the_file_of_this_repository_agrees_with_its_register() -> None:
    for forge in FORGES:
        assert disagreements(past().book(), forge) == ([], set())


@pytest.mark.parametrize(
    ("pattern", "github", "gitlab", "gitea"),
    [
        ("docs/*.md", ["/docs/**/*.md"], ["/docs/**/*.md"], [r"docs/.*\\.md"]),
        ("a/b-*", ["/a/b-*"], ["/a/b-*", "/a/b-*/"], ["a/b-.*"]),
        ("x*.txt", ["/x*.txt", "/x*/**/*.txt"], ["/x*.txt", "/x*/**/*.txt"], [r"x.*\\.txt"]),
        ("a/*-*-*-*-*-b", ["/a/"], ["/a/"], ["a/.*-.*-.*-.*-.*-b"]),
        ("*", ["*"], ["*"], [".*"]),
        ("!a/b(c).md", ["/!a/b(c).md"], ["/!a/b(c).md"], [r"[!]a/b\\(c\\)\\.md"]),
        ("a[[]b[!x]?.md", ["/a?b??.md"], [r"/a\[b??.md"], [r"a\\[b..\\.md"]),
        ("a\tb", ["/a?b"], ["/a?b"], ["a.b"]),
    ],
)
def test_a_pattern_of_the_register_as_each_forge_writes_it(
    pattern: str, github: list[str], gitlab: list[str], gitea: list[str]
) -> None:
    assert [[*forge_patterns(forge, pattern)] for forge in FORGES] == [github, gitlab, gitea]
