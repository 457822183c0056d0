"""SIT-18 and `ratified check --fix`, on pages of a company and through the command line."""

from __future__ import annotations

import json
import stat
import time
from typing import TYPE_CHECKING

import pytest

from ratified.cli.main import main
from ratified.settings.block_extensions import block_extensions
from ratified.source.outline import read_outline
from ratified.source.outline_differences import compared

if TYPE_CHECKING:
    from conftest import Starter

RUNBOOK = "runbooks/RB-08-lost-device.md"
UNGOVERNED = "docs/notes.md"
NIGHT = ("--as-of", "2026-11-22")


def found(starter: Starter) -> list[str]:
    return [f"{finding.place} {finding.message}; {finding.help}" for finding in starter.findings("SIT-18")]


def test_the_repository_itself_is_read_as_it_is_shown(starter: Starter) -> None:
    assert found(starter) == []


@pytest.mark.parametrize(
    ("text", "down", "message"),
    [
        (
            "We need:\n- a laptop\n- a phone",
            1,
            "a list directly under other text, which the site shows as a part of that text; "
            "put an empty line above it; `ratified check --fix` does it",
        ),
        (
            "#incident-room is where we meet.",
            0,
            "a line that begins with '#incident-room', which the site shows as a heading; "
            "write \\ before the #; `ratified check --fix` does it",
        ),
        (
            "#Aim and scope",
            0,
            "a line that begins with '#Aim', which the site shows as a heading; write a blank behind the #, "
            "or \\ before it where it is no heading; `ratified check --fix` does it",
        ),
        (
            "1) Call.\n2) Lock.",
            0,
            "a step numbered 1), which the site shows as text; "
            "write a full stop after the number; `ratified check --fix` does it",
        ),
        (
            "- a\n  - b",
            1,
            "not indented by four blanks for each level of its list, so the site takes it out of its list item; "
            "indent it by four blanks for each level of the list; `ratified check --fix` does it",
        ),
        (
            "```console host\nuptime\n```",
            0,
            "the rules read a block of code here, 'uptime', and the site shows text; "
            "open it with ``` and at most one word, and close it with as many signs as open it",
        ),
        (
            "<details>\n<summary>More</summary>\n\n- a\n\n</details>",
            3,
            "the rules read a list item here, 'a', and the site shows none; take it out of <details>, or write "
            "<details markdown> and name md_in_html under markdown_extensions in mkdocs.yml",
        ),
        (
            "<!--\n## Old steps\n-->",
            1,
            "the rules read a heading here, 'Old steps', and the site shows none; "
            "the site shows nothing of a comment: delete it, or write it as text",
        ),
    ],
)
def test_each_difference_has_its_line_and_what_to_do(starter: Starter, text: str, down: int, message: str) -> None:
    line = starter.add(RUNBOOK, text)
    assert found(starter)[0] == f"{RUNBOOK}:{line + down}:1 {message}"


@pytest.mark.parametrize(
    ("text", "down", "message"),
    [
        (
            "When nobody answers, call these:\n[Priya]: 1-on-the-roster\n[Dana]: 2-on-the-roster",
            0,
            "the rules read a paragraph here, 'When nobody answers, call these: [Priya…', and the site shows none; ",
        ),
        (
            '1. Lock it.\n2. <!-- {{ role("scribe") }}: tell legal. -->',
            1,
            "a macro call inside of a comment, which the rules count and the site does not show; ",
        ),
        ("1. Lock it.\n2. <!-- tell legal -->", 1, "the rules read a list item here, '<! -- tell legal -->', and "),
        ("1. Run it on <host> as `<account>`", 0, "<host>, of which the site shows nothing: a browser takes it for a "),
    ],
)
def test_what_the_site_drops_from_a_page_is_found(starter: Starter, text: str, down: int, message: str) -> None:
    line = starter.add(RUNBOOK, text)
    assert found(starter)[0].startswith(f"{RUNBOOK}:{line + down}:1 {message}")


@pytest.mark.parametrize(
    "text",
    [
        "- a\n<!-- prettier-ignore -->\n- b",
        "Text <!-- a remark --> goes on.\n\n<!-- markdownlint-disable -->",
        "A <b>word</b>, `<host>`, <ops@example.com>, <https://example.com/> and 3 < 4 > 2.",
        "Text\n{: .note }",
    ],
)
def test_what_a_reader_sees_alike_is_left_alone(starter: Starter, text: str) -> None:
    starter.add(RUNBOOK, text)
    assert found(starter) == []


