"""CODEOWNERS read as each forge documents it: a table, and laws against other readers of the same syntax."""

from __future__ import annotations

import re

import pathspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from code_owner_cases import CASES, OwnersCase
from nightly import by_day
from ratified.approval.toolchain_files import CODEOWNERS_FILES
from ratified.policy.code_owners import code_owner_files, forges_of, read_code_owners, where_read
from ratified.policy.code_owners.files import PLACES
from ratified.policy.code_owners.github import github_matches
from ratified.policy.code_owners.gitlab import gitlab_matches
from ratified.policy.code_owners.go_expressions import UnsupportedExpressionError, expression

law = settings(max_examples=by_day(200, by_night=5000), derandomize=True, database=None)


def asked(case: OwnersCase) -> tuple[str, ...] | None:
    lines = read_code_owners(case.forge, "CODEOWNERS", case.text.encode()).deciding(case.path)
    return tuple(owner for line in lines for owner in line.owners) if lines else None


def test_the_table_is_as_long_as_it_should_be() -> None:
    assert len(CASES) >= 100
    assert len({(case.forge, case.text, case.path) for case in CASES}) == len(CASES)
    assert {case.forge for case in CASES} == {*PLACES}


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.forge}: {case.rule}")
def test_who_is_asked_is_what_the_documentation_says(case: OwnersCase) -> None:
    assert asked(case) == case.asked, case.rule


# What is not read is told


def skipped(forge: str, text: str) -> list[tuple[int, str]]:
    return [tuple(one) for one in read_code_owners(forge, "CODEOWNERS", text.encode()).skipped]  # type: ignore[arg-type,misc]


def test_what_github_passes_over_is_told_with_its_line() -> None:
    text = "# all\n* @a\n!/docs/ @d\n[ab] @e\n/docs/ dana\n\\#a @b\n"
    assert skipped("GitHub", text) == [
        (3, "GitHub reads no pattern with !"),
        (4, "GitHub reads no pattern with ["),
        (5, "dana is no login, team or address to GitHub"),
        (6, r"GitHub reads no pattern that begins with \#"),
    ]
    assert skipped("GitHub", "* @a\n" + "#" * 3_000_000) == [(1, "GitHub reads no file of 3 MB or more")]


def test_what_gitlab_takes_for_no_heading_is_told() -> None:
    assert skipped("GitLab", "* @a\n[Docs\n^[Section name]{2} @g\n") == [
        (2, "GitLab reads a heading of a section only as [Name]"),
        (3, "GitLab reads a heading of a section only as [Name]"),
    ]


def test_an_expression_that_is_not_evaluated_is_told_and_the_other_rules_count() -> None:
    text = "a{2} @a\n(a*)* @b\ndocs/.* @c\n(?i)a @d\n(a @e\na) @f\n[[:alpha:]] @g\na** @h\n\\\\pL @i\n.* a@b.example\n"
    file = read_code_owners("Gitea", "CODEOWNERS", text.encode())
    assert [line.pattern for line in file.lines] == ["docs/.*"]
    assert [(line, why.rpartition(": ")[2]) for line, why in file.skipped] == [
        (1, "{ here"),
        (2, "a repetition in a repetition"),
        (4, "a group with (?"),
        (5, "a group that never ends"),
        (6, "a ) that nothing opens"),
        (7, "a set that never ends, or a named one"),
        (8, "two repetitions on end"),
        (9, r"\p"),
        (10, "Gitea and Forgejo read no rule without a login or team"),
    ]


# Where the file is


@pytest.mark.parametrize(
    ("present", "other", "read"),
    [
        ([".github/CODEOWNERS", "CODEOWNERS"], [], [("GitHub", ".github/CODEOWNERS")]),
        (["CODEOWNERS", "docs/CODEOWNERS"], [], [("GitHub", "CODEOWNERS")]),
        (["docs/CODEOWNERS", ".gitlab/CODEOWNERS"], [], [("GitLab", "docs/CODEOWNERS")]),
        (["CODEOWNERS"], [".gitlab-ci.yml"], [("GitLab", "CODEOWNERS")]),
        (["CODEOWNERS"], [".gitea/workflows/check.yml"], [("Gitea", "CODEOWNERS")]),
        ([".forgejo/CODEOWNERS"], [], [("Gitea", ".forgejo/CODEOWNERS")]),
        ([".forgejo/CODEOWNERS", ".gitea/CODEOWNERS"], [], [("Gitea", ".gitea/CODEOWNERS")]),
        (
            ["CODEOWNERS"],
            [".github/workflows/a.yml", ".gitlab-ci.yml"],
            [("GitHub", "CODEOWNERS"), ("GitLab", "CODEOWNERS")],
        ),
        ([], [".gitlab-ci.yml"], []),
        (["codeowners"], [], []),
    ],
)
def test_each_forge_reads_its_own_file(present: list[str], other: list[str], read: list[tuple[str, str]]) -> None:
    found = code_owner_files(present, other, dict.fromkeys(present, b"* @dana\n"))
    assert [(file.forge, file.path) for file in found] == read


