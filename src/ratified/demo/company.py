"""Example Corp: what its repository says at the end of the story, made from the starter by exact replacements.

The starter has no past. Here its roster gets one (two people who left, a role that moved), the register is adopted,
and what only an adopted repository has is added: trusted keys, and a README.
"""

from __future__ import annotations

from ratified.demo import records
from ratified.demo.acknowledged import ASKING, acknowledged_files
from ratified.demo.landings import Edit, edited
from ratified.demo.starter import starter_files
from ratified.demo.tools import DemoError
from ratified.model.people import People
from ratified.source.typed import typed
from ratified.source.yaml_reader import read_yaml

PEOPLE, ROLES, ONCALL = "data/people.yml", "data/roles.yml", "data/oncall.yml"
REGISTER, EVENTS = "data/register.yml", "data/events.yml"
START = "docs/start-here.md"
NOTICES = "docs/notices/notice-authority.md"
"""The first page of the document of notice templates: its date is the document's."""
SIGNERS, FORGE_KEY = "data/trust/allowed_signers", "data/trust/forge/example-forge.asc"
CODEOWNERS, WORKFLOW = ".github/CODEOWNERS", ".github/workflows/check.yml"

SIGNING = ("ben", "dana", "grace", "lee", "priya", "sofia")
"""Who has an SSH key; the others merge in the forge's browser. Ben's key is trusted by nobody."""

COMMANDER_BEFORE = "      - {person: grace, as: primary, since: 2024-02-01}\n"
COMMANDER_BOTH = f"{COMMANDER_BEFORE}      - {{person: sofia, as: primary, since: 2025-09-24}}\n"
COMMANDER = (
    "      - {person: grace, as: primary, since: 2024-02-01, until: 2025-09-30}\n"
    "      - {person: sofia, as: primary, since: 2025-09-24}\n"
)
SCRIBE_FIRST = (
    "      - {person: viktor, as: primary, since: 2023-11-06}\n      - {person: omar, as: deputy, since: 2024-09-01}\n"
)
SCRIBE_THEN = (
    "      - {person: viktor, as: primary, since: 2023-11-06, until: 2025-09-01}\n"
    "      - {person: noor, as: primary, since: 2025-09-02}\n"
    "      - {person: omar, as: deputy, since: 2024-09-01}\n"
)
SCRIBE = (
    "      - {person: viktor, as: primary, since: 2023-11-06, until: 2025-09-01}\n"
    "      - {person: noor, as: primary, since: 2025-09-02}\n"
    "      - {person: omar, as: deputy, since: 2024-09-01, until: 2026-03-08}\n"
    "      - {person: yusuf, as: deputy, since: 2026-03-09}\n"
)
VIKTOR_ON_CALL = "      - {person: viktor, as: deputy, since: 2023-11-06}\n"
VIKTOR_OFF_CALL = "      - {person: viktor, as: deputy, since: 2023-11-06, until: 2026-03-31}\n"
NOOR_ON_CALL = "      - {person: noor, as: deputy, since: 2025-09-02}\n"
VENDORS_BEFORE = "      - {person: marcus, as: primary, since: 2022-01-10}\n"
VENDORS = (
    "      - {person: marcus, as: primary, since: 2022-01-10, until: 2026-03-01}\n"
    "      - {person: yusuf, as: primary, since: 2026-03-02}\n"
)


def own_ways(person: str, number: str) -> str:
    """The rows by which somebody is reached, as the starter's `data/people.yml` has them."""
    return (
        "    channels:\n"
        f'      - {{kind: pager, to: page {person.capitalize()}, link: "https://pager.example.com/users/{person}"}}\n'
        f'      - {{kind: phone, to: mobile, number: "{number}"}}\n'
    )


BEN_WAYS, NOOR_WAYS = own_ways("ben", "+1 202 555 0128"), own_ways("noor", "+1 202 555 0129")
HELEN_WAYS, YUSUF_WAYS = own_ways("helen", "+1 202 555 0131"), own_ways("yusuf", "+1 202 555 0132")

