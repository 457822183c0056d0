"""Every file of a new repository, made in memory and read as the check will read it, before one is written."""

from __future__ import annotations

from importlib import resources
from typing import TYPE_CHECKING, NamedTuple

from ratified.analysis.owner_file import Host, owner_file
from ratified.analysis.trust import TrustError
from ratified.analysis.trusted_key import trust_key
from ratified.demo.starter import starter_files
from ratified.init import company, roster, turns
from ratified.init.engine_wheel import engine_wheel, lock
from ratified.init.fallbacks import led_elsewhere
from ratified.init.folding import FOLDED
from ratified.init.left_to_do import left_to_do
from ratified.init.notices import notifications_file
from ratified.init.planned_tree import PlannedTree
from ratified.init.record_text import RECORD
from ratified.model.people import Roles
from ratified.policy import read_book
from ratified.policy.catalogue import clock_catalogue
from ratified.source.typed import typed
from ratified.source.yaml_reader import read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from ratified.model.answers import Answers
    from ratified.model.notifications import Clock
    from ratified.model.people import OutsideRole, Role
    from ratified.policy import Book

_IGNORED = ".venv/\n/build/\n/site/\n__pycache__/\n"
_KINDS = (
    "# Every file is kept byte for byte: what is approved is what was written.\n"
    "* -text\n*.whl -diff\nrequirements/*.txt linguist-generated\n"
)
_EMPTY = {"contracts": "contracts: []\n", "events": "dismissed: []\nnil_statements: []\n", "waivers": "waivers: []\n"}
_OF_POLICIES = tuple(
    f"schemas/{name}"
    for name in ("acknowledgement", "register", "people", "roles", "waivers", "requirements", "starter")
)
_OF_APPROVALS = ("executive-sponsor", "security-lead")
_OURS = (".github/CODEOWNERS", ".gitignore", ".gitattributes", "mkdocs.yml")

_PIPELINES = {
    "gitlab": (".gitlab-ci.yml", "gitlab-ci.yml"),
    "bitbucket": ("bitbucket-pipelines.yml", "bitbucket-pipelines.yml"),
    "gitea": (".gitea/workflows/check.yml", "gitea-check.yml"),
}
"""What a forge runs, and the file of ours that says it; GitHub's workflows are the starter's."""

HOSTS: dict[str, Host] = {"github": "GitHub", "gitlab": "GitLab", "gitea": "Gitea", "bitbucket": "Bitbucket"}

_SAYS_MAIN = {
    "data/register.yml": ("\nmain: main\n",),
    "mkdocs.yml": ("/main/docs/",),
    ".github/workflows/check.yml": ("branches: [main]",),
    ".github/workflows/site.yml": ("branches: [main]", "refs/heads/main"),
    "bitbucket-pipelines.yml": ("\n    main:\n",),
    ".gitea/workflows/check.yml": ("pull_request:\n    branches: [main]", "push:\n    branches: [main]"),
}
"""Where the starter names the main branch so that something hangs on it."""


class PlanError(Exception):
    """Answers from which no repository can be made that is read without a fault; the message lists what is wrong."""


class Plan(NamedTuple):
    """The files by path, and what they leave for somebody to fill in, a sentence each."""

    files: dict[str, bytes]
    left: tuple[str, ...]


def planned(answers: Answers, day: date, main: str = "main", starter: Mapping[str, bytes] | None = None) -> Plan:
    """The files of a company's repository, begun on a day, whose record is the branch `main`. The starter is the one
    that came with this program, where none is given. Raises PlanError, and OSError of a damaged starter.
    """
    given = {path: data.decode() for path, data in (starter_files() if starter is None else starter).items()}
    texts = {path: _on(path, text, main) for path, text in _texts(answers, day, given)}
    book = _read({path: text.encode() for path, text in texts.items()})
    if answers.responds:
        texts["data/escalation.yml"] = led_elsewhere(texts["data/escalation.yml"], book, day)
    files = {path: text.encode() for path, text in texts.items()}
    files |= _trusted(answers, book)
    wheel = engine_wheel()
    files[f"requirements/wheels/{wheel.name}"] = wheel.data
    files["requirements/site.txt"] = lock(wheel)
    owners = owner_file(_read(files), day, HOSTS[answers.forge], (*files, RECORD))
    files |= {owners.path: owners.data} if owners.path else {}
    gaps = dict.fromkeys(f"{owners.path}: {gap.message}" for gap in owners.gaps)
    return Plan(dict(sorted(files.items())), (*left_to_do(answers, day), *gaps))


