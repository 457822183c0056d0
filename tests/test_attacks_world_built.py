"""The closed world, built: hostile sites and their benign twins through `ratified site build`, which is always strict.

What belongs together is built at once, since a build names every fault: one site in which each page shows something
that nobody governs, one in which everything is governed and some of it unapproved, and the twin in which all is well.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from closed_world import Built, approves, built, built_here, check_out, company, macros_with, with_text
from pull_requests import BEN, REGISTER, adopted_register, text_of

if TYPE_CHECKING:
    from histories import Repo
    from history_keys import Keys

pytest_plugins = ["history_fixtures"]

POLICY, RUNBOOKS = "docs/policy", "runbooks"
RB = {n: next(p.name for p in (Path(__file__).parent.parent / RUNBOOKS).glob(f"RB-{n:02}-*.md")) for n in range(1, 11)}
SETTINGS = text_of("mkdocs.yml").replace(
    "\nplugins:\n", "\nhooks: [hooks/on.py]\nmarkdown_extensions: [pymdownx.snippets]\n\nplugins:\n"
)
HOOK = '''"""Puts words into pages."""

from pathlib import Path


def on_config(config):
    config.extra["said"] = Path("facts/everywhere.txt").read_text()


def on_page_markdown(markdown, page, **_):
    return markdown + Path("facts/hook.txt").read_text() if page.file.src_uri == "start-here.md" else markdown


def on_files(files, **_):
    for file in files:
        if file.src_uri == "policy/notification.md" and Path("facts/replace").exists():
            file.abs_src_path = str(Path("facts/notification.md").resolve())
'''
MACROS = (
    'def reads_file():\n    return open("facts/macro.txt").read()',
    'def reads_low():\n    import os\n    return os.read(os.open("facts/low.txt", os.O_RDONLY), 99).decode()',
    'def reads_database():\n    import sqlite3\n    sqlite3.connect("facts/base.db").close()\n    return "read"',
    'def reads_outside():\n    import pathlib\n    return (pathlib.Path.cwd().parent / "outside.txt").read_text()',
    'def starts():\n    import subprocess\n    return str(subprocess.run(["true"]).returncode)',
    'def shell():\n    import os\n    return str(os.system("true"))',
    'def here():\n    import subprocess\n    return str(subprocess.run(["./true"]).returncode)',
    'def asks():\n    import socket\n    return str(socket.getaddrinfo("localhost", 9)[0][0])',
    'def loads():\n    import ctypes\n    return str(ctypes.CDLL("libc.so.6").getpid() > 0)',
    "def forks():\n    import os\n    return str(os.fork() or os._exit(0))",
)
"""Macros that do what no build may, harmlessly; each returns a word."""

PAGES: dict[str, tuple[str, str]] = {
    f"{POLICY}/intake.md": ('--8<-- "parts/outer.md"', "shows parts/inner.md, which no document governs"),
    f"{POLICY}/evidence.md": (
        '<img src="../../img/ta&#9;bs.svg" alt="Who">',
        "shows docs/img/tabs.svg, which no document governs",
    ),
    f"{POLICY}/communication.md": ("{{ reads_file() }}", "shows facts/macro.txt, which no document governs"),
    f"{POLICY}/escalation.md": ("{{ reads_low() }}", "shows facts/low.txt, which no document governs"),
    f"{POLICY}/index.md": ("{{ reads_database() }}", "shows facts/base.db, which no document governs"),
    f"{POLICY}/response.md": ("{{ starts() }}", "starts the program 'true'"),
    f"{POLICY}/exercises.md": ("{{ shell() }}", "starts the program 'true'"),
    f"{POLICY}/governance.md": ("{{ asks() }}", "asks the host 'localhost'"),
    f"{RUNBOOKS}/{RB[1]}": ("{{ loads() }}", "loads the library 'libc.so.6'"),
    f"{RUNBOOKS}/{RB[2]}": ("{{ forks() }}", "starts a process, which no build may"),
    f"{RUNBOOKS}/{RB[3]}": ("{{ here() }}", "starts the program './true'"),
    f"{RUNBOOKS}/{RB[4]}": ("{{ reads_outside() }}", "outside.txt, which is no file of this repository"),
}
"""For each page what it shows, and what the build says of it."""

MARKS = {
    f"{POLICY}/review.md": '<iframe src="../../people/" title="x"></iframe>',
    f"{RUNBOOKS}/{RB[5]}": '<link rel="stylesheet" href="../../styles/bo&Tab;dy.css">',
    f"{RUNBOOKS}/{RB[6]}": '<p style="background: url(../../img/ch\\61rt.svg)">Who</p>',
}
"""What no page's text may hold at all, whatever it shows."""