LEAVERS = """\
  - id: grace
    name: Grace Holloway
    kind: human
    started: 2021-06-14
    left: 2025-09-30
    emails: [grace@example.com]
    forge: {login: gholloway, id: 4183}
    trained: [{role: incident-commander, finished: 2025-03-13}]
  - id: viktor
    name: Viktor Lindahl
    kind: human
    started: 2023-11-06
    left: 2026-03-31
    emails: [viktor@example.com]
    forge: {login: vlindahl, id: 4205}
    trained: [{role: on-call-engineer, finished: 2025-03-13}, {role: scribe, finished: 2025-03-13}]
"""

_BOT = "    forge: {login: example-release-bot, id: 4210}\n"
_OWN_FORGE = """\
  - id: example-forge
    name: Example Forge
    kind: bot
    started: 2021-01-04
    emails: [noreply@forge.example]
"""
"""A forge of one's own commits what people merge in the browser, so the roster knows it."""

_PAST = (
    Edit(PEOPLE, "    started: 2024-06-17\n", "    started: 2025-06-16\n"),
    Edit(PEOPLE, "    started: 2024-02-26\n", "    started: 2025-11-10\n"),
    Edit(PEOPLE, "  - id: release-bot\n", f"{LEAVERS}  - id: release-bot\n"),
    Edit(PEOPLE, _BOT, _BOT + _OWN_FORGE),
    Edit(ROLES, "      - {person: sofia, as: primary, since: 2024-02-01}\n", COMMANDER),
    Edit(
        ROLES,
        "      - {person: noor, as: primary, since: 2024-09-01}\n"
        "      - {person: yusuf, as: deputy, since: 2024-09-01}\n",
        SCRIBE,
    ),
    Edit(ROLES, "      - {person: noor, as: deputy, since: 2024-09-01}\n", VIKTOR_OFF_CALL + NOOR_ON_CALL),
    Edit(ROLES, "      - {person: yusuf, as: primary, since: 2024-02-26}\n", VENDORS),
    Edit(REGISTER, "status: draft\n", "status: adopted\n"),
    Edit(REGISTER, "company: Example Corp\n", "reviewed: 2025-05-05\ncompany: Example Corp\n"),
    Edit(START, "title: Start here\n", "title: Start here\nreviewed: 2025-05-05\n"),
    Edit(EVENTS, "dismissed: []\n", "reviewed: 2025-05-05\ndismissed: []\n"),
    Edit(NOTICES, "title: Notice to an authority\n", "title: Notice to an authority\nreviewed: 2025-05-05\n"),
)

SIGNERS_TEXT = """\
# One line a key: the person's id, what the key may sign, the key. A leaver's key ends on its last day and stays.
dana namespaces="git" <key of dana>
grace namespaces="git",valid-before="20251001Z" <key of grace>
lee namespaces="git" <key of lee>
priya namespaces="git" <key of priya>
sofia namespaces="git" <key of sofia>
"""

README_TEXT = """\
# Example Corp: incident response

The policy, the runbooks and the roster of a company that does not exist, written by `ratified demo`. Its people, keys
and dates are made up; its history is a real one, signed merge by signed merge.

The story ends in November 2026, so ask about that time:

    ratified check --as-of 2026-11-22
"""


def final_files() -> dict[str, str]:
    """Every file at the end of the story, by path. Keys stand in it as `<key of dana>` and `<key of the Git host>`.

    A byte that is no UTF-8, as a picture has, stands in it as a lone surrogate.
    """
    starter = {path: content.decode("utf-8", "surrogateescape") for path, content in starter_files().items()}
    added = {
        SIGNERS: SIGNERS_TEXT,
        FORGE_KEY: "<key of the Git host>\n",
        "README.md": README_TEXT,
    }
    kept = {path: records.record(path) for path in records.RECORDS}
    end = Edit(EVENTS, records.NO_EVENTS, records.events())
    return {**edited(starter, (*_PAST, *ASKING, end)), **added, **kept, **acknowledged_files()}


def identities(text: str) -> dict[str, str]:
    """`Name <mail>` by person id, from the text of `data/people.yml`."""
    people = typed(People, read_yaml(PEOPLE, text))
    if people is None:
        raise DemoError(f"the starter's {PEOPLE} cannot be read; install the package anew")
    return {person.id: f"{person.name} <{person.emails[0]}>" for person in people.people}