def _on(path: str, text: str, main: str) -> str:
    """A file for a main branch of another name, where it says that name."""
    said = _SAYS_MAIN.get(path, ()) if main != "main" else ()
    for before in said:
        text = text.replace(before, _renamed(before, main))
    return text


def _renamed(text: str, main: str) -> str:
    """The last `main` of a text is the branch's name; before it the same word may be a key."""
    return main.join(text.rsplit("main", 1))


def _texts(answers: Answers, day: date, starter: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    yield "README.md", company.readme(answers)
    yield "mkdocs.yml", company.settings(answers)
    yield ".gitignore", _IGNORED
    yield ".gitattributes", _KINDS
    yield "data/people.yml", roster.people_file(answers, day)
    if answers.forge in _PIPELINES:
        path, name = _PIPELINES[answers.forge]
        yield path, resources.files("ratified.init").joinpath("pipelines", name).read_text(encoding="utf-8")
    for path, text in starter.items():
        if _wanted(path, answers) and path not in _OURS and not path.startswith("data/"):
            yield path, company.retold(path, text, answers, day)
    yield from _data(starter, answers, day)


def _wanted(path: str, answers: Answers) -> bool:
    if path.startswith(".github/"):
        return answers.forge == "github"
    return answers.responds or path.startswith(_OF_POLICIES)


def _data(starter: Mapping[str, str], answers: Answers, day: date) -> Iterator[tuple[str, str]]:
    roles = _roles(starter["data/roles.yml"])
    held = roster.assigned(answers, _held(roles, answers))
    yield "data/roles.yml", roster.roles_file(answers, roles, held, day)
    if not answers.responds:
        yield "data/register.yml", company.policies_register(answers)
        yield "docs/policies/index.md", company.welcome(answers)
        return
    yield "data/register.yml", company.register(starter["data/register.yml"], answers)
    yield "data/oncall.yml", turns.on_call_file(answers, held, day)
    yield "data/calendars.yml", roster.calendars_file(answers, day)
    notices = notifications_file(starter["data/notifications.yml"], _clocks(answers), day)
    yield "data/notifications.yml", company.retold("data/notifications.yml", notices, answers, day)
    sources = company.intake(starter["data/intake.yml"], answers)
    yield "data/intake.yml", company.retold("data/intake.yml", sources, answers, day)
    for name in ("severities", "escalation", "limits", "coverage"):
        path = f"data/{name}.yml"
        yield path, company.retold(path, starter[path], answers, day)
    for name, empty in _EMPTY.items():
        yield f"data/{name}.yml", roster.SCHEMA.format(name) + empty


def _held(roles: Roles, answers: Answers) -> Iterator[Role | OutsideRole]:
    """The roles that people of the company hold."""
    if not answers.responds:
        yield from (role for role in roles.roles if role.id in _OF_APPROVALS)
        return
    yield from (role for role in roles.roles if answers.size == "full" or role.id not in FOLDED)
    yield from (role for role in roles.outside_roles if roster.firm_of(answers, role) is None)


def _roles(text: str) -> Roles:
    found = typed(Roles, read_yaml("data/roles.yml", text))
    if found is None:
        raise PlanError("the starter's data/roles.yml cannot be read; install this program again")
    return found


def _clocks(answers: Answers) -> list[Clock]:
    known = {clock.id: clock for clock in clock_catalogue().clocks}
    return [known[id_] for id_ in answers.regimes]


def _trusted(answers: Answers, book: Book) -> dict[str, bytes]:
    """`data/trust/allowed_signers`, with the keys that the answers give. Raises PlanError of one that is none."""
    files: dict[str, bytes] = {}
    for id_, one in zip(answers.ids, answers.people, strict=True):
        if one.key is None:
            continue
        try:
            change = trust_key(PlannedTree(files), book.people.people, id_, one.key.encode(), None, None)
        except TrustError as error:
            raise PlanError(f"{one.at('key')}: {error}") from error
        files |= {path: after for path, (_, after) in change.files.items()}
    return files


def _read(files: dict[str, bytes]) -> Book:
    reading = read_book(PlannedTree(files))
    if reading.book is None:
        listed = "\n".join(f"  {fault.place}: {fault.message}; {fault.help}" for fault in reading.faults)
        raise PlanError(f"these answers make no repository that can be read:\n{listed}")
    return reading.book
