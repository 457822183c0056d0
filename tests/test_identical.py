"""The same head and day give the same bytes, whoever asks: in two clones, time zones, locales, and by another clock."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from ratified.cli.main import main
from serving import AS_OF

BIN = Path(sys.executable).parent
DAY = ("--as-of", AS_OF)
CLEAN = {"PATH": os.environ["PATH"], "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
DATED = {"NAME": "Lee", "EMAIL": "lee@example.com", "DATE": "2026-11-21T09:00:00Z"}
STRANGE = "notes/Größe 日本.md"

PLAIN = {"TZ": "UTC", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "1"}
# ASCII is the one locale besides UTF-8 that every machine has; Python must be kept from fixing it by itself.
ODD = {
    "TZ": "Pacific/Kiritimati",
    "LC_ALL": "C",
    "LANG": "de_DE.ISO-8859-1",
    "LANGUAGE": "de:fr",
    "PYTHONCOERCECLOCALE": "0",
    "PYTHONUTF8": "0",
    "PYTHONIOENCODING": "iso8859-1",
    "PYTHONHASHSEED": "4711",
    "SOURCE_DATE_EPOCH": "1000000000",  # the day it is, as far as MkDocs knows
    "COLUMNS": "40",
}
SETTINGS = """
[core]
    autocrlf = true
    quotePath = true
    abbrev = 5
    pager = false
    precomposeUnicode = true
[clone]
    defaultRemoteName = upstream
[color]
    ui = always
[diff]
    noprefix = true
    renames = copies
    external = false
[format]
    pretty = oneline
[i18n]
    logOutputEncoding = latin1
[log]
    date = relative
    showSignature = true
    mailmap = true
[mailmap]
    file = /dev/zero
[gpg]
    program = false
    format = x509
[user]
    useConfigOnly = true
