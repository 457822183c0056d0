"""Imported policies in a real history: adopted, approved, and shown as they are approved; nothing else is."""

from __future__ import annotations

import re
import subprocess
from datetime import date
from typing import TYPE_CHECKING

import pytest

from conftest import ROOT
from foreign_policies import PICTURE, POLICIES, company, put
from histories import Repo
from history_company import signers
from ratified.cli.main import main
from test_import import PAGES, REWRITTEN, body, original_body

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from history_keys import Keys

pytest_plugins = ["history_fixtures"]

DAY = "2026-11-22"
ACCESS = "docs/policies/access.md"
IDS = [
    f"POL-{name}" for name in ("ACCESS", "BACKUP", "CAFE", "ENCRYPTION", "LEAVING", "PASSWORDS", "RESTORES", "VENDORS")
]


def taken_in(base: Path, policies: Mapping[str, bytes] = POLICIES, code: int = 0) -> dict[str, str | bytes]:
    """Every file of the company once the policies are imported; the register as text."""
    root = company(base / "work")
    put(base / "policies", dict(policies))
    arguments = [
        "import",
        str(base / "policies"),
        "--owner",
        "security-lead",
        "--repo",
        str(root),
        "--as-of",
        DAY,
    ]
    assert main(arguments) == code
    found: dict[str, str | bytes] = {
        file.relative_to(root).as_posix(): file.read_bytes() for file in sorted(root.rglob("*")) if file.is_file()
    }
    register = found["data/register.yml"]
    assert isinstance(register, bytes)
    return found | {"data/register.yml": register.decode()}


def adopted(base: Path, keys: Keys, policies: Mapping[str, bytes] = POLICIES) -> Repo:
    """The company's history: Lee imports them, Kim merges the adoption with her key."""
    files = taken_in(base, policies) | {"data/trust/allowed_signers": signers(keys, "kim", "lee", "sam")}
    return Repo(base / "repo", keys).init().adopts(files)


@pytest.fixture(scope="module")
def eight(keys: Keys, tmp_path_factory: pytest.TempPathFactory) -> Repo:
    """The eight policies, adopted. Never to be changed."""
    return adopted(tmp_path_factory.mktemp("eight"), keys)


def verdicts(repo: Repo) -> dict[str, str]:
    return {id_: verdict.verdict for id_, verdict in repo.verdicts(date.fromisoformat(DAY)).items()}