@pytest.mark.parametrize(
    "unit",
    [
        *("1) a\n", "- a\n  - b\n", "- a\n\n  b\n", "<div>\n- a\n", "a\n- b\n\n", "# h\n- a\n  - b\n"),
        *("- {0}\n  - x{0}\n", "<!-- ", "<x y ", "`<a`", "| a |\n"),
    ],
)
def test_four_times_the_page_takes_no_more_than_so_much_longer(unit: str) -> None:
    def spent(size: int) -> float:
        text = "text\n" + "".join(unit.format(n) if "{0}" in unit else unit for n in range(size // len(unit)))
        start = time.process_time()
        compared(text, read_outline(text), block_extensions())
        return time.process_time() - start

    assert spent(120_000) < 12 * max(spent(30_000), 0.2)


def test_a_page_that_no_document_governs_is_left_alone(starter: Starter) -> None:
    starter.write(UNGOVERNED, "---\ntitle: Notes\n---\n\nWe need:\n- a laptop\n")
    assert found(starter) == []


def test_an_extension_that_reads_it_otherwise_is_heeded(starter: Starter) -> None:
    starter.add(RUNBOOK, "<details markdown>\n<summary>More</summary>\n\n- a\n\n</details>")
    assert len(found(starter)) == 1
    starter.write("mkdocs.yml", "site_name: x\nmarkdown_extensions:\n  - md_in_html\n")
    assert found(starter) == []


def test_an_extension_that_nobody_knows_leaves_it_to_the_build(starter: Starter) -> None:
    starter.add(RUNBOOK, "We need:\n- a laptop")
    starter.write("mkdocs.yml", "site_name: x\nmarkdown_extensions:\n  - mdx_truly_sane_lists\n")
    assert found(starter) == []


def ratified(starter: Starter, *arguments: str) -> int:
    return main(["check", "--repo", str(starter.root), *NIGHT, *arguments])


MACROS = '{{ role("security-lead") }} and {{ role("scribe") }}'


def test_fix_changes_blanks_and_signs_and_nothing_else(starter: Starter, capsys: pytest.CaptureFixture[str]) -> None:
    broken = f"Do this:\n1) Call {MACROS}.\n   - by {MACROS}\n\n     ```sh\n       uptime\n     ```\n2) Lock.\n\n#room"
    line = starter.add(RUNBOOK, broken)
    starter.committed()
    file = starter.root / RUNBOOK
    before, mode = file.read_text("utf-8"), file.stat().st_mode
    assert ratified(starter, "--fix") == 0
    out, err = capsys.readouterr()
    assert "SIT-18" not in out
    said = err.split("\n")
    assert said[0].startswith(f"fixed {RUNBOOK}:{line + 1}: ")
    assert said[-2] == "6 changes in 1 page; see them with `git diff`"
    fixed = (
        f"Do this:\n\n1. Call {MACROS}.\n    - by {MACROS}\n\n        ```sh\n          uptime\n        ```\n\n"
        "2. Lock.\n\n\\#room"
    )
    assert file.read_text("utf-8") == before.replace(broken, fixed)
    assert stat.S_IMODE(file.stat().st_mode) == stat.S_IMODE(mode)
    assert ratified(starter, "--fix", "--format", "json") == 0
    out, err = capsys.readouterr()
    assert json.loads(out)["findings"] is not None
    assert err == "nothing to fix: no governed page differs from what the site shows in a way that is mechanical\n"


def test_tabs_inside_of_code_and_mixed_line_ends_stay(starter: Starter) -> None:
    starter.add(RUNBOOK, "- a\n  - b\n\n    ```make\n    all:\n    \techo\thi\n    ```")
    file = starter.root / RUNBOOK
    before = file.read_bytes()
    begin = before.rindex(b"- a\n")
    mixed = before[:begin] + before[begin:].replace(b"\n", b"\r\n")
    file.write_bytes(mixed)
    starter.committed()
    assert ratified(starter, "--fix") == 0
    fixed = b"- a\n    - b\n\n        ```make\n        all:\n            echo\thi\n        ```\n"
    assert file.read_bytes() == mixed[:begin] + fixed.replace(b"\n", b"\r\n")


def test_line_ends_stay_as_they_were(starter: Starter) -> None:
    starter.add(RUNBOOK, "We need:\n- a laptop")
    file = starter.root / RUNBOOK
    before = file.read_bytes().replace(b"\n", b"\r\n")
    file.write_bytes(before)
    starter.committed()
    assert ratified(starter, "--fix") == 0
    assert file.read_bytes() == before.replace(b"need:\r\n- a", b"need:\r\n\r\n- a")


@pytest.mark.parametrize("other", [("--ref", "HEAD"), ("--base", "main")])
def test_fix_changes_the_work_tree_alone(
    starter: Starter, other: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    starter.add(RUNBOOK, "We need:\n- a laptop")
    starter.committed()
    before = (starter.root / RUNBOOK).read_bytes()
    assert ratified(starter, "--fix", *other) == 2
    assert "it changes the work tree, so it goes with neither --ref nor --base" in capsys.readouterr().err
    assert (starter.root / RUNBOOK).read_bytes() == before


def test_what_no_fix_can_help_stays_an_error(starter: Starter, capsys: pytest.CaptureFixture[str]) -> None:
    starter.add(RUNBOOK, "```console host\nuptime\n```")
    starter.committed()
    assert ratified(starter, "--fix") == 1
    assert " error SIT-18 the rules read a block of code here" in capsys.readouterr().out


def test_text_that_begins_as_code_is_told_as_that(starter: Starter) -> None:
    line = starter.add(RUNBOOK, "a. On leaving:\n\n    i. The manager tells\nthe owner.")
    (said,) = found(starter)
    assert said.startswith(f"{RUNBOOK}:{line + 2}:1 the rules read a paragraph here, 'i. The manager tells the owner.'")
    assert said.endswith(
        "; delete the blanks before it, or indent all of it by four: "
        "under no list the site takes indented lines for code"
    )


@pytest.mark.parametrize(
    ("path", "text", "why"),
    [
        ("data/roles.yml", "x: [", "a file could not be read; fix what is listed, then run again"),
        (
            "mkdocs.yml",
            "site_name: x\nmarkdown_extensions:\n  - mdx_truly_sane_lists\n",
            "mkdocs.yml names a Markdown extension that is not known; the site build compares",
        ),
    ],
)
def test_fix_says_why_nothing_was_compared(
    starter: Starter, path: str, text: str, why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    starter.add(RUNBOOK, "We need:\n- a laptop")
    starter.write(path, text)
    starter.committed()
    ratified(starter, "--fix")
    assert capsys.readouterr().err == f"nothing was fixed: {why}\n"
