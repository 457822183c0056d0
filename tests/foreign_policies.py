"""Eight policies in the front matter of other programs, and a small company of policies alone that takes them in."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8ffff3f0005fe02fe"
    "dccc59e70000000049454e44ae426082"
)
"""A PNG of one pixel."""

JEKYLL = b"""---
layout: policy
title: Access Control Policy
owner: Security Lead
version: 2.1
last_reviewed: 2026-03-02
effective_date: 2025-01-01
satisfies:
  TSC:
    - CC6.1
    - CC6.2
search:
  exclude: true
template: bare.html
hide: [navigation]
---

# Access Control

Access follows the role of a person. See [how data is encrypted](encryption.md#keys "Keys") and
[who leaves](people/leaving.html).

![How access is asked for](img/access.png)
"""
COMPLY = b"""name: Encryption Policy
acronym: EP
satisfies:
  TSC:
    - CC6.7
majorRevisions:
  - date: Jun 1 2024
    comment: First version
---

# Purpose

Data is encrypted on disks and on the way.

## Keys

Keys are kept in a vault; [access to it](/policies/access.md) is logged.
"""
HUGO = b"""+++
title = "Vendor Policy"
date = 2025-11-03
iso27001 = ["A.5.19", "A.5.99"]
[owner]
name = "Bo"
+++

# Vendors

A vendor is looked at before a contract is signed.
"""
WINDOWS = (
    '---\r\ntitle: Café Policy\r\nowner: "@kimw"\r\nstatus: no\r\n---\r\n\r\n# Café\r\n\r\n'
    "Nobody leaves a laptop on a table.  \r\nNot even for a minute.\r\n"
).encode()
PLAIN = b"# Backup Policy\n\nBackups are made each night.\n\n[Restores](restores.markdown) are tried each quarter."
MARKED = b"\xef\xbb\xbf---\ntitle: 2026-01-05\nreviewed: 03/04/2026\n---\n# Restores\n\nA restore is signed.\n"
DOUBLED = b"""---
title: Password Policy
title: Passphrase Policy
---

# Passwords

A password has a length, and a manager that keeps it. `{{ vault.path }}` is where it stands.
"""
DOCUSAURUS = b"""---
id: leaving
title: 'Leaving: what is handed back'
sidebar_position: 8
Policy Owner: Kim Weiss
Last Updated: 2026-05-06  # by hand
tags: !!set {people, devices}
soc2: CC6.5, CC9.99
---

Whoever leaves hands everything back. [Access](../access.md) ends the same day.
"""

POLICIES = {
    "access.md": JEKYLL,
    "encryption.md": COMPLY,
    "vendors.md": HUGO,
    "cafe.md": WINDOWS,
    "backup-policy.md": PLAIN,
    "restores.markdown": MARKED,
    "passwords.md": DOUBLED,
    "people/leaving.md": DOCUSAURUS,
    "img/access.png": PICTURE,
    "img/unused.png": PICTURE,
}

REGISTER = """\
# Our register.
company: Small Ltd
status: adopted
profiles: [approvals]
scope: {categories: [security]}
classes:
  policy: {approvers: [sponsor], review_every: 365d, minimum_proof: signed}
  authority: {approvers: [sponsor], review_every: 365d, minimum_proof: signed}
  layout: {approvers: [sponsor], review_every: 365d, minimum_proof: signed}
documents: []   # none yet
# Audits come later.
periods: []
"""
PEOPLE = """\
reviewed: 2026-01-05
people:
  - {id: kim, name: Kim Weiss, kind: human, started: 2022-01-08, emails: [kim@example.com],
     forge: {login: kimw, id: 4213}}
  - {id: lee, name: Lee Park, kind: human, started: 2022-01-08, emails: [lee@example.com],
     forge: {login: leep, id: 4214}}
  - {id: sam, name: Sam Ito, kind: human, started: 2022-01-08, emails: [sam@example.com]}
"""
ROLES = """\
reviewed: 2026-01-05
roles:
  - id: sponsor
    title: Executive Sponsor
    duties: [Approves policies]
    holders: [{person: kim, as: primary, since: 2022-01-08}, {person: sam, as: deputy, since: 2022-01-08}]
  - id: security-lead
    title: Security Lead
    duties: [Writes policies]
    holders: [{person: lee, as: primary, since: 2022-01-08}]
"""
COMPANY = {
    "mkdocs.yml": "site_name: Small Ltd\ntheme: material\nplugins: [ratified, macros]\n",
    "data/register.yml": REGISTER,
    "data/people.yml": PEOPLE,
    "data/roles.yml": ROLES,
}


def put(root: Path, files: dict[str, bytes]) -> Path:
    """Write files below a folder."""
    for path, data in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(data)
    return root


def company(root: Path, **changed: str) -> Path:
    """The company's work tree; `register` and so on take the place of a data file."""
    files = {**COMPANY, **{f"data/{name}.yml": text for name, text in changed.items()}}
    return put(root, {path: text.encode() for path, text in files.items()})
