"""A small company for hostile histories: one policy, one runbook, one roster, and who may approve them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from history_keys import Keys

TODAY = date(2026, 11, 22)
POLICY, RUNBOOK, SEVERITIES, ONCALL = "docs/policy.md", "runbooks/RB-01.md", "data/severities.yml", "data/oncall.yml"
REGISTER, PEOPLE, ROLES = "data/register.yml", "data/people.yml", "data/roles.yml"
SIGNERS, FORGE, REVOKED = "data/trust/allowed_signers", "data/trust/forge/forge.asc", "data/trust/revoked.yml"

POLICY_TEXT = (
    "---\ntitle: Policy\nreviewed: 2026-01-05\n---\n\n# Policy\n\nWe answer within 4h.\n\nWe tell customers.\n"
)
RUNBOOK_TEXT = "---\ntitle: Phishing\n---\n\n# Phishing\n\nReset the password.\n"
SEVERITIES_TEXT = "reviewed: 2026-01-05\nlevels:\n  - id: sev-1\n"
ONCALL_TEXT = "reviewed: 2026-01-05\nrotations: []\n"
CHAPTER, CHART, NOTE = "docs/book/one.md", "docs/img/chart.svg", "docs/note.md"
CHAPTER_TEXT = "---\ntitle: One\n---\n\n# One\n\n![Who calls whom](../img/chart.svg)\n"
CHART_TEXT = "<svg><text>Call Dana</text></svg>\n"
NOTE_TEXT = "---\ntitle: Note\n---\n\n# Note\n\nCoffee is at ten.\n"

POL = (
    "  - {id: POL, title: Policy, class: policy, owner: security-lead, "
    "pages: [docs/policy.md], binds: [data/severities.yml]}\n"
)
"""The policy's entry in the register."""

REGISTER_TEXT = (
    """company: Example Corp
status: adopted
main: main
classes:
  policy: {approvers: [security-lead, sponsor], review_every: 365d, minimum_proof: forge}
  runbook: {approvers: [commander, sponsor], review_every: 365d, minimum_proof: forge}
  roster: {approvers: [security-lead, sponsor], review_every: 90d, minimum_proof: forge}
  strict: {approvers: [sponsor], review_every: 365d, minimum_proof: signed}
  note: {approvers: [writer, commander, security-lead, sponsor], minimum_proof: claimed}
  authority: {approvers: [sponsor], review_every: 365d, minimum_proof: forge}
  layout: {approvers: [security-lead, sponsor], review_every: 365d, minimum_proof: forge}
documents:
"""
    + POL
    + """  - {id: RB, title: Phishing, class: runbook, owner: commander, pages: [runbooks/RB-01.md]}
  - {id: ROSTER, title: On call, class: roster, owner: security-lead, binds: [data/oncall.yml]}
  - {id: BOOK, title: Handbook, class: policy, owner: security-lead, pages: [docs/book/*.md]}
  - {id: NOTE, title: Note, class: note, owner: writer, pages: [docs/note.md]}
"""
)

MAX = "  - {id: max, name: Max Gone, kind: human, started: 2022-01-08, left: 2026-03-31, emails: [max@example.com]}\n"
"""Max's entry among the people: he left on 31 March 2026."""

PEOPLE_TEXT = """people:
  - {id: dana, name: Dana Okafor, kind: human, started: 2022-01-08, emails: [dana@example.com, dana@home.example],
     forge: {id: 4211}}
  - {id: sam, name: Sam Ito, kind: human, started: 2022-01-08, emails: [sam@example.com], forge: {id: 4212}}
  - {id: kim, name: Kim Weiss, kind: human, started: 2022-01-08, emails: [kim@example.com], forge: {id: 4213}}
  - {id: lee, name: Lee Park, kind: human, started: 2022-01-08, emails: [lee@example.com], forge: {id: 4214}}
  - {id: ira, name: Ira Moss, kind: human, started: 2022-01-08, emails: [ira@example.com], forge: {id: 4215}}
  - {id: max, name: Max Gone, kind: human, started: 2022-01-08, left: 2026-03-31, emails: [max@example.com]}
  - {id: robo, name: Robo, kind: bot, started: 2022-01-08, emails: [robo@example.com]}
"""

ROLES_TEXT = """roles:
  - id: security-lead
    title: Security Lead
    holders:
      - {person: dana, as: primary, since: 2022-01-08}
      - {person: sam, as: deputy, since: 2022-01-08}
      - {person: max, as: deputy, since: 2022-01-08, until: 2026-12-31}
      - {person: robo, as: deputy, since: 2022-01-08}
  - {id: commander, title: Incident Commander, holders: [{person: ira, as: primary, since: 2022-01-08}]}
  - {id: writer, title: Writer, holders: [{person: lee, as: primary, since: 2022-01-08}]}
  - {id: sponsor, title: Executive Sponsor, holders: [{person: kim, as: primary, since: 2022-01-08}]}
"""

NAMES = {
    "dana": "Dana Okafor <dana@example.com>",
    "sam": "Sam Ito <sam@example.com>",
    "kim": "Kim Weiss <kim@example.com>",
    "lee": "Lee Park <lee@example.com>",
    "ira": "Ira Moss <ira@example.com>",
    "max": "Max Gone <max@example.com>",
    "robo": "Robo <robo@example.com>",
    "eve": "Eve Stranger <eve@elsewhere.example>",
    "github": "GitHub <noreply@github.com>",
    "gitlab": "GitLab <noreply@gitlab.com>",
    "dana@github": "Dana Okafor <4211+dana@users.noreply.github.com>",
    "lee@github": "Lee Park <4214+lee@users.noreply.github.com>",
}
"""Who a short name means. Eve is in nobody's roster."""

TRUSTED = ("dana", "sam", "kim", "lee", "ira", "max", "robo")


def signers(keys: Keys, *names: str) -> str:
    """An `allowed_signers` file that trusts these people's keys."""
    return "".join(f'{name} namespaces="git" {keys.ssh(name)}\n' for name in names or TRUSTED)


def company(keys: Keys) -> dict[str, str | bytes]:
    """Every file of the small company, adopted."""
    return {
        "README.md": "Policies of Example Corp.\n",
        "mkdocs.yml": "site_name: Example Corp\n",
        REGISTER: REGISTER_TEXT,
        PEOPLE: PEOPLE_TEXT,
        ROLES: ROLES_TEXT,
        SIGNERS: signers(keys),
        FORGE: keys.forge(),
        POLICY: POLICY_TEXT,
        SEVERITIES: SEVERITIES_TEXT,
        RUNBOOK: RUNBOOK_TEXT,
        ONCALL: ONCALL_TEXT,
        CHAPTER: CHAPTER_TEXT,
        CHART: CHART_TEXT,
        NOTE: NOTE_TEXT,
    }


def edit(word: str) -> dict[str, str]:
    """The policy with another promise in it: `4h` becomes this."""
    return {POLICY: _with(POLICY_TEXT, "4h", word)}


def register(old: str, new: str) -> dict[str, str]:
    """The register with one thing changed."""
    return {REGISTER: _with(REGISTER_TEXT, old, new)}


def people(old: str, new: str) -> dict[str, str]:
    """The roster of people with one thing changed."""
    return {PEOPLE: _with(PEOPLE_TEXT, old, new)}


def roles(old: str, new: str) -> dict[str, str]:
    """The roles with one thing changed."""
    return {ROLES: _with(ROLES_TEXT, old, new)}


def _with(text: str, old: str, new: str) -> str:
    assert text.count(old) == 1, f"{old!r} stands there {text.count(old)} times"
    return text.replace(old, new)
