"""Pages that no file holds: records, the rule reference, the clock catalogue, and indexes that nobody wrote."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ratified.model.incident import Incident
from ratified.rules import RULES, Rule
from ratified.source.calls import find_calls
from ratified.views.policy.rule_index import FAMILIES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ratified.model.exercise import Exercise
    from ratified.policy import Book

RUNBOOKS, RULE_INDEX, CATALOGUE = "runbooks/index.md", "rules/index.md", "clock-catalogue.md"
INCIDENTS, EXERCISES = "incidents/index.md", "exercises/index.md"
LISTS = frozenset({RULE_INDEX, INCIDENTS, EXERCISES})
"""Pages that name every page of their section."""

CONTENT = Path(__file__).parent / "content"
"""Pages that hold nothing of a company, each at its path in the site."""

WRITTEN = tuple(sorted(file.relative_to(CONTENT).as_posix() for file in CONTENT.rglob("*.md")))
INDEXES = frozenset({RUNBOOKS, *WRITTEN})
"""Pages that are made only where nobody wrote them."""

_TITLE = re.compile(r"---\ntitle: (.*)\n")
_SYNONYMS = re.compile(r"^synonyms: \[(.*)\]$", re.MULTILINE)

_INCIDENT = {
    "incident_facts": "",
    "incident_course": "Timeline",
    "incident_trace": "Targets",
    "incident_response": "Response",
    "incident_review": "Review",
}
_EXERCISE = {
    "exercise_facts": "",
    "exercise_attendance": "Attendance",
    "exercise_decisions": "Decisions",
    "exercise_report": "Report",
}
"""The macros of a record's page, in order, each with its heading."""


@dataclass(frozen=True, slots=True)
class GeneratedPage:
    """A page's Markdown, and the block macros it calls. `of` is the governed file that it lays out, where it is one. A
    `late` one need not be there before somebody who writes asks for it."""

    text: str
    shows: tuple[str, ...] = ()
    of: str = ""
    late: bool = False

    @property
    def title(self) -> str:
        """What its front matter says of itself."""
        found = _TITLE.match(self.text)
        said = found[1] if found else ""
        return str(json.loads(said)) if said.startswith('"') else said

    @property
    def synonyms(self) -> tuple[str, ...]:
        """Words by which people ask for it."""
        found = _SYNONYMS.search(self.text)
        return tuple(found[1].split(", ")) if found else ()


def generated(book: Book, site_name: str) -> Mapping[str, GeneratedPage]:
    """Every generated page by its path in the site."""
    company = book.register.company
    home = json.dumps(site_name if company in site_name else f"{site_name} at {company}", ensure_ascii=False)
    rules = {f"rules/{rule.code}.md": GeneratedPage(_rule(rule), late=True) for rule in RULES}
    return {
        RUNBOOKS: _block("Runbooks", "One page a scenario.", "runbook_index"),
        RULE_INDEX: _block("Rules", "What `ratified check` finds, why it matters, and how to fix it.", "rule_index"),
        CATALOGUE: _block(
            "Catalogue of deadlines",
            "Every legal deadline in the catalogue, whether or not it applies to us. Unverified rows are marked.",
            "clock_catalogue",
        ),
        **{uri: _written(uri, home) for uri in WRITTEN},
        **rules,
        **{_page(one): _record(one, _INCIDENT) for one in book.incident.values()},
        **{_page(one): _record(one, _EXERCISE) for one in book.exercise.values()},
    }


def _written(uri: str, home: str) -> GeneratedPage:
    """A page of the engine, with the macros that it calls. `home` is the title of the first page."""
    text = (CONTENT / uri).read_text(encoding="utf-8").replace("title: Home\n", f"title: {home}\n", 1)
    return GeneratedPage(text, tuple(dict.fromkeys(call.name for call in find_calls(uri, text)[0])))


def _page(record: Incident | Exercise) -> str:
    """Where a record's page stands: under the list of its kind."""
    return f"{'incidents' if isinstance(record, Incident) else 'exercises'}/{record.id}.md"


def _record(record: Incident | Exercise, macros: Mapping[str, str]) -> GeneratedPage:
    """The page of a record. It shows what the record's file holds, so that file's document governs it."""
    title = json.dumps(f"{record.id} {record.title}", ensure_ascii=False)
    parts = [f'{f"## {head}" if head else ""}\n\n{{{{ {macro}("{record.id}") }}}}' for macro, head in macros.items()]
    body = "\n\n".join(parts)
    return GeneratedPage(f"---\ntitle: {title}\n---\n\n{body}\n", tuple(macros), record.at().path)


def _block(title: str, lead: str, macro: str) -> GeneratedPage:
    return GeneratedPage(f"---\ntitle: {title}\n---\n\n{lead}\n\n{{{{ {macro}() }}}}\n", (macro,))


def _rule(rule: Rule) -> str:
    title = json.dumps(f"{rule.code} {rule.title}", ensure_ascii=False)
    head = f"---\ntitle: {title}\nrender_macros: false\n---\n\n"
    return f"{head}Level: **{rule.level}**. Name in reports: `{rule.name}`.\n\n{rule.page}\n"


def called_on(book: Book, docs: str, made: Mapping[str, GeneratedPage]) -> frozenset[str]:
    """The macros that a page of the site calls, on which what is worked out for it hangs."""
    own = {page.path for page in book.markdown}
    ours = (name for uri, page in made.items() if f"{docs}/{uri}" not in own for name in page.shows)
    return frozenset((*(call.name for page in book.markdown for call in page.calls), *ours))


def expand(nav: object, book: Book) -> object:
    """The navigation with every runbook, record and rule under its index, so that a new one needs no new line."""
    below: Mapping[str, list[object]] = {
        RUNBOOKS: [RUNBOOKS, *(page.path for page in book.runbooks)],
        RULE_INDEX: [RULE_INDEX, *_families()],
        INCIDENTS: [INCIDENTS, *(_page(one) for one in reversed([*book.incident.values()]))],
        EXERCISES: [EXERCISES, *(_page(one) for one in reversed([*book.exercise.values()]))],
    }
    return _expanded(nav, below)


def _expanded(nav: object, below: Mapping[str, list[object]]) -> object:
    if isinstance(nav, list):
        return [_expanded(entry, below) for entry in nav]
    if isinstance(nav, dict):
        return {name: below.get(str(entry)) or _expanded(entry, below) for name, entry in nav.items()}
    return nav


def _families() -> list[object]:
    codes = dict.fromkeys(rule.code[:3] for rule in RULES)
    return [
        {
            f"{code} {FAMILIES.get(code, code)}": [
                f"rules/{rule.code}.md" for rule in RULES if rule.code.startswith(code)
            ]
        }
        for code in codes
    ]
