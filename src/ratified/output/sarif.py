"""Findings as SARIF 2.1.0, for code-scanning tools."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from ratified import __version__
from ratified.output.json_report import dumps
from ratified.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ratified.check.judgement import Judgement
    from ratified.model.finding import Finding


def render(judgement: Judgement, below: str = "") -> Iterator[str]:
    """The lines of the SARIF log. `below` is the policy's folder in the repository, whose root its paths start at."""
    index = {rule.code: position for position, rule in enumerate(RULES)}
    run: dict[str, Any] = {
        "tool": {"driver": {"name": "ratified", "version": __version__, "rules": _rules()}},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {"ROOT": {"description": {"text": "The root of the repository"}}},
        "invocations": [_invocation(judgement)],
        "results": [_result(finding, index, below) for finding in judgement.findings],
    }
    log = {
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [run],
    }
    yield from dumps(log).split("\n")


def _rules() -> list[dict[str, Any]]:
    return [
        {
            "id": rule.code,
            "name": "".join(word.capitalize() for word in rule.name.split("-")),
            "shortDescription": {"text": rule.title},
            "help": {"text": rule.page, "markdown": rule.page},
            "defaultConfiguration": {"level": rule.level},
        }
        for rule in RULES
    ]


def _invocation(judgement: Judgement) -> dict[str, Any]:
    invocation: dict[str, Any] = {"executionSuccessful": judgement.undecided is None}
    if judgement.undecided:
        invocation["toolExecutionNotifications"] = [{"level": "error", "message": {"text": judgement.undecided}}]
    return invocation


def _result(finding: Finding, index: dict[str, int], below: str) -> dict[str, Any]:
    path = f"{below}/{finding.place.path}" if below else finding.place.path
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": index[finding.code],
        "level": finding.level,
        "message": {"text": f"{finding.message}; {finding.help}"},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": quote(path), "uriBaseId": "ROOT"},
                    "region": {"startLine": finding.place.line, "startColumn": finding.place.column},
                }
            }
        ],
    }
    if finding.on_main:
        result["baselineState"] = "unchanged"
    if finding.waived:
        result["suppressions"] = [{"kind": "external", "justification": finding.waived}]
    return result
