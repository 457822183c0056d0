"""RUN-06 and RUN-09: what a step does, read from its verbs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ratified.rules.rule import RuleHit, RuleHits, RuleInput, rule
from ratified.rules.runbook_sections import FIRST, PRESERVE, filled, runbooks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ratified.model.page import RunbookFront
    from ratified.model.prose import TextBlock

_DESTROYS = re.compile(
    r"\b(wipe|re-?image|rebuild|reinstall|delete|purge|power\s+off|shut\s+down|reboot|reset|destroy|terminate)\b",
    re.IGNORECASE,
)
_CAPTURES = re.compile(
    r"\b(captured?|export(s|ed)?|cop(y|ies|ied)|snapshots?|photograph(s|ed)?|preserved?|saved?|screenshots?"
    r"|hash(es|ed)?|(?<!base )(?<!clean )(?<!golden )imaged?"
    r"|(?<!the )(?<!a )record(ed)?|(?<!the )(?<!a )noted?)\b",
    re.IGNORECASE,
)
"""Nouns count where they are the capture itself; "the record" and "a clean image" are not."""

_TURNS = re.compile(
    r"[.;:]|\b(?:(?P<against>not|never|nobody|nothing|without|cannot|can|could|may|don't)|then|but)\b", re.IGNORECASE
)
"""A negation or a mere ability holds to the end of its clause, or until "then" or "but"."""
_ROTATES = re.compile(r"\brotat(e|es|ing|ion)\b", re.IGNORECASE)
_SECRETS = re.compile(r"\b(credential|secret|key|password|token|certificate)s?\b", re.IGNORECASE)
_KNOWN_GOOD = re.compile(r"\bknown[-\s]good\s+backups?\b", re.IGNORECASE)

_LATER = ("Contain", "Eradicate", "Recover")
_IDENTITY = {"credentials", "phishing", "bec", "secret-leak", "cloud-account", "ransomware"}


@rule("RUN-06", "warning", "Evidence is destroyed before it is taken")
def destroyed_before_capture(case: RuleInput) -> RuleHits:
    """In *First 15 minutes*, and in *Contain* where the runbook's order is `contain_first`, a step says to
    wipe, reimage, rebuild, reinstall, delete, purge, power off, shut down, reboot, reset, destroy or
    terminate, and neither it nor an earlier step of the section says to capture, export, copy, snapshot,
    photograph, image, preserve, save, record, note, screenshot or hash. In later sections such a step is
    found where *Preserve evidence* is empty. Warnings such as "do not delete" are silent.

    **Why it matters.** Memory, logs and disks go once. Without them nobody can say what was taken, which is
    what customers and authorities ask.

    **How to fix it.** Say in the step, or before it, what to capture; or use an act that keeps evidence, such
    as isolating.

    **Protects.** CC7.4-PF07, CC7.5-PF03, A.5.28
    """
    for page, front in runbooks(case):
        early = (FIRST, "Contain") if front.order == "contain_first" else (FIRST,)
        for section in early:
            captured = False
            for step in page.steps(section):
                captured = captured or bool(_CAPTURES.search(step.text))
                if not captured:
                    yield from _destructive(step, front, "captures nothing first")
        if not filled(page, PRESERVE):
            for section in _LATER:
                for step in page.steps(section) if section not in early else ():
                    yield from _destructive(step, front, f"is all there is, for {PRESERVE!r} is empty")


def _destructive(step: TextBlock, front: RunbookFront, lack: str) -> RuleHits:
    for match in _said(_DESTROYS, step):
        place = step.place_of(match.start(), match[0].split("\n")[0])
        message = f"{front.id}: step {step.step} of {step.section!r} says {match[0].lower()!r} and {lack}"
        yield RuleHit(place, message, "say what to capture, copy or export before it", front.id)


def _said(verb: re.Pattern[str], step: TextBlock) -> Iterator[re.Match[str]]:
    """Where a step tells somebody to do it: not where a negation or a mere ability stands before it."""
    turns, against, ahead = _TURNS.finditer(step.text), False, None
    for match in verb.finditer(step.text):
        ahead = ahead or next(turns, None)
        while ahead is not None and ahead.start() < match.start():
            against, ahead = ahead["against"] is not None, next(turns, None)
        if not against:
            yield match


@rule("RUN-09", "error", "Credentials are not rotated, or no known-good backup is used")
def credentials_not_rotated(case: RuleInput) -> RuleHits:
    """A runbook tagged credentials, phishing, bec, secret-leak, cloud-account or ransomware has no step in
    *Contain*, *Eradicate* or *Recover* that says to rotate credentials, secrets, keys, passwords, tokens or
    certificates. Or one tagged ransomware has none there that speaks of a known-good backup.

    **Why it matters.** An intruder who keeps one key comes back. A restore from a backup that was made
    after the intrusion restores the intruder.

    **How to fix it.** Write the step with the role that does it and `limit("credential-rotation")`; name the
    known-good backup before anything is restored.

    **Protects.** CC7.4-PF04, CC7.5-PF01, CC7.5-PF04
    """
    for page, front in runbooks(case):
        steps = [step for section in _LATER for step in page.steps(section)]
        tags = sorted(_IDENTITY.intersection(front.scenario_tags))
        place = front.at("scenario_tags")
        if tags and not any(_rotates(step) for step in steps):
            message = f"{front.id} is tagged {', '.join(tags)}, and no step rotates credentials, secrets or keys"
            help_ = "add the step to Contain, Eradicate or Recover, with its role and time limit"
            yield RuleHit(place, message, help_, front.id)
        if "ransomware" in tags and not any(_KNOWN_GOOD.search(step.text) for step in steps):
            message = f"{front.id} is tagged ransomware, and no step speaks of a known-good backup"
            yield RuleHit(place, message, "say in Recover who names the known-good backup, and by what", front.id)


def _rotates(step: TextBlock) -> bool:
    return any(_said(_ROTATES, step)) and bool(_SECRETS.search(step.text))
