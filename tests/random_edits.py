"""Random edits of a world's files: pages, data, who may approve, which keys count.

See `random_worlds.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

from worlds import (
    CHART,
    FACTS,
    FORGE,
    KEYS,
    LINK,
    PAGE,
    PAGE_TEXT,
    PEOPLE,
    PEOPLE_TEXT,
    REGISTER,
    REGISTER_TEXT,
    REVOKED,
    ROLES,
    ROLES_TEXT,
    RUNBOOK,
    SIGNERS,
    SIGNERS_TEXT,
    SNIPPET,
    Edits,
    Tree,
)

T = TypeVar("T")


class Dice(Protocol):
    """Where chance comes from: hypothesis, which shrinks, or a seed, which is fast."""

    def pick(self, options: Sequence[T]) -> T: ...

    def chance(self, percent: int) -> bool: ...


SNIPPETS_ON = "site_name: X\nmarkdown_extensions: [pymdownx.snippets]\n"


Edit = Callable[[Tree, Dice], Edits]


def text_of(tree: Tree, path: str, default: str) -> str:
    return tree[path][1] if path in tree and tree[path][0] == "100644" else default


def _words(path: str, lead: str) -> Edit:
    """New words at the end of a page: one of four, so that old words come back at times."""

    def edit(tree: Tree, dice: Dice) -> Edits:
        lines = text_of(tree, path, lead).split("\n")
        return {path: "\n".join([*lines[:-2], dice.pick(["Words A.", "Words B.", "Words C.", "Words D."]), ""])}

    return edit


def _page(path: str) -> Edit:
    return _words(path, PAGE_TEXT)


def _shows(line: str) -> Edit:
    """A page begins, or stops, to show something."""

    def edit(tree: Tree, dice: Dice) -> Edits:
        text = text_of(tree, PAGE, PAGE_TEXT)
        there = f"\n{line}\n" in text
        return {PAGE: text.replace(f"\n{line}\n", "\n") if there else f"{text}{line}\nEnd.\n"}

    return edit


def _shows_both(tree: Tree, dice: Dice) -> Edits:
    return {**_shows("![Chart](chart.png)")(tree, dice), CHART: "drawn\n"}


def _either(path: str, *texts: str | None) -> Edit:
    return lambda tree, dice: {path: dice.pick(texts)}


def _reaffirm(*paths: str) -> Edit:
    def edit(tree: Tree, dice: Dice) -> Edits:
        day = dice.pick(["2024-02-01", "2025-02-01", "2026-02-01", "2024-02-01", "2025-02-01 # all of it"])
        return {path: dated(text_of(tree, path, PAGE_TEXT), day) for path in paths}

    return edit


def dated(text: str, day: str) -> str:
    """A page, or YAML, with its review date set."""
    lines = [line for line in text.split("\n") if not line.startswith("reviewed: ")]
    lines.insert(1 if lines[0] == "---" else 0, f"reviewed: {day}")
    return "\n".join(lines)


def _line(path: str, default: str, *pairs: tuple[str, str]) -> Edit:
    """Replace a part of a file wherever it stands; nothing where it does not."""

    def edit(tree: Tree, dice: Dice) -> Edits:
        old, new = dice.pick(pairs)
        return {path: text_of(tree, path, default).replace(old, new)}

    return edit


def _drop(path: str, default: str, needles: Sequence[str]) -> Edit:
    def edit(tree: Tree, dice: Dice) -> Edits:
        needle = dice.pick(needles)
        lines = text_of(tree, path, default).split("\n")
        return {path: "\n".join(line for line in lines if needle not in line)}

    return edit


def _append(path: str, default: str, after: str, *lines: str) -> Edit:
    def edit(tree: Tree, dice: Dice) -> Edits:
        text, line = text_of(tree, path, default), dice.pick(lines)
        return {path: text if line in text else text.replace(after, f"{after}\n{line}")}

    return edit


def _proof(name: str, roles: str) -> Callable[[str, Dice], str]:
    """Set the minimum proof of a class."""

    def change(text: str, dice: Dice) -> str:
        proof = dice.pick(["claimed", "forge", "signed"])
        lines = text.split("\n")
        at = next((k for k, line in enumerate(lines) if line.startswith(f"  {name}: ")), None)
        if at is not None:
            lines[at] = lines[at].partition("minimum_proof: ")[0] + f"minimum_proof: {proof}}}"
        return "\n".join(lines)

    return change


PROOFS = [
    _proof("policy", "sponsor"),
    _proof("runbook", "lead"),
    _proof("authority", "sponsor"),
    _proof("layout", "lead"),
]


def _new_proof(tree: Tree, dice: Dice) -> Edits:
    return {REGISTER: dice.pick(PROOFS)(text_of(tree, REGISTER, REGISTER_TEXT), dice)}


def revokes(tree: Tree, dice: Dice) -> Edits:
    key, number = dice.pick(["ann", "cid", "dee", "forge"]), dice.pick(range(1, 30))
    return {REVOKED: f'revoked:\n  - {{fingerprint: key-of-{key}, from: "{number:040x}"}}\n'}


_GLOWS = "site_inputs: [{setting: plugins.glow, reads: [tools/glow.txt]}]\n"
SETTINGS = [
    *("extra_css: [look.css]\n", "hooks: [tools/hook.py]\n", "theme: {name: material, custom_dir: looks}\n"),
    *("INHERIT: base.yml\n", "plugins: [search, glow]\n", "site_name: {{{\n"),
]
"""Settings that name files, that nobody knows, or that nobody can read."""


def _names_inputs(tree: Tree, dice: Dice) -> Edits:
    """The register begins, or stops, to say what nobody knows of the settings."""
    text = text_of(tree, REGISTER, REGISTER_TEXT)
    return {
        REGISTER: text.replace(_GLOWS, "") if _GLOWS in text else text.replace("\ndocuments:", f"\n{_GLOWS}documents:")
    }


INHERITED = ["extra_css: [look.css]\n", "plugins: [glow]\n", f"INHERIT: more.yml\n{SNIPPETS_ON}"]
SETTINGS_EDITS: list[Edit] = [
    _either("mkdocs.yml", SNIPPETS_ON, "site_name: X\n", "site_name: X\n", None),
    _either("mkdocs.yml", *SETTINGS),
    _either("base.yml", *INHERITED, None),
    _either("docs/look.css", "a {}\n", "b {}\n"),
    _either("tools/hook.py", "a = 1\n", "a = 2\n"),
    _either("looks/main.html", "One\n", "Two\n"),
    _either("tools/glow.txt", "Red\n", "Blue\n"),
    _names_inputs,
]


def laid_out(dice: Dice) -> Edits:
    """The files of a site that is laid out by one of these."""
    rest = {
        "docs/look.css": "a {}\n",
        "tools/hook.py": "a = 1\n",
        "looks/main.html": "One\n",
        "tools/glow.txt": "Red\n",
    }
    return {"mkdocs.yml": dice.pick(SETTINGS), "base.yml": dice.pick(INHERITED), **rest}


DOCUMENT_EDITS: list[Edit] = [
    _page(PAGE),
    _page(PAGE),
    _page(RUNBOOK),
    _page(RUNBOOK),
    _either(FACTS, "levels: [one]\n", "levels: [two]\n", "levels: [three]\n"),
    _reaffirm(PAGE),
    _reaffirm(RUNBOOK),
    _reaffirm(PAGE, RUNBOOK),
    _reaffirm(PAGE, RUNBOOK),
    _reaffirm(RUNBOOK),
    _reaffirm(PAGE, FACTS),
    _page("runbooks/RB-02.md"),
    _either("runbooks/RB-02.md", None),
    _either(CHART, "drawn\n", "drawn again\n", None),
    _shows("![Chart](chart.png)"),
    _shows_both,
    _shows(f'--8<-- "{SNIPPET}"'),
    _shows("See chart.png"),
    _either(SNIPPET, "Note.\n", "Other note.\n", None),
    _either(SNIPPET, "Note.\n", "Third note.\n"),
    _either("macros/table.py", "4h\n", "1h\n", None),
    _either("docs/policy/more.md", "---\ntitle: More\n---\nMore words.\n", f"{LINK}index.md", None),
    _either("README.md", "Hello\n", "Bye\n"),
]


def _takes_in(tree: Tree, dice: Dice) -> Edits:
    """The policy takes in, or lets go, pages of another folder."""
    text, narrow, wide = (
        text_of(tree, REGISTER, REGISTER_TEXT),
        "[docs/policy/*.md]",
        "[docs/policy/*.md, docs/parts/*.md]",
    )
    return {REGISTER: text.replace(wide, narrow) if wide in text else text.replace(narrow, wide)}


_SPONSOR, _LEAD = "until: 2019-01-02}  # sponsor", "until: 2019-01-02}  # lead"
_KEYS = [f'{who} namespaces="git" {KEYS[who]}' for who in ("ann", "cid", "dee")]
AUTHORITY_EDITS: list[Edit] = [
    _new_proof,
    _new_proof,
    _line(
        *(REGISTER, REGISTER_TEXT),
        ("class: policy", "class: record"),
        ("class: runbook", "class: policy"),
        ("class: record", "class: policy"),
        ("class: policy", "class: unheard"),
        ("class: policy", "class: runbook"),
        ("review_every: 365d", "review_every: 30d"),
        ("binds: [data/severities.yml]", "binds: []"),
        ("status: adopted", "status: draft"),
        ("  layout:", "  other:"),
        ("pages: [runbooks/*.md]}", "pages: [runbooks/*.md], retired: 2024-01-01}"),
        (", retired: 2024-01-01", ""),
        ("pages: [docs/policy/*.md]", "pages: [docs/policy/*.md, docs/parts/*.md]"),
        ("pages: [docs/policy/*.md]", "pages: [docs/policy/index.md]"),
        ("binds: [data/severities.yml]", "binds: [data/severities.yml, README.md]"),
    ),
    _line(REGISTER, REGISTER_TEXT, ("pages: [runbooks/*.md]}", "pages: [runbooks/*.md], retired: 2024-01-12}")),
    _takes_in,
    _drop(REGISTER, REGISTER_TEXT, ["id: RB,", "id: LOG,", "id: RB,"]),
    _append(
        *(REGISTER, REGISTER_TEXT, "documents:"),
        "  - {id: LOG, class: record, binds: [data/severities.yml]}",
        "  - {id: RB, class: record, pages: [runbooks/*.md]}",
    ),
    _drop(ROLES, ROLES_TEXT, ["ann, since: 2020-01-01}  # sponsor", "person: cid", "person: dee", "person: bob"]),
    _append(
        *(ROLES, ROLES_TEXT, _SPONSOR),
        "      - {person: bob, since: 2020-01-01}  # sponsor",
        "      - {person: eve, since: 2020-01-01}  # sponsor",
        "      - {person: dee, since: 2020-01-01, until: 2025-01-01}  # sponsor",
    ),
    _append(
        *(ROLES, ROLES_TEXT, _LEAD),
        "      - {person: bob, since: 2024-03-01}  # lead",
        "      - {person: cid, since: 2020-01-01}  # lead",
    ),
    _line(
        *(ROLES, ROLES_TEXT),
        ("cid, since: 2020-01-01}", "cid, since: 2020-01-01, until: 2024-01-20}"),
        ("ann, since: 2020-01-01}", "ann, since: 2020-01-01, until: 2024-01-06}"),
        ("ann, since: 2020-01-01}", "ann, since: 2024-01-06}"),
        ("ann, since: 2020-01-01}  # lead", "ann, since: 2020-01-01, until: 2024-02-01}  # lead"),
        ("dee, since: 2020-01-01}  # lead", "dee, since: 2024-02-01}  # lead"),
    ),
    _append(
        *(PEOPLE, PEOPLE_TEXT, "people:"),
        "  - {id: eve, name: Eve, kind: human, started: 2024-01-10, emails: [eve@x.org]}",
        "  - {id: eva, kind: human, started: 2020-01-01, emails: [bob@x.org]}",
        "  - {id: cid, kind: human, started: 2020-01-01, emails: [eve@x.org]}  # again",
    ),
    _drop(PEOPLE, PEOPLE_TEXT, ["id: bob", "id: eva", "id: cid", "id: dee", "# again"]),
    _line(
        PEOPLE,
        PEOPLE_TEXT,
        ("2020-01-01, emails: [ann", "2020-01-01, left: 2024-02-01, emails: [ann"),
        (", left: 2024-02-01", ""),
    ),
    _drop(SIGNERS, SIGNERS_TEXT, ["ann", "cid", "dee"]),
    _append(SIGNERS, SIGNERS_TEXT, f'bob namespaces="git" {KEYS["bob"]}', *_KEYS),
    _either(FORGE, None, "pinned\n"),
    _either(".github/workflows/check.yml", "on: push\n", "on: pull_request\n"),
    _either(ROLES, "{{{\n", ROLES_TEXT),
    _either(PEOPLE, "{{{\n", PEOPLE_TEXT),
    _either(REGISTER, "{{{\n", REGISTER_TEXT),
]
