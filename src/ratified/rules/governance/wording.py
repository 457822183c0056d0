"""GOV rules that look at a policy's words: vague ones, and names of products."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ratified.rules.policy import incident_documents, pages_of, policy_pages
from ratified.rules.rule import RuleHit, RuleHits, RuleInput, rule

if TYPE_CHECKING:
    from ratified.model.finding import SeverityOfFinding
    from ratified.model.place import Place
    from ratified.model.prose import Page, TextBlock

_BINDING = {"escalation", "notification", "severity", "containment"}
_VAGUE = re.compile(
    r"\b(appropriate(ly)?|as\s+soon\s+as\s+(possible|practicable|practical|feasible)|timely|promptly|should"
    r"|(as|when|where|if)\s+(needed|necessary|possible)"
    r"|(reasonable|best)\s+efforts?|adequate(ly)?|regularly|(at\s+)?regular\s+intervals|periodic(ally)?"
    r"|without\s+(undue|unreasonable)\s+delay|from\s+time\s+to\s+time|in\s+due\s+course)\b",
    re.IGNORECASE,
)

PRODUCTS = (
    "AppDynamics", "ArcSight", "Carbon Black", "CloudTrail", "CloudWatch", "CrowdStrike", "Darktrace",
    "Datadog", "Dynatrace", "Elasticsearch", "Exabeam", "ExtraHop", "Falco", "Grafana", "Graylog",
    "GuardDuty", "Huntress", "InsightIDR", "Lacework", "LogRhythm", "Microsoft Defender",
    "Microsoft Sentinel", "Nagios", "New Relic", "Prometheus", "QRadar", "Security Hub", "SentinelOne",
    "Snort", "Splunk", "Sumo Logic", "Suricata", "Sysdig", "Wazuh", "Wiz", "Zabbix", "Zeek",
)  # fmt: skip
"""Names of well-known monitoring and detection products, written as their makers do."""

_PRODUCT = re.compile(r"\b(?:" + "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in PRODUCTS) + r")\b")
_MONITORING = re.compile(r"\b(monitor(ing|s|ed)?|detect(ion|ing|s|ed)?)\b", re.IGNORECASE)
MOST_LINES = 12
"""How many lines of prose a policy may spend on monitoring before it restates another standard."""


@rule("GOV-07", "warning", "A vague word in a clause")
def vague_word(case: RuleInput) -> RuleHits:
    """A clause says *appropriate(ly)*, *adequate(ly)*, *timely*, *promptly*, *should*, *regularly*, *at
    regular intervals*, *periodic(ally)*, *as soon as possible*, *without undue delay*, *reasonable* or
    *best efforts*, *from time to time*, *in due course*, or *as, when, where* or *if needed, necessary* or
    *possible*. An error on pages that cover escalation, notification, severity or containment, a warning on
    others.

    **Why it matters.** Nobody can test "promptly". An assessor reads such a clause as a control that does
    not exist, and a responder cannot know whether the commitment is met.

    **How to fix it.** Say who does what by when: `must`, a role, and a time from `target()`, `limit()` or
    `commitment()`. Name a statute's own phrase through `clock()`, which is not read as prose.

    **Protects.** CC5.3, CC7.3, CC7.4
    """
    for page in policy_pages(case):
        binding = page.front is not None and not _BINDING.isdisjoint(page.front.covers)
        level: SeverityOfFinding = "error" if binding else "warning"
        found: dict[Place, RuleHit] = {}
        for clause in page.clauses:
            for block in page.blocks_of(clause):
                for match in _VAGUE.finditer(block.text):
                    place = block.place_of(match.start(), match[0].split("\n")[0])
                    message = f"{clause.id} says {_folded(match[0])!r}, which nobody can test"
                    help_ = "say who must do what within which target, limit or commitment"
                    found.setdefault(place, RuleHit(place, message, help_, clause.id, level))
        yield from found.values()


@rule("GOV-08", "warning", "The policy restates monitoring", response=True)
def monitoring_restated(case: RuleInput) -> RuleHits:
    """A page of the policy for incidents names a monitoring product (Splunk, Datadog, GuardDuty and some thirty
    more) in words that are no link, or spends more than 12 lines of prose under a second-level heading about
    monitoring or detection. Where no document has a page that `covers` a topic of incidents, every page of a class
    with clauses is asked.

    **Why it matters.** Tools change faster than policies are approved. A policy that lists them is wrong
    after the next migration, and CC7.2 already has its own standard.

    **How to fix it.** Keep decisions here. Say that events arrive from monitoring, and link to the standard or
    the inventory where the tools are named.

    **Protects.** CC7.2, CC7.3
    """
    for page in pages_of(case, incident_documents(case)):
        for block in page.blocks:
            yield from _products_in(page, block)
        for heading in page.headings:
            lines = _prose_lines(page, heading.text)
            if heading.level == 2 and _MONITORING.search(heading.text) and lines > MOST_LINES:
                message = f"{heading.text!r} spends {lines} lines on monitoring, more than {MOST_LINES}"
                yield RuleHit(
                    heading.place, message, "move how events are found to the monitoring standard; link to it"
                )


def _products_in(page: Page, block: TextBlock) -> RuleHits:
    for match in _PRODUCT.finditer(block.text):
        place = block.place_of(match.start(), match[0].split("\n")[0])
        linked = (
            link.place.line <= place.line <= link.place.line + link.text.count("\n")
            for link in page.links
            if match[0] in link.text
        )
        if not any(linked):
            name = _folded(match[0])
            yield RuleHit(
                place,
                f"the policy names {name}",
                f"write what {name} does for us, or link to where it is set up",
            )


def _prose_lines(page: Page, section: str) -> int:
    spans = (range(block.place.line, block.last_line + 1) for block in page.section(section))
    return len({line for span in spans for line in span})


def _folded(text: str) -> str:
    return " ".join(text.split())