def build(repo: Repo, out: Path) -> subprocess.CompletedProcess[str]:
    """The strict site of what main says."""
    repo.git("reset", "-q", "--hard", "main")
    program = ROOT / ".venv/bin/ratified"
    return subprocess.run(
        [program, "site", "build", "--repo", repo.root, "--as-of", DAY, "--out", out],
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_eight_policies_are_imported_adopted_and_all_approved(
    eight: Repo, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = verdicts(eight)
    assert sorted(found) == sorted([*IDS, "AUTHORITY", "SITE-LAYOUT"])
    assert set(found.values()) == {"approved"}
    repo = eight.copy(tmp_path / "repo")
    repo.git("reset", "-q", "--hard", "main")
    for path, data in PAGES.items():
        words = original_body(path, data)
        for old, new in REWRITTEN.get(path, []):
            words = words.replace(b"(" + old, b"(" + new)
        assert body((repo.root / path).read_bytes()) == words, path
    capsys.readouterr()
    assert main(["check", "--repo", str(repo.root), "--as-of", DAY]) == 0
    assert capsys.readouterr().out.rstrip("\n").split("\n")[-1].startswith("0 errors, ")


@pytest.mark.nightly
def test_their_site_builds_strictly_and_extra_keys_change_no_byte_of_a_page(eight: Repo, tmp_path: Path) -> None:
    page = eight.git("show", f"main:{ACCESS}").encode() + b"\n"
    head, _, body = page.partition(b"\n---\n")
    bare = b"\n".join(head.split(b"\n")[:3]) + b"\n---\n" + body
    loud = head + b"".join(
        f"\n  {key}".encode()
        for key in (
            "title: Another", "render_macros: false", "description: Words", "covers: [severity]",
            "status: new", "tags: [a, b]", "social: {cards: false}", "css: x", "icon: material/home",
            "reviewed: 2026-11-01", "nav_title: Other", "meta: [{name: robots}]", "revision_date: 2020-01-01",
        )
    ) + b"\n---\n" + body  # fmt: skip
    texts = {}
    for name, data in (("bare", bare), ("loud", loud)):
        repo = eight.copy(tmp_path / name)
        repo.merges("kim", by="lee", change={ACCESS: data})
        assert verdicts(repo)["POL-ACCESS"] == "approved"
        done = build(repo, tmp_path / f"{name}-site")
        assert done.returncode == 0, done.stdout + done.stderr
        html = (tmp_path / f"{name}-site/policies/access/index.html").read_text("utf-8")
        fingerprint = repo.verdict("POL-ACCESS", date.fromisoformat(DAY)).fingerprint
        assert fingerprint is not None
        texts[name] = plain(html, repo.tip, fingerprint)
        assert 'src="../img/access.png"' in html
    assert texts["bare"] == texts["loud"]


@pytest.mark.nightly
def test_no_plugin_and_no_hook_of_the_site_is_shown_what_was_kept_aside(eight: Repo, tmp_path: Path) -> None:
    repo = eight.copy(tmp_path / "repo")
    hook = (
        "from mkdocs.plugins import event_priority\n@event_priority(50)\n"
        "def on_page_markdown(markdown, page, config, files):\n"
        "    return markdown + f'\\n\\nMeta: {sorted(page.meta)}\\n'\n"
    )
    settings = "site_name: X\ntheme: material\nhooks: [seen.py]\nplugins: [ratified, macros]\n"
    repo.merges("kim", by="lee", change={"seen.py": hook, "mkdocs.yml": settings})
    done = build(repo, tmp_path / "site")
    assert done.returncode == 0, done.stdout + done.stderr
    html = (tmp_path / "site/policies/access/index.html").read_text("utf-8")
    assert "Meta: ['reviewed', 'title']" in html


def plain(html: str, tip: str, fingerprint: str) -> str:
    """A page without what every other commit and every other byte of its source changes: hashes made of them."""
    html = re.sub(r"nonce-[^']+'|nonce=\"[^\"]+\"|(?<=made-from\" content=\")[0-9a-f]{64}", "HASH", html)
    for hash_ in (tip, fingerprint):
        for length in (64, 40, 16, 12, 10, 8, 7):
            html = html.replace(hash_[:length], "HASH")
    return html


def test_a_key_that_changes_what_a_page_shows_is_refused_beside_title(
    eight: Repo, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    repo = eight.copy(tmp_path / "repo")
    text = eight.git("show", f"main:{ACCESS}") + "\n"
    repo.merges("kim", by="lee", change={ACCESS: text.replace("extra:\n", "search: {exclude: true}\nextra:\n")})
    repo.git("reset", "-q", "--hard", "main")
    assert main(["check", "--repo", str(repo.root), "--as-of", DAY]) == 1
    assert f"{ACCESS}:4:1: error SIT-06 unknown key 'search'" in capsys.readouterr().out


# Twins of the honest import: 0 false approved


def test_a_picture_that_came_with_a_page_is_of_its_document(eight: Repo, tmp_path: Path) -> None:
    repo = eight.copy(tmp_path / "repo")
    repo.pushes("lee", {"docs/policies/img/access.png": PICTURE + b"\0"})
    found = verdicts(repo)
    assert found.pop("POL-ACCESS") == "unapproved"
    assert set(found.values()) == {"approved"}


def test_what_is_kept_aside_is_of_the_document_too(eight: Repo, tmp_path: Path) -> None:
    repo = eight.copy(tmp_path / "repo")
    text = eight.git("show", f"main:{ACCESS}")
    repo.pushes("lee", {ACCESS: text.replace("layout: policy", "layout: other") + "\n"})
    assert verdicts(repo)["POL-ACCESS"] == "unapproved"


def test_where_pages_came_from_is_authority_s_to_say(eight: Repo, tmp_path: Path) -> None:
    repo = eight.copy(tmp_path / "repo")
    rows = eight.git("show", "main:data/imports.yml")
    repo.pushes("lee", {"data/imports.yml": rows.replace("version: ", "updated: ", 1) + "\n"})
    assert verdicts(repo)["AUTHORITY"] == "unapproved"


def test_an_import_that_its_own_author_merges_approves_nothing(keys: Keys, tmp_path: Path) -> None:
    files = taken_in(tmp_path) | {"data/trust/allowed_signers": signers(keys, "kim", "lee", "sam")}
    repo = Repo(tmp_path / "repo", keys).init().adopts(files)
    more = taken_in(tmp_path / "again", {**POLICIES, "more.md": b"# More\n\nWords.\n"})
    change = {path: data for path, data in more.items() if path in {"data/register.yml", "data/imports.yml"}}
    repo.merges("kim", by="kim", change={**change, "docs/policies/more.md": more["docs/policies/more.md"]})
    found = verdicts(repo)
    assert (found["POL-MORE"], found["AUTHORITY"]) == ("unapproved", "unapproved")


def test_a_page_that_shows_a_file_which_nobody_governs_ends_the_build(keys: Keys, tmp_path: Path) -> None:
    repo = adopted(tmp_path, keys)
    text = repo.git("show", f"main:{ACCESS}") + '\n--8<-- "notes.txt"\n'
    settings = "site_name: X\ntheme: material\nplugins: [ratified, macros]\nmarkdown_extensions: [pymdownx.snippets]\n"
    repo.merges("kim", by="lee", change={ACCESS: text, "mkdocs.yml": settings, "notes.txt": "Approved words.\n"})
    assert verdicts(repo)["POL-ACCESS"] == "approved"
    repo.pushes("lee", {"notes.txt": "Words that nobody approved.\n"})
    assert verdicts(repo)["POL-ACCESS"] == "unapproved"


def test_an_include_of_another_program_is_never_imported(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(tmp_path / "elsewhere", {"secret.md": b"# Not asked for\n"})
    page = b'# A\n\n{% include ../elsewhere/secret.md %}\n\n--8<-- "../elsewhere/secret.md"\n'
    files = taken_in(tmp_path, {"a.md": page, "b.md": b"# B\n\n[Out](../elsewhere/secret.md)\n"}, code=1)
    out = capsys.readouterr().out
    assert "a.md:3:1: includes a text from elsewhere" in out
    assert "a.md:5:1: includes a text from elsewhere" in out
    assert "b.md:3:7: the link ../elsewhere/secret.md leads to no page and no file that is imported or here" in out
    assert [path for path in files if path.startswith("docs/")] == ["docs/policies/b.md"]
