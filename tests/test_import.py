"""`ratified import`: policies of other programs come in with their words as they are, or not at all."""

from __future__ import annotations

import json
import re
import subprocess
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest
import yaml

from conftest import ROOT, commit_everything
from foreign_policies import DOUBLED, JEKYLL, MARKED, PICTURE, POLICIES, REGISTER, ROLES, WINDOWS, company, put
from ratified.analysis.import_navigation import NavigationEntry, with_pages
from ratified.cli.main import main
from ratified.policy import read_book
from ratified.source.tree import WorkTree

if TYPE_CHECKING:
    from pathlib import Path

    from ratified.policy import Book

DAY = "2026-11-22"
PAGES = {
    f"docs/policies/{name.replace('.markdown', '.md')}": data for name, data in POLICIES.items() if b"PNG" not in data
}
REWRITTEN = {
    "docs/policies/access.md": [(b"people/leaving.html", b"people/leaving.md")],
    "docs/policies/backup-policy.md": [(b"restores.markdown", b"restores.md")],
    "docs/policies/encryption.md": [(b"/policies/access.md", b"access.md")],
}
"""Every link that is written anew, as the command lists it."""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The company of policies alone, which has none yet, and beside it the folder of eight."""
    put(tmp_path / "policies", POLICIES)
    return company(tmp_path / "repo")


def run(root: Path, *words: str | Path, day: str = DAY) -> int:
    return main(["import", *map(str, words), "--repo", str(root), "--as-of", day])


def imported(root: Path, capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """What the command prints that takes the eight in."""
    assert run(root, root.parent / "policies", "--owner", "security-lead", *words) == 0
    out, err = capsys.readouterr()
    assert err == ""
    return out


def book(root: Path) -> Book:
    reading = read_book(WorkTree(root))
    assert reading.faults == ()
    assert reading.book is not None
    return reading.book


def everything(root: Path) -> dict[str, bytes]:
    return {str(f.relative_to(root)): f.read_bytes() for f in sorted(root.rglob("*")) if f.is_file()}


def body(data: bytes) -> bytes:
    """A page without its front matter, found as MkDocs finds it."""
    found = re.match(rb"---\r?\n.*?\r?\n---\r?\n", data, re.DOTALL)
    assert found is not None
    return data[found.end() :]


def original_body(name: str, data: bytes) -> bytes:
    """The text of a file that was imported, by hand: what follows the line that ends its front matter."""
    data = data.removeprefix(b"\xef\xbb\xbf")
    if name.endswith("backup-policy.md"):
        return data
    mark = b"+++" if data.startswith(b"+++") else b"---"
    after = data[3:] if data.startswith(mark) else data
    return after[re.search(rb"^%s\r?\n" % re.escape(mark), after, re.MULTILINE).end() :]  # type: ignore[union-attr]


def test_every_word_below_the_front_matter_is_as_it_was_but_for_the_links_that_are_listed(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = imported(root, capsys)
    assert len(PAGES) == 8
    for path, data in PAGES.items():
        words = original_body(path, data)
        for old, new in REWRITTEN.get(path, []):
            assert words.count(b"(" + old) == 1
            words = words.replace(b"(" + old, b"(" + new)
            assert f"the link {old.decode()} is now {new.decode()}\n" in out
        assert body((root / path).read_bytes()) == words, path
    assert out.count(" is now ") == 3
    assert f"{root.parent}/policies/access.md:21:14: the link people/leaving.html is now people/leaving.md\n" in out
    assert "8 pages imported, 0 unchanged, 0 left out; 3 links written anew, 0 dead\n" in out
    assert (root / "docs/policies/img/access.png").read_bytes() == PICTURE
    assert not (root / "docs/policies/img/unused.png").exists()


def test_front_matter_is_mapped_as_far_as_it_is_understood_and_else_kept(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    imported(root, capsys)
    heads = {path: (root / path).read_bytes().split(b"\n---", 1)[0].decode() for path in PAGES}
    assert heads["docs/policies/access.md"] == (
        "---\ntitle: Access Control Policy\nreviewed: 2026-03-02\nextra:\n  layout: policy\n  owner: Security Lead\n"
        '  version: "2.1"\n  effective_date: 2025-01-01\n  satisfies:\n    TSC:\n      - CC6.1\n      - CC6.2\n'
        "  search:\n    exclude: true\n  template: bare.html\n  hide: [navigation]"
    )
    assert heads["docs/policies/passwords.md"] == (
        "---\ntitle: Passwords\nrender_macros: false\nextra:\n  front_matter: |2-\n    title: Password Policy\n"
        "    title: Passphrase Policy"
    )
    assert heads["docs/policies/restores.md"] == '---\ntitle: "2026-01-05"\nextra:\n  reviewed: 03/04/2026'
    assert heads["docs/policies/backup-policy.md"] == "---\ntitle: Backup Policy"
    assert (
        (root / "docs/policies/cafe.md")
        .read_bytes()
        .startswith(
            '---\r\ntitle: "Café Policy"\r\nextra:\r\n  owner: "@kimw"\r\n  status: "no"\r\n---\r\n\r\n# Café'.encode()
        )
    )
    vendors = yaml.safe_load(heads["docs/policies/vendors.md"].removeprefix("---\n"))["extra"]
    assert vendors == {
        "toml": 'title = "Vendor Policy"\ndate = 2025-11-03\niso27001 = ["A.5.19", "A.5.99"]\n[owner]\nname = "Bo"'
    }
    assert heads["docs/policies/people/leaving.md"] == (
        '---\ntitle: "Leaving: what is handed back"\nextra:\n  id: leaving\n  sidebar_position: 8\n'
        "  Policy Owner: Kim Weiss\n  Last Updated: 2026-05-06  # by hand\n"
        '  tags: "tags: !!set {people, devices}"\n  soc2: CC6.5, CC9.99'
    )
    assert all(page.front and not page.front.extra for page in book(root).pages), "no rule can ask what is kept aside"


def test_the_register_gets_a_row_each_and_every_other_byte_stays(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    imported(root, capsys)
    text = (root / "data/register.yml").read_text("utf-8")
    before, after = REGISTER.split("documents: []   # none yet\n")
    assert text.startswith(f"{before}documents:   # none yet\n  - {{id: POL-ACCESS, title: Access Control Policy, ")
    assert text.endswith(f"pages: [docs/policies/vendors.md]}}\n{after}")
    found = {d.id: (d.title, d.class_, d.owner, d.pages) for d in book(root).register.documents}
    assert found == {
        "POL-ACCESS": ("Access Control Policy", "policy", "security-lead", ("docs/policies/access.md",)),
        "POL-BACKUP": ("Backup Policy", "policy", "security-lead", ("docs/policies/backup-policy.md",)),
        "POL-CAFE": ("Café Policy", "policy", "sponsor", ("docs/policies/cafe.md",)),
        "POL-ENCRYPTION": ("Encryption Policy", "policy", "security-lead", ("docs/policies/encryption.md",)),
        "POL-LEAVING": ("Leaving: what is handed back", "policy", "sponsor", ("docs/policies/people/leaving.md",)),
        "POL-PASSWORDS": ("Passwords", "policy", "security-lead", ("docs/policies/passwords.md",)),
        "POL-RESTORES": ("2026-01-05", "policy", "security-lead", ("docs/policies/restores.md",)),
        "POL-VENDORS": ("Vendor Policy", "policy", "security-lead", ("docs/policies/vendors.md",)),
    }


def test_where_each_page_came_from_is_recorded_with_its_hashes(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    imported(root, capsys)
    rows = {row.path: row for row in book(root).imports.imports}
    assert rows.keys() == PAGES.keys()
    for path, data in PAGES.items():
        assert rows[path].sha256 == sha256(data).hexdigest()
        assert rows[path].body_sha256 == sha256(body((root / path).read_bytes())).hexdigest()
        assert str(rows[path].imported) == DAY
    access = rows["docs/policies/access.md"]
    assert access.source == f"{root.parent}/policies/access.md"
    assert (access.version, access.effective, access.updated) == ("2.1", "2025-01-01", None)
    assert rows["docs/policies/people/leaving.md"].updated == "2026-05-06"


def test_requirements_that_front_matter_names_are_listed_as_rows_that_the_coverage_reads(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = imported(root, capsys)
    rows = re.findall(r"^  - \{requirement: .*$", out, re.MULTILINE)
    assert [row.split(",")[0].removeprefix("  - {requirement: ") for row in rows] == [
        *("A.5.19", "CC6.1", "CC6.2", "CC6.5", "CC6.7"),
    ]
    assert "names requirements that are not known here: CC9.99\n" in out
    assert "names requirements that are not known here: A.5.99\n" in out
    put(root, {"data/coverage.yml": ("frameworks: [tsc-2017]\nanswers:\n" + "\n".join(rows) + "\n").encode()})
    assert [row.requirement for row in book(root).coverage.answers][1:3] == ["CC6.1", "CC6.2"]


def test_the_check_says_of_them_what_the_command_said_it_would(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(root.parent / "policies", {"more.md": b"# More\n\n[Gone](gone.md) and [too](no/such.png).\n1. One\n"})
    out = imported(root, capsys)
    said = "leads to no page and no file that is imported or here; correct it, or add what it names"
    assert f"{root.parent}/policies/more.md:3:8: the link gone.md {said}\n" in out
    assert f"{root.parent}/policies/more.md:3:27: the link no/such.png {said}\n" in out
    assert "3 links written anew, 2 dead\n" in out
    assert "`ratified check` will find on them: 3 errors (RUN-04 2, SIT-18 1)\n" in out
    commit_everything(root)
    main(["check", "--repo", str(root), "--as-of", DAY, "--format", "json"])
    report = json.loads(capsys.readouterr().out)
    found = {
        (f["code"], f["path"]) for f in report["findings"] if f["path"].startswith("docs/") and f["level"] == "error"
    }
    assert found == {("RUN-04", "docs/policies/more.md"), ("SIT-18", "docs/policies/more.md")}


# Again


def test_a_second_run_on_the_same_bytes_does_nothing_and_says_so(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    imported(root, capsys)
    before = everything(root)
    out = imported(root, capsys)
    assert out.count(": imported from the same bytes before; nothing to do\n") == 8
    assert "0 pages imported, 8 unchanged, 0 left out" in out
    assert everything(root) == before


def test_a_new_version_of_a_page_that_nobody_changed_here_takes_its_place(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    imported(root, capsys)
    before = everything(root)
    new = POLICIES["access.md"].replace(b"version: 2.1", b"version: 3").replace(b"the role", b"the post")
    put(root.parent / "policies", {"access.md": new})
    assert run(root, root.parent / "policies", "--owner", "security-lead", day="2026-11-23") == 0
    out = capsys.readouterr().out
    assert "docs/policies/access.md  a new version of " in out
    assert "1 page imported, 7 unchanged" in out
    after = everything(root)
    assert {path for path in after if after[path] != before.get(path)} == {
        "data/imports.yml",
        "docs/policies/access.md",
    }
    assert b"the post of a person" in after["docs/policies/access.md"]
    rows = book(root).imports.imports
    assert [(str(row.imported), row.version) for row in rows if row.path == "docs/policies/access.md"] == [
        ("2026-11-23", "3")
    ]
    assert len(rows) == 8


def test_a_page_that_was_amended_here_is_never_overwritten(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    imported(root, capsys)
    page = root / "docs/policies/access.md"
    page.write_bytes(page.read_bytes().replace(b"follows the role", b"follows the need"))
    put(root.parent / "policies", {"access.md": POLICIES["access.md"].replace(b"the role", b"the post")})
    before = everything(root)
    assert run(root, root.parent / "policies", "--owner", "security-lead") == 1
    assert (
        f"left out: {root.parent}/policies/access.md:1:1: docs/policies/access.md was changed since it was imported on "
        f"{DAY}, and so was this file; write into that page by hand what is new in this one\n"
    ) in capsys.readouterr().out
    assert everything(root) == before


def test_a_reaffirmation_is_no_change_that_keeps_a_new_version_out(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    imported(root, capsys)
    page = root / "docs/policies/access.md"
    page.write_bytes(page.read_bytes().replace(b"reviewed: 2026-03-02", b"reviewed: 2026-11-01"))
    put(root.parent / "policies", {"access.md": POLICIES["access.md"].replace(b"the role", b"the post")})
    assert run(root, root.parent / "policies", "--owner", "security-lead") == 0
    assert b"the post" in page.read_bytes()


def test_a_dry_run_writes_nothing_and_ends_with_the_command_that_does(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = everything(root)
    out = imported(root, capsys, "--dry-run")
    assert everything(root) == before
    assert "8 pages would be imported" in out
    command = out.rstrip("\n").split("\n")[-1].split()
    assert command == ["ratified", "import", f"{root.parent}/policies", "--owner", "security-lead", "--repo", str(root)]
    assert main([*command[1:], "--as-of", DAY]) == 0
    assert (root / "docs/policies/access.md").exists()
    assert capsys.readouterr().out.rstrip("\n").split("\n")[-1] == "    ratified check"


# What is refused


def refused(root: Path, capsys: pytest.CaptureFixture[str], *words: str | Path) -> str:
    """What the command says that cannot be done at all; nothing is written."""
    before = everything(root)
    assert run(root, *words) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert everything(root) == before
    return err


def test_nothing_is_written_while_an_owner_or_a_class_is_open(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = root.parent / "policies"
    said = refused(root, capsys, folder)
    assert f"{folder}/backup-policy.md: says no owner\n" in said
    assert said.endswith("name the role that owns these, --owner ROLE: sponsor, security-lead\n")
    assert "access.md" not in said
    put(folder, {"backup-policy.md": b"---\nowner: Nobody Known\n---\n# A\n"})
    known = "its owner, Nobody Known, is no role of data/roles.yml and holds none, or several"
    assert f"{folder}/backup-policy.md: {known}" in refused(root, capsys, folder)
    assert "there is no role 'security'; data/roles.yml has" in refused(root, capsys, folder, "--owner", "security")
    assert "there is no class 'polciy' for pages; did you mean 'policy'?" in refused(
        root, capsys, folder, "--class", "polciy"
    )
    two = REGISTER.replace("  authority:", "  handbook: {approvers: [sponsor]}\n  authority:")
    put(root, {"data/register.yml": two.encode()})
    assert (
        "which class the pages are of is not said, and data/register.yml has the classes policy, handbook"
        in refused(root, capsys, folder, "--owner", "security-lead")
    )
    assert f"{root}/none: no such file or folder" in refused(root, capsys, root / "none", "--class", "policy")
    for place in ("docs/../data", "docs", "docs/assets/x", "docs/.x", "/docs/x"):
        assert "is no folder for pages; name one below docs/" in refused(root, capsys, folder, "--into", place)


def test_an_owner_is_a_role_or_a_person_who_holds_one_and_never_a_guess(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lead = "    holders: [{person: lee, as: primary, since: 2022-01-08}]\n"
    more = (
        "  - {id: clerk, title: Clerk, former_titles: [Registrar], duties: [Files], holders: [\n"
        "      {person: lee, as: deputy, since: 2022-01-08}, {person: kim, as: primary, since: 2022-01-08},\n"
        "      {person: sam, as: primary, since: 2022-01-08, until: 2024-01-01}]}\n"
    )
    put(root, {"data/roles.yml": ROLES.replace(lead, lead + more).encode()})
    said = {
        "title.md": ("security lead", "security-lead"),
        "id.md": ("security-lead", "security-lead"),
        "former.md": ("Registrar", "clerk"),
        "primary.md": ("Lee Park", "security-lead"),
        "login.md": ("'@leep'", "security-lead"),
        "ended.md": ("sam@example.com", "sponsor"),
        "two.md": ("Kim Weiss", None),
        "nobody.md": ("Leo", None),
        "several.md": ("[Security Lead, Clerk]", None),
    }
    for name, (owner, _) in said.items():
        put(root.parent / "own", {name: f"---\npolicy_owner: {owner}\n---\n# {name[:-3]}\n".encode()})
    open_ = refused(root, capsys, root.parent / "own")
    assert sorted(re.findall(r"/own/(\w+\.md): ", open_)) == ["nobody.md", "several.md", "two.md"]
    assert run(root, root.parent / "own", "--owner", "clerk") == 0
    found = {d.pages[0].rpartition("/")[2]: d.owner for d in book(root).register.documents}
    assert found == {name: owner or "clerk" for name, (_, owner) in said.items()}


HOSTILE = {
    b"<script>alert(1)</script>\n": "1:1: a page's text may not hold <script>",
    b"# A\n\n<iframe src='https://x.example'></iframe>\n": "3:1: a page's text may not hold <iframe>",
    b'# A\n\n<div class="r-panel">Approved</div>\n': "3:6: a page's text may not hold the name 'r-panel'",
    b"# A\n\n<div hidden>x</div>\n": "3:1: a page's text may not hold the attribute 'hidden'",
    b"# A\n\n{% include other.md %}\n": "3:1: includes a text from elsewhere: {% include other.md %}; put that",
    b'# A\n\n--8<-- "other.md"\n': '3:1: includes a text from elsewhere: --8<-- "other.md"',
    b"# A\n\n{{< include file.md >}}\n": "3:1: includes a text from elsewhere: {{< include file.md >}}",
    b"# A\n\n{!other.md!}\n": "3:1: includes a text from elsewhere: {!other.md!}",
    b"# A\n\n```{include} other.md\n```\n": "3:1: includes a text from elsewhere: ```{include} other.md",
    b"# A\n\nHe\xe2\x80\xae re\n": "3:3: hides the character U+202E",
    b"# A\n\n\xff\n": "3:1: not UTF-8: byte 0xff",
    b"# A\n\n```\nopen\n": "3:1: a code fence that never closes",
    b"---\ntitle: A\nx: '\xe2\x80\x8b'\n---\n# A\n": "1:1: hides the character U+200B",
    b"---\ntitle: A\nlayout: x\n---\n\n\nOne\n\n<object></object>\n": "9:1: a page's text may not hold <object",
}


@pytest.mark.parametrize(("data", "said"), HOSTILE.items())
def test_what_a_governed_page_may_not_hold_is_told_at_its_place_and_others_go_on(
    root: Path, capsys: pytest.CaptureFixture[str], data: bytes, said: str
) -> None:
    folder = put(root.parent / "two", {"bad.md": data, "good.md": b"# Good\n\nWords.\n", "other.md": b"# Other\n"})
    assert run(root, folder, "--owner", "sponsor") == 1
    out = capsys.readouterr().out
    assert f"left out: {folder}/bad.md:{said}" in out
    assert "2 pages imported, 0 unchanged, 1 left out" in out
    assert sorted(d.pages for d in book(root).register.documents) == [
        ("docs/policies/good.md",),
        ("docs/policies/other.md",),
    ]
    assert not (root / "docs/policies/bad.md").exists()


def test_links_out_of_what_was_named_bring_nothing_along(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = root.parent / "one"
    put(root.parent, {"secret.txt": b"secret", "one/.hidden.txt": b"x", "one/page.html": b"<p>", "one/run.js": b"x"})
    svg = b'<svg xmlns="http://www.w3.org/2000/svg"><script>x</script></svg>'
    put(folder, {"acts.svg": svg, "form.pdf": b"%PDF-1.4"})
    (folder / "link.txt").symlink_to(root.parent / "secret.txt")
    put(folder, {"a.md": b"[1](../secret.txt) [2](.hidden.txt) [3](page.html) [4](run.js) [5](link.txt)\n"
                         b"![6](acts.svg) [7](form.pdf) [8](/etc/hostname)\n"})  # fmt: skip
    assert run(root, folder, "--owner", "sponsor") == 1
    out = capsys.readouterr().out
    assert "0 links written anew, 7 dead" in out
    assert "copied with its page: docs/policies/form.pdf\n" in out
    assert "the link link.txt cannot be read: a symbolic link out of the repository\n" in out
    assert "the link acts.svg is a picture that acts where it is opened by itself: it holds " in out
    assert {path for path in everything(root) if path.startswith("docs/")} == {
        "docs/policies/a.md", "docs/policies/form.pdf",
    }  # fmt: skip


def test_no_way_leads_out_of_the_repository(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    outside = root.parent / "outside"
    outside.mkdir()
    (root / "docs").mkdir()
    (root / "docs/policies").symlink_to(outside)
    assert "this repository cannot be read" in refused(root, capsys, root.parent / "policies", "--owner", "sponsor")
    assert list(outside.iterdir()) == []
    (root / "docs/policies").unlink()
    (root / "docs/policies").write_text("a file", encoding="utf-8")
    assert run(root, root.parent / "policies", "--owner", "sponsor") == 1
    assert "docs/policies stands where docs/policies/access.md would; remove it" in capsys.readouterr().out


def test_a_page_that_another_document_would_take_in_and_one_that_is_there_are_refused(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    row = "documents:\n  - {id: ALL, title: All, class: policy, owner: sponsor, pages: [docs/*.md]}\n"
    register = REGISTER.replace("documents: []   # none yet\n", row)
    put(root, {"data/register.yml": register.encode(), "docs/policies/access.md": b"---\ntitle: Ours\n---\n\nOurs.\n"})
    before = everything(root)
    assert run(root, root.parent / "policies", "--owner", "sponsor") == 1
    out = capsys.readouterr().out
    assert "access.md:1:1: docs/policies/access.md is there and was not imported; move it out of docs/ and " in out
    assert "cafe.md:1:1: docs/policies/cafe.md would belong to ALL, whose pages in data/register.yml take it in" in out
    assert "0 pages imported, 0 unchanged, 8 left out" in out
    assert everything(root) == before


def test_a_document_that_is_retired_has_no_page_any_more(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    row = "{id: OLD, title: Old, class: policy, owner: sponsor, pages: [docs/policies/*.md], retired: 2026-01-01}"
    put(root, {"data/register.yml": REGISTER.replace("[]   # none yet", f"\n  - {row}").encode()})
    imported(root, capsys)
    assert book(root).documents_of("docs/policies/access.md") == ("POL-ACCESS",)


@pytest.mark.parametrize(
    "part", ["{{< include ", "{{#include ", "{% include ", "<!-- #include ", "{!", "](", "[a]: ", "<a "]
)
def test_no_page_makes_it_look_for_long(root: Path, capsys: pytest.CaptureFixture[str], part: str) -> None:
    long = (part * (40_000 // len(part))).encode()
    files = {"a.md": b"# A\n\n" + long, "b.md": b"---\na" + b" " * 100_000 + b"\n---\n", "c.md": b"%TAG ! x\n" * 90_000}
    put(root.parent / "long", files)
    assert run(root, root.parent / "long", "--owner", "sponsor") in (0, 1)
    assert "long/c.md:1:1: 810,000 characters, over the limit of 131,072; split the page" in capsys.readouterr().out


def test_two_files_for_one_place_are_one_page_and_a_refusal(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(root.parent / "x", {"a.md": b"# A\n"})
    put(root.parent / "y", {"A.markdown": b"# B\n"})
    assert run(root, root.parent / "x", root.parent / "y", "--owner", "sponsor") == 1
    assert "A.markdown:1:1: would take the same place as " in capsys.readouterr().out
    assert [d.id for d in book(root).register.documents] == ["POL-A"]


def test_a_register_to_which_nothing_can_be_added_stays_as_it_is(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    flow = "documents: [{id: A, title: A, class: policy, owner: sponsor, pages: [docs/a.md]}]\n"
    put(root, {"data/register.yml": REGISTER.replace("documents: []   # none yet\n", flow).encode()})
    said = refused(root, capsys, root.parent / "policies", "--owner", "sponsor")
    assert said == (
        "ratified: data/register.yml:10: documents is no list of one row a line and more; write it as a block of rows\n"
    )


def test_a_row_that_would_land_inside_of_a_text_is_not_written(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    row = "documents:\n  - id: A\n    class: policy\n    owner: sponsor\n    title: |\n      A\n      # and B\n"
    put(root, {"data/register.yml": REGISTER.replace("documents: []   # none yet\n", row).encode()})
    said = refused(root, capsys, root.parent / "policies", "--owner", "sponsor")
    assert "data/register.yml is written in a way to which nothing can be added here; add the rows by hand" in said


def test_ids_follow_those_of_the_class_and_none_is_used_again(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = (
        "documents:\n- id: SEC-ACCESS\n  title: Old\n  class: policy\n  owner: sponsor\n  pages: [docs/old.md]\n"
        "  retired: 2026-01-01\n\n# The end of them.\n"
    )
    put(root, {"data/register.yml": REGISTER.replace("documents: []   # none yet\n", rows).encode()})
    put(root.parent / "z", {"access.md": b"# A\n", "hr/Access Policy.md": b"# B\n", "07-règles.md": b"# C\n"})
    assert run(root, root.parent / "z", "--owner", "Executive  sponsor") == 0
    text = (root / "data/register.yml").read_text("utf-8")
    assert "\n  retired: 2026-01-01\n- {id: SEC-REGLES, " in text
    assert "]}\n\n# The end of them.\n# Audits come later.\n" in text
    assert [d.id for d in book(root).register.documents] == [
        *("SEC-ACCESS", "SEC-REGLES", "SEC-POLICIES-ACCESS", "SEC-HR-ACCESS"),
    ]
    assert (
        'pages: ["docs/policies/hr/Access Policy.md"]' in text or "pages: [docs/policies/hr/Access Policy.md]" in text
    )


def test_what_a_page_says_in_a_title_or_a_name_stays_text(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    title = 'A: "b", {c: d} # [e]'
    put(root.parent / "odd", {"[a] b*.md": f"---\ntitle: '{title}'\nowner: sponsor\n---\n# X\n".encode()})
    assert run(root, root.parent / "odd") == 0
    (document,) = book(root).register.documents
    assert (document.title, document.pages) == (title, ("docs/policies/[[]a] b[*].md",))
    assert book(root).document_of("docs/policies/[a] b*.md") == document
    assert [row.path for row in book(root).imports.imports] == ["docs/policies/[a] b*.md"]


NAVIGATION = b"""\
site_name: X  # ours
nav:
  - Home: index.md
  - Policies:
      - policies/old.md  # the first of all
  - More: more.md