SVG = '<svg xmlns="http://www.w3.org/2000/svg"><text>Call Dana</text></svg>\n'
FILES: dict[str, str] = {
    "parts/outer.md": 'Outer words.\n\n--8<-- "parts/inner.md"\n',
    "parts/inner.md": "Inner words.\n",
    **{f"docs/img/{name}.svg": SVG for name in ("chart", "tabs")},
    "docs/styles/body.css": "p { color: inherit }\n",
    **{f"facts/{name}.txt": f"Words of {name}.\n" for name in ("macro", "low", "hook", "everywhere")},
    "facts/base.db": "",
    "facts/notification.md": text_of(f"{POLICY}/notification.md").replace("# ", "# Other: ", 1),
    "hooks/on.py": HOOK,
}
PROGRAMS = ("git", "bin/git", "true")
FILES |= dict.fromkeys(PROGRAMS, "#!/bin/sh\ntouch ran\n")
TEXTS = {**{page: text for page, (text, _) in PAGES.items()}, **MARKS}
HOSTILE = {path: content for page, text in TEXTS.items() for path, content in with_text(page, text).items()}
OF_HOOKS = (
    "docs/start-here.md:1:1: shows facts/hook.txt, which no document governs",
    "facts/everywhere.txt:1:1: is read while the site is built, for no page in particular",
    f"{POLICY}/notification.md:1:1: is made from another file and not from this file",
)


@pytest.fixture(scope="module")
def started(keys: Keys, tmp_path_factory: pytest.TempPathFactory) -> Repo:
    """The company with a hook and macros of its own, all of it approved."""
    more = {**FILES, **macros_with(*MACROS)}
    root = tmp_path_factory.mktemp("closed") / "repo"
    (root.parent / "outside.txt").write_text("Words from elsewhere.\n", encoding="utf-8")
    return company(root, keys, SETTINGS, more)


@pytest.fixture(scope="module")
def refused(started: Repo) -> Built:
    start = started.tip, started.now
    approves(started, {**HOSTILE, "facts/replace": "x\n"})
    found = built(started)
    started.tip, started.now = start
    return found


class TestWhatNobodyGoverns:
    """Everything was landed by an approver, and still no page is published that shows what belongs to nobody."""

    def test_the_build_ends_with_1_and_makes_no_page(self, refused: Built) -> None:
        assert refused.code == 1
        assert not (refused.site / "policy" / "index.html").exists()

    @pytest.mark.parametrize("page", PAGES)
    def test_it_names_the_page_and_what_it_shows(self, refused: Built, page: str) -> None:
        found = [line for line in refused.faults() if line.startswith(f"{page}:")]
        assert any(PAGES[page][1] in line for line in found), refused.said

    @pytest.mark.parametrize("page", MARKS)
    def test_it_names_the_page_whose_text_holds_what_none_may(self, refused: Built, page: str) -> None:
        found = [line for line in refused.faults() if line.startswith(f"{page}:")]
        assert any("a page's text may not hold" in line for line in found), refused.said

    @pytest.mark.parametrize("fault", OF_HOOKS)
    def test_it_names_what_a_hook_puts_into_pages(self, refused: Built, fault: str) -> None:
        assert any(line.startswith(fault) for line in refused.faults()), refused.said

    def test_no_page_is_named_that_shows_nothing_wrong(self, refused: Built) -> None:
        named = {line.partition(":")[0] for line in refused.faults()}
        of_hooks = {fault.partition(":")[0] for fault in OF_HOOKS}
        assert named == {*PAGES, *MARKS, *of_hooks}


GOVERNED = adopted_register().replace(
    "      - data/severities.yml\n", "      - data/severities.yml\n      - parts/*\n      - facts/macro.txt\n", 1
).replace(
    "pages: [docs/notices/*.md]", "pages: [docs/notices/*.md], binds: [docs/img/*, facts/base.db]"
).replace(
    "    binds: [data/events.yml", "    pages: [docs/people.md, docs/clocks.md]\n    binds: [data/events.yml"
).replace(
    "documents:\n",
    "site_inputs:\n  - {setting: hooks, reads: [facts/hook.txt, facts/everywhere.txt, facts/low.txt, docs/styles/*], "
    "programs: ['true'], hosts: [localhost], libraries: [libc.so.6]}\ndocuments:\n",
    1,
)  # fmt: skip
"""A register that governs all of it: some by the policy, some by another document, some by the layout."""

