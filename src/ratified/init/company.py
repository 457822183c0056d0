"""What the starter says of Example Corp, said of another company: register, intake, settings, pages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ratified.analysis.new_record import quoted
from ratified.init.folding import folded_data, folded_page
from ratified.init.notices import in_scope_alone
from ratified.init.yaml_text import flow

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from ratified.model.answers import Answers

PROOF = {"github": "forge", "gitlab": "signed", "gitea": "signed", "bitbucket": "signed"}
"""The weakest proof that counts, by what a forge offers: GitHub signs the merges that it makes."""

HOSTS = {"github": "github.com", "gitlab": "gitlab.com", "gitea": "", "bitbucket": "bitbucket.org"}
_EDITED = {"github": "edit", "gitlab": "-/edit", "gitea": "_edit", "bitbucket": "src"}
"""Where a forge lets a page be edited, between the repository and the branch."""
_REVIEWED = re.compile(r"^reviewed: [0-9-]+\n", re.MULTILINE)
_REGIONS = {"eu": "eu", "uk": "uk", "us": "us"}

_HANDBOOK = "  handbook: {approvers: [executive-sponsor], review_every: 365d, minimum_proof: forge, clauses: offered}\n"
_REGISTER = """\
# yaml-language-server: $schema=../schemas/register.schema.json
company: {company}
status: draft
main: main
audience: internal
profiles: [approvals]
scope:
  categories: [security]
classes:
  policy: {{approvers: [executive-sponsor], review_every: 365d, minimum_proof: {proof}, clauses: offered}}
  authority: {{approvers: [executive-sponsor], review_every: 365d, minimum_proof: {proof}}}
  layout: {{approvers: [security-lead], review_every: 365d, minimum_proof: {proof}}}
documents: []
"""


def policies_register(answers: Answers) -> str:
    """The register of a company that has policies alone; `ratified import` adds them."""
    return _REGISTER.format(company=quoted(answers.company), proof=PROOF[answers.forge])


def register(starter: str, answers: Answers) -> str:
    """The register of a company that responds to incidents."""
    text = starter.replace("company: Example Corp\n", f"company: {quoted(answers.company)}\n", 1)
    text = text.replace("audience: internal\n", f"audience: internal\nprofiles: {flow(answers.profiles)}\n", 1)
    text = re.sub(r"regimes: \[.*\]", f"regimes: {flow(answers.regimes)}", text, count=1)
    regions = [name for name in _REGIONS if any(one.startswith(f"{name}-") for one in answers.regimes)]
    text = re.sub(r"personal_data: \[.*\]", f"personal_data: {flow(regions)}", text, count=1)
    text = re.sub(r"periods:\n(?:  - .*\n)+", "", text, count=1)
    if "approvals" in answers.profiles:  # for policies of other kinds, which `ratified import` takes in
        text = text.replace("  runbook: {", f"{_HANDBOOK}  runbook: {{", 1)
    text = text.replace("minimum_proof: forge", f"minimum_proof: {PROOF[answers.forge]}")
    return folded_data(text) if answers.size == "small" else text


def intake(starter: str, answers: Answers) -> str:
    """Where reports come in: by the company's own address and room."""
    if answers.reach is None:
        return starter
    mail, chat = answers.reach.email, answers.reach.chat
    routes = {
        "employees": f"{chat}, {mail}, or a call to whoever is on call",
        "vendors": f"{mail}, which opens a ticket in the security queue",
        "researchers": f"{mail}, published in security.txt",
    }
    text = starter
    for source, route in routes.items():
        head, _, rest = text.partition(f"  - id: {source}\n")
        text = f"{head}  - id: {source}\n" + re.sub(
            r"(?m)^    route: .*$", f"    route: {_literal(route)}", rest, count=1
        )
    return text


def _literal(text: str) -> str:
    """A value as `re.sub` takes it, which would read its backslashes."""
    return quoted(text).replace("\\", "\\\\")


def settings(answers: Answers) -> str:
    """`mkdocs.yml`."""
    rows = [f"site_name: {quoted(f'{answers.company} policies')}\n", "site_dir: build/site\n"]
    host = HOSTS[answers.forge]
    if answers.repository and host:
        rows += [f"repo_url: https://{host}/{answers.repository}\n", f"repo_name: {quoted(answers.repository)}\n"]
        rows.append(f"edit_uri: {_EDITED[answers.forge]}/main/docs/\n")
    rows += ["\ntheme: material\n"]
    rows += ["extra_css:\n  - assets/company.css\n"] if answers.responds else []
    rows += ["\nplugins:\n  - search\n  - ratified\n"]
    rows.append("  - macros: {module_name: macros}\n" if answers.responds else "  - macros\n")
    return "".join(rows)


def retold(path: str, text: str, answers: Answers, day: date) -> str:
    """A file of the starter that holds no fact of Example Corp: of this day, and with this company's roles."""
    runbook = path.startswith("runbooks/")  # which cannot do without a day
    text = _REVIEWED.sub(f"reviewed: {day}\n" if runbook else "", text)
    if answers.size == "small":
        text = folded_page(text) if path.endswith(".md") else folded_data(text)
    return in_scope_alone(text, answers.regimes) if runbook else text


def welcome(answers: Answers) -> str:
    """The first page of the folder of policies, where there is none yet."""
    said = f"The policies of {answers.company}. Each says under its title who approved it, and when."
    return f"---\ntitle: Policies\n---\n\n{said}\n"


def readme(answers: Answers) -> str:
    """`README.md`."""
    return "".join(_readme(answers))


def _readme(answers: Answers) -> Iterator[str]:
    yield f"# {answers.company}: policies\n\n"
    yield "What applies is what `main` says, approved by whoever merged it; `ratified` reads git and says so.\n\n"
    yield "```sh\n"
    yield "python3 -m venv .venv\n"
    yield ".venv/bin/pip install --no-deps --require-hashes -r requirements/site.txt\n"
    yield ".venv/bin/ratified check       # what an assessor would write up\n"
    yield ".venv/bin/ratified status      # who approved what, when, and whether that still holds\n"
    yield ".venv/bin/ratified site serve  # the site, while you write\n"
    yield "```\n\n"
    yield "| folder | holds |\n|---|---|\n"
    yield "| `data/` | facts: who approves what, people, roles" + (", severities, clocks" if answers.responds else "")
    yield " |\n| `docs/` | policies and pages |\n"
    yield "| `runbooks/` | one file for each scenario |\n" if answers.responds else ""
    yield "| `requirements/` | the versions that judge, with their hashes |\n\n"
    yield "To change a policy, open a pull request; an approver who wrote none of it merges it with a "
    yield "merge commit.\n"