"""


class Clone(NamedTuple):
    """One of the two: where it is, and the environment its commands run in."""

    root: Path
    environment: dict[str, str]
    umask: int

    def run(self, cwd: Path, *command: str) -> subprocess.CompletedProcess[bytes]:
        fixed = {"PATH": os.environ["PATH"], "NO_MKDOCS_2_WARNING": "1", "RATIFIED_AS_OF": AS_OF}
        environment = {**fixed, "GITHUB_STEP_SUMMARY": str(self.summary), **self.environment}
        started = [str(BIN / command[0]), *command[1:]]
        return subprocess.run(started, cwd=cwd, env=environment, umask=self.umask, capture_output=True, check=False)

    @property
    def summary(self) -> Path:
        return self.root.with_name("summary.md")

    def build(self, site: Path) -> tuple[int, bytes]:
        where = ("-f", str(self.root / "mkdocs.yml"), "-d", str(site))
        built = self.run(site.parent, "mkdocs", "build", "--strict", "--quiet", *where)
        return built.returncode, built.stderr


def git(repo: Path, *arguments: str, **variables: str) -> str:
    environment = {**CLEAN, **variables}
    done = subprocess.run(["git", *arguments], cwd=repo, env=environment, capture_output=True, text=True, check=True)
    return done.stdout


def company(folder: Path) -> Path:
    """The demo with a squash that nobody can be named for, then a push of a changed layout and a file of odd name."""
    assert main(["demo", str(folder), "--break", "squash"]) == 0
    settings = folder / "mkdocs.yml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(f"{text}site_url: https://policy.example.com/\n", encoding="utf-8")
    (folder / STRANGE).parent.mkdir()
    (folder / STRANGE).write_text("Größe.\n", encoding="utf-8")
    git(folder, "add", "--all")
    dated = {f"GIT_{who}_{what}": text for who in ("AUTHOR", "COMMITTER") for what, text in DATED.items()}
    git(folder, "commit", "-q", "-m", "Say where the site is: „→“", **dated)
    return folder


@pytest.fixture(scope="module")
def clones(tmp_path_factory: pytest.TempPathFactory) -> tuple[Clone, Clone]:
    """A clone that git made for somebody with other settings, and a plain copy, packed anew, its files of 2001."""
    base = tmp_path_factory.mktemp("identical")
    origin = company(base / "origin")
    for name in ("plain", "odd", "odd/umlaut ä"):
        (base / name).mkdir()
    settings = base / "odd/.gitconfig"
    settings.write_text(SETTINGS, encoding="utf-8")
    odd = base / "odd/kaffee"
    git(base, "clone", "-q", "--no-hardlinks", str(origin), str(odd), GIT_CONFIG_GLOBAL=str(settings))
    plain = base / "plain/company"
    shutil.copytree(origin, plain, copy_function=shutil.copyfile)
    git(plain, "repack", "-adfq", "--depth=1", "--window=1")
    git(plain, "commit-graph", "write", "--reachable")
    for file in plain.rglob("*"):
        os.utime(file, (1_000_000_000, 1_000_000_000))
    assert git(plain, "rev-parse", "main") == git(odd, "rev-parse", "main")
    other = {**ODD, "HOME": str(base / "odd"), "TMPDIR": str(base / "odd/umlaut ä")}
    return Clone(plain, {**PLAIN, "HOME": str(base / "plain")}, 0o022), Clone(odd, other, 0o077)


@pytest.mark.parametrize(
    ("command", "code", "holds"),
    [
        pytest.param("status", 0, "unapproved   SITE-LAYOUT", marks=pytest.mark.nightly),
        pytest.param("status POL-IR", 0, "POL-IR", marks=pytest.mark.nightly),
        pytest.param("status --format json", 0, '"verdict": "undecidable"', marks=pytest.mark.nightly),
        pytest.param("log POL-IR", 0, " → ", marks=pytest.mark.nightly),
        pytest.param("check", 1, " error APR-08 ", marks=pytest.mark.nightly),
        pytest.param("check --format json", 1, '"APR-08"', marks=pytest.mark.nightly),
        pytest.param("check --format github", 1, "APR-08", marks=pytest.mark.nightly),
        ("check --format sarif", 1, '"APR-08"'),
    ],
)
def test_every_answer_is_the_same_bytes(clones: tuple[Clone, Clone], command: str, code: int, holds: str) -> None:
    plain, odd = clones
    inside = plain.run(plain.root, "ratified", *command.split(), *DAY)
    outside = odd.run(odd.root.parent, "ratified", *command.split(), *DAY, "--repo", odd.root.name)
    assert (outside.returncode, outside.stderr) == (inside.returncode, inside.stderr) == (code, b"")
    assert outside.stdout == inside.stdout
    assert holds in inside.stdout.decode("utf-8")
    if "github" in command:
        assert plain.summary.read_bytes() == odd.summary.read_bytes()


def files(site: Path) -> dict[str, bytes]:
    return {file.relative_to(site).as_posix(): file.read_bytes() for file in site.rglob("*") if file.is_file()}


@pytest.fixture(scope="module")
def sites(clones: tuple[Clone, Clone]) -> tuple[Path, Path]:
    """The site of each clone, built in its own environment."""
    plain, odd = (clone.root.with_name("site") for clone in clones)
    assert [clone.build(site) for clone, site in zip(clones, (plain, odd), strict=True)] == [(0, b"")] * 2
    return plain, odd


@pytest.mark.nightly
def test_every_file_of_the_site_is_the_same_bytes(sites: tuple[Path, Path]) -> None:
    first, other = map(files, sites)
    assert first.keys() == other.keys() >= {"index.html", "sitemap.xml.gz", "search/search_index.json"}
    assert [path for path in first if first[path] != other[path]] == []
    assert first["sitemap.xml"].count(f"<lastmod>{AS_OF}</lastmod>".encode()) > 30
    assert first["sitemap.xml"].count(b"<lastmod>") == first["sitemap.xml"].count(b"<loc>")


@pytest.mark.nightly
def test_a_second_build_in_another_environment_changes_no_file(
    clones: tuple[Clone, Clone], sites: tuple[Path, Path]
) -> None:
    plain, odd = clones
    first = files(sites[0])
    home = plain.root.with_name("home")
    home.mkdir()
    (home / ".gitconfig").write_text("no git starts with this [\n", encoding="utf-8")
    assert odd._replace(root=plain.root, environment={**odd.environment, "HOME": str(home)}).build(sites[0]) == (0, b"")
    again = files(sites[0])
    assert first.keys() == again.keys()
    assert [path for path in first if first[path] != again[path]] == []


@pytest.mark.nightly
def test_a_page_of_odd_name_is_judged_alike_and_built_alike_or_not_at_all(
    clones: tuple[Clone, Clone], tmp_path: Path
) -> None:
    roots = [tmp_path / "plain", tmp_path / "odd"]
    plain, odd = (clone._replace(root=root) for clone, root in zip(clones, roots, strict=True))
    for clone, copy in zip(clones, (plain, odd), strict=True):
        shutil.copytree(clone.root, copy.root)
        page = copy.root / "docs/policy/größe.md"
        page.write_text("---\ntitle: Größe\n---\n\n[Nowhere](nowhere.md)\n", encoding="utf-8")
    said = [clone.run(clone.root, "ratified", "check", *DAY) for clone in (plain, odd)]
    assert (said[0].returncode, said[0].stdout) == (said[1].returncode, said[1].stdout)
    assert "docs/policy/größe.md:5:" in said[0].stdout.decode("utf-8")
    code, complaint = odd.build(tmp_path / "site")
    assert (code, b"outside ASCII" in complaint, b"set PYTHONUTF8=1" in complaint) == (1, True, True)
    assert b"Traceback" not in complaint