WELL = {
    path: content
    for page, (text, _) in PAGES.items()
    if not any(macro in text for macro in ("forks()", "here()", "reads_outside()"))
    for path, content in with_text(page, text).items()
} | {f"docs/{name}.md": text_of(f"src/ratified/site/content/{name}.md") for name in ("people", "clocks")}


@pytest.fixture(scope="module")
def well(started: Repo) -> Built:
    approves(started, {**WELL, REGISTER: GOVERNED})
    check_out(started)
    for name in PROGRAMS:
        (started.root / name).chmod(0o755)
        assert os.access(started.root / name, os.X_OK)
    hostile = (".", "bin", "", str(started.root / "bin"), os.environ["PATH"])
    return built_here(started, path=os.pathsep.join(hostile))


@pytest.fixture(scope="module")
def pushed(well: Built, started: Repo) -> Built:
    start = started.tip, started.now
    started.pushes(
        BEN,
        {
            "docs/img/tabs.svg": SVG.replace("Dana", "nobody"),
            "docs/glossary.md": text_of("docs/glossary.md").replace("in person", "by a machine"),
            "data/oncall.yml": text_of("data/oncall.yml").replace("Holiday swap", "Swap") + "# by Ben\n",
        },
    )
    found = built(started)
    started.tip, started.now = start
    return found


class TestWhatIsGoverned:
    """The same pages where everything belongs to somebody: they are as good as the worst that they show."""

    @pytest.mark.parametrize("page", [*WELL, "docs/start-here.md", f"{POLICY}/notification.md"])
    def test_every_page_is_green_where_all_is_approved(self, well: Built, page: str) -> None:
        assert well.code == 0, well.said
        assert well.verdict(page).startswith("Approved "), well.panel(page)
        assert "unapproved" not in well.panel(page), well.panel(page)

    def test_a_page_says_whose_words_it_shows_besides(self, well: Built) -> None:
        assert "NOTICES (approved)" in well.panel(f"{POLICY}/evidence.md").replace("&#40;", "(").replace("&#41;", ")")

    @pytest.mark.parametrize(
        ("page", "document"),
        [
            (f"{POLICY}/evidence.md", "NOTICES"),
            (f"{POLICY}/index.md", "NOTICES"),
            (f"{RUNBOOKS}/{RB[9]}", "ROSTER"),
            (f"{RUNBOOKS}/{RB[9]}", "GLOSSARY"),
        ],
    )
    def test_a_push_of_what_a_page_shows_takes_its_green_away(self, pushed: Built, page: str, document: str) -> None:
        assert pushed.code == 0, pushed.said
        assert "Approved text, unapproved facts" in pushed.panel(page)
        assert f"The page also shows what {document} " in pushed.panel(page).replace("&#40;", "(")

    def test_a_page_in_place_of_one_of_ours_is_part_of_the_layout(self, well: Built, started: Repo) -> None:
        assert well.verdict(f"{POLICY}/notification.md").startswith("Approved "), "the twin, where it was approved"
        start = started.tip, started.now
        started.pushes(BEN, {"docs/people.md": WELL["docs/people.md"] + "\nNobody else.\n"})
        found = built(started)
        started.tip, started.now = start
        assert "Approved text, unapproved layout" in found.panel(f"{POLICY}/notification.md")


class TestCodeThatRuns:
    """Nothing of a repository runs by its name alone."""

    def test_a_module_in_a_librarys_place_is_named_and_does_not_run(self, started: Repo) -> None:
        start = started.tip, started.now
        code = "from pathlib import Path\nPath('ran').touch()\nraise SystemExit(9)\n"
        started.pushes(BEN, {"markdown.py": code, "json/__init__.py": code, "macros.py": code})
        found = built(started)
        started.tip, started.now = start
        assert found.code == 1
        for path in ("markdown.py", "json/__init__.py", "macros.py"):
            assert any(line.startswith(f"{path}:1:1: ") for line in found.faults()), found.said
        assert not (started.root / "ran").exists()
        for path in ("markdown.py", "json", "macros.py"):
            started.git("rm", "-q", "-r", "-f", "--ignore-unmatch", path)

    def test_a_program_called_git_in_the_folder_or_on_its_path_is_never_started(
        self, well: Built, started: Repo
    ) -> None:
        assert well.code == 0
        assert not (started.root / "ran").exists()