"""


def test_a_navigation_of_the_company_s_own_gets_the_pages_beside_their_neighbours(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(root, {"mkdocs.yml": NAVIGATION})
    out = imported(root, capsys)
    assert "\nmkdocs.yml names the new pages in its navigation\n" in out
    made = (root / "mkdocs.yml").read_text().splitlines()
    added = [line for line in made if line.encode() not in NAVIGATION.splitlines()]
    assert [line for line in made if line not in added] == NAVIGATION.decode().splitlines()
    at = made.index("      - policies/old.md  # the first of all")
    assert made[at + 1 : at + 1 + len(added)] == added
    assert added[0] == "      - Access Control Policy: policies/access.md"
    pages = {path.removeprefix("docs/") for path in PAGES}
    assert {line.rpartition(": ")[2] for line in added} == pages
    assert run(root, root.parent / "policies", "--owner", "security-lead") == 0
    assert (root / "mkdocs.yml").read_text().splitlines() == made


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("nav: [index.md]", "nav: [index.md, {Access: policies/a.md}]"),
        ("nav: [policies/b.md, index.md]", "nav: [policies/b.md, {Access: policies/a.md}, index.md]"),
        ("nav:\n- policies/b.md\n- index.md\n", "nav:\n- policies/b.md\n- Access: policies/a.md\n- index.md\n"),
        ("nav:\r\n- index.md\r\n", "nav:\r\n- index.md\r\n- Access: policies/a.md\r\n"),
        (
            "nav:\n- A:\n  - B:\n    - policies/b.md",
            "nav:\n- A:\n  - B:\n    - policies/b.md\n    - Access: policies/a.md",
        ),
        ("nav:\n- Ours: policies/a.md\n", None),
        ("nav: []\n", None),
        ("nav: other\n", None),
        ("site_name: X\n", None),
        ("- nav\n", None),
        ("", None),
    ],
)
def test_a_navigation_is_edited_however_it_is_written(before: str, after: str | None) -> None:
    made = with_pages(before.encode(), [NavigationEntry("Access", "policies/a.md")])
    assert made == (None if after is None else after.encode())


def test_a_navigation_that_cannot_be_edited_stays_and_the_lines_are_told(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = b"nav: &all\n  - Home: index.md\nextra: *all\n"
    put(root, {"mkdocs.yml": before})
    out = imported(root, capsys)
    assert (
        "its navigation leaves the new pages out. Add under nav:\n  - Access Control Policy: policies/access.md\n"
        in out
    )
    assert (root / "mkdocs.yml").read_bytes() == before


def test_an_owners_file_of_somebody_s_own_stays(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(root, {".github/CODEOWNERS": b"/docs/ @kimw\n"})
    out = imported(root, capsys)
    assert (
        "\n.github/CODEOWNERS was not written by `ratified owners`, so it stays as it is; `ratified owners` prints "
        "whom it should ask for the new pages\n"
    ) in out
    assert (root / ".github/CODEOWNERS").read_bytes() == b"/docs/ @kimw\n"


def test_an_owners_file_of_the_command_is_made_again(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["owners", "--write", "--forge", "github", "--repo", str(root), "--as-of", DAY]) == 0
    capsys.readouterr()
    before = (root / ".github/CODEOWNERS").read_text()
    out = imported(root, capsys)
    assert "\n.github/CODEOWNERS is made again, with whom the Git host asks for the new pages\n" in out
    assert "/docs/policies/access.md" in (root / ".github/CODEOWNERS").read_text()
    assert "/docs/policies/access.md" not in before
    assert main(["owners", "--write", "--repo", str(root), "--as-of", DAY]) == 0
    assert "is as the register asks for" in capsys.readouterr().out


def test_bytes_that_windows_and_other_editors_add_are_handled_as_it_says(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = imported(root, capsys)
    assert out.count("the byte order mark in front of it is gone\n") == 1
    assert out.count("holds braces of another program, which the site shows as they are written") == 1
    assert MARKED.startswith(b"\xef\xbb\xbf")
    assert b"\xef\xbb\xbf" not in (root / "docs/policies/restores.md").read_bytes()
    assert (root / "docs/policies/cafe.md").read_bytes().count(b"\r\n") == WINDOWS.count(b"\r\n") + 1
    assert b"{{ vault.path }}" in DOUBLED


def test_the_help_has_an_example_that_works(tmp_path: Path) -> None:
    put(tmp_path / "repo/old/policies", {"a.md": b"# A\n\nWords.\n"})
    root = company(tmp_path / "repo")
    program = ROOT / ".venv/bin/ratified"
    shown = subprocess.run([program, "import", "--help"], capture_output=True, text=True, check=True).stdout
    example = " ".join(shown.split("Example: ratified ")[1].split("\n\n")[0].split())
    done = subprocess.run([program, *example.split()], cwd=root, capture_output=True, text=True, check=True)
    assert "POL-A, class policy, owner security-lead" in done.stdout


def test_a_new_version_takes_back_no_review_that_was_set_here(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = root.parent / "one"
    put(source, {"access.md": b"---\ntitle: Access\nreviewed: 2026-05-01\n---\n\nOne.\n"})
    arguments = ["import", str(source), "--owner", "security-lead", "--repo", str(root), "--as-of", DAY]
    assert main(arguments) == 0
    page = root / "docs/policies/access.md"
    page.write_bytes(page.read_bytes().replace(b"2026-05-01", b"2026-11-20"))
    put(source, {"access.md": b"---\ntitle: Access\nreviewed: 2026-05-01\n---\n\nTwo.\n"})
    assert main(arguments) == 0
    assert page.read_bytes().count(b"reviewed:") == 1
    assert b"reviewed: 2026-11-20\n" in page.read_bytes()
    assert b"Two." in page.read_bytes()
    capsys.readouterr()
    before = (root / "data/imports.yml").read_bytes()
    assert main(["import", str(page), *arguments[2:], "--into", "docs/policies"]) == 1
    assert "is docs/policies/access.md itself, where it would be imported to" in "".join(capsys.readouterr())
    assert (root / "data/imports.yml").read_bytes() == before


def test_files_that_are_not_taken_are_named_hidden_ones_too(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    policies = root.parent / "policies"
    put(policies, {"draft.mdx": b"# Draft\n", ".hidden/old.md": b"# Old\n", ".git/config": b""})
    said = "not taken, since it is no Markdown page and no page that was imported shows it: "
    found = run(root, policies, "--owner", "security-lead")
    lines = [line for line in capsys.readouterr().out.split("\n") if line.startswith(said)]
    left = [f"{policies}/{name}" for name in (".hidden/old.md", "draft.mdx", "img/unused.png")]
    assert (found, lines) == (0, [said + ", ".join(left)])
    assert run(root, policies, "--owner", "security-lead") == 0
    assert said + ", ".join(left) + "\n" in capsys.readouterr().out, "what came along the first time is not missed"
    put(policies, {f"more/{number}.rst": b"" for number in range(9)})
    run(root, policies, "--owner", "security-lead")
    assert capsys.readouterr().out.split(said)[1].split("\n")[0].endswith("/more/4.rst and 4 more")


def test_a_picture_that_is_another_one_here_keeps_no_page_out(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    policies = root.parent / "policies"
    assert run(root, policies, "--owner", "security-lead") == 0
    put(
        policies,
        {"img/access.png": PICTURE + b"\0", "access.md": JEKYLL + b"\nMore.\n", "new.md": b"# New\n\nWords.\n"},
    )
    capsys.readouterr()
    assert run(root, policies, "--owner", "security-lead") == 1
    out = capsys.readouterr().out
    here = "docs/policies/img/access.png"
    said = f"is there and is not {policies}/img/access.png, so pages show the one that is here; "
    assert f"left out: {here}:1:1: {said}" in out
    assert "copied with its page" not in out
    assert "2 pages imported, 7 unchanged, 1 left out" in out
    assert (root / here).read_bytes() == PICTURE
    assert (root / "docs/policies/new.md").exists()


def test_a_picture_that_changed_or_was_lost_under_a_page_that_did_not(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    policies = root.parent / "policies"
    here = root / "docs/policies/img/access.png"
    assert run(root, policies, "--owner", "security-lead") == 0
    here.unlink()
    capsys.readouterr()
    assert run(root, policies, "--owner", "security-lead") == 0
    assert "copied with its page: docs/policies/img/access.png\n" in capsys.readouterr().out
    assert here.read_bytes() == PICTURE
    put(policies, {"img/access.png": PICTURE + b"\0"})
    assert run(root, policies, "--owner", "security-lead") == 1
    assert (
        f"is there and is not {policies}/img/access.png, so pages show the one that is here" in capsys.readouterr().out
    )
    assert here.read_bytes() == PICTURE