def test_every_place_belongs_to_authority_and_a_new_file_goes_where_its_forge_looks() -> None:
    assert {place for places in PLACES.values() for place in places} == {*CODEOWNERS_FILES}
    assert all(where_read(forge, ()) in places for forge, places in PLACES.items())
    assert forges_of(["docs/a.md"]) == []


# Laws

_NAMES = st.text("ab.", min_size=1, max_size=3).filter(lambda name: name.strip("."))
_PATHS = st.lists(_NAMES, min_size=1, max_size=4).map("/".join)
_STEPS = st.one_of(_NAMES, st.just("**"), st.text("ab*?", min_size=1, max_size=3).filter(lambda step: "**" not in step))
_PATTERNS = st.tuples(
    st.sampled_from(["", "/"]), st.lists(_STEPS, min_size=1, max_size=4).map("/".join), st.sampled_from(["", "/"])
).map("".join)


@law
@given(_PATTERNS, _PATHS)
def test_github_reads_patterns_as_gitignore_does_but_for_a_star_at_the_end(pattern: str, path: str) -> None:
    ignored = pathspec.GitIgnoreSpec.from_lines([pattern]).match_file(path)
    if "/" in pattern.rstrip("/") and pattern.endswith("/*"):
        assert not github_matches(pattern, path) or ignored
    else:
        assert github_matches(pattern, path) == ignored


@law
@given(_PATTERNS, _PATHS, st.sampled_from(["GitHub", "GitLab"]))
def test_the_last_line_that_matches_alone_is_asked(pattern: str, path: str, forge: str) -> None:
    matches = github_matches if forge == "GitHub" else gitlab_matches
    file = read_code_owners(forge, "x", f"* @first\n{pattern} @last\n".encode())  # type: ignore[arg-type]
    assert [line.owners for line in file.deciding(path)] == [("@last",) if matches(pattern, path) else ("@first",)]


@law
@given(_PATTERNS, _PATHS)
def test_on_gitlab_a_pattern_without_a_slash_before_it_is_one_below_any_folder(pattern: str, path: str) -> None:
    assert gitlab_matches(pattern.lstrip("/"), path) == gitlab_matches(f"/**/{pattern.lstrip('/')}", path)
    assert not gitlab_matches(f"/{pattern.lstrip('/')}", path) or gitlab_matches(pattern.lstrip("/"), path)


_ATOMS = st.sampled_from(["a", "b", "/", ".", "[ab]", "[^/]", "[a-c.]", r"\.", r"\w", "(?:a|b/)", "(ab|)", "^", "$"])
_EXPRESSIONS = st.lists(
    st.tuples(_ATOMS, st.sampled_from(["", "", "*", "+", "?", "*?"])).map(
        lambda pair: pair[0] if pair[0] in "^$" else "".join(pair)
    ),
    max_size=6,
).map("".join)


@law
@given(st.lists(_EXPRESSIONS, min_size=1, max_size=3).map("|".join), st.text("ab./_-", max_size=8))
def test_expressions_find_what_another_engine_finds(source: str, text: str) -> None:
    assert expression(source)(text) == bool(re.search(source, text, re.ASCII))


@law
@given(st.text(max_size=30), _PATHS)
def test_no_text_makes_a_reader_fail_and_each_line_is_told_once(text: str, path: str) -> None:
    for forge in PLACES:
        file = read_code_owners(forge, "x", text.encode("utf-8", "surrogatepass"))
        assert {*file.deciding(path)} <= {*file.lines}
        numbers = [line.line for line in file.lines] + [line.line for line in file.skipped]
        assert len(numbers) == len({*numbers})


@law
@given(st.text("ab|()[]^$*+?{}\\.-", max_size=12), st.text("ab.", max_size=6))
def test_an_expression_is_evaluated_as_another_engine_does_or_refused(source: str, text: str) -> None:
    try:
        found = expression(source)(text)
    except UnsupportedExpressionError:
        return
    try:
        other = re.compile(source)
    except re.error:
        return  # what Go takes and Python does not
    assert found == bool(other.search(text))
