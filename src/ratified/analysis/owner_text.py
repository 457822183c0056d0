"""The text of CODEOWNERS: its head, its sections, and the sum by which a later run knows that nobody changed it."""

from __future__ import annotations

import hashlib
import textwrap
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ratified.analysis.owner_assignments import OwnerGap
    from ratified.policy.code_owners import Forge

_SUM = "# ratified owners, sha256 of the other lines: "
_ALL_THAT_MATCH = "Every rule that matches a file is asked."
_READ = {
    "GitHub": "The last pattern that matches a file wins.",
    "GitLab": "The last pattern that matches a file wins.",
    "Gitea": f"{_ALL_THAT_MATCH} Forgejo reads this file too.",
}


class OwnerSection(NamedTuple):
    """Lines with one comment and the same people, about files of some classes."""

    classes: tuple[str, ...]
    comment: str
    owners: tuple[str, ...]
    patterns: tuple[str, ...]
    gaps: tuple[OwnerGap, ...] = ()


def by_command(data: bytes) -> bool:
    """Whether bytes are a file that `owner_file` made and nobody changed since, whatever ends its lines."""
    lines = data.replace(b"\r\n", b"\n").split(b"\n")
    sums = [line for line in lines if line.startswith(_SUM.encode())]
    rest = b"\n".join(line for line in lines if not line.startswith(_SUM.encode()))
    return sums == [_SUM.encode() + hashlib.sha256(rest).hexdigest().encode()]


def owner_text(forge: Forge, sections: Iterable[OwnerSection]) -> bytes:
    """The whole file."""
    head = [
        *_comment(
            f"Whom {forge} asks to review what: for each governed document, the people who may approve its class. "
            f"`ratified owners --forge {forge.lower()} --write` makes it of what data/register.yml (documents and "
            "classes), data/roles.yml (holders) and data/people.yml (`forge.login`) say; when one of them changes, "
            f"run it again in the same pull request. {_READ[forge]}"
        ),
        "#",
        *_comment(
            f"It proves nothing. {forge} asks and may insist; who approved is read from the history, by the register."
        ),
    ]
    first, rest = head[:-1], [head[-1], *section_lines(sections, forge), ""]
    sum_ = hashlib.sha256("\n".join([*first, *rest]).encode()).hexdigest()
    return "\n".join([*first, *rest[:1], _SUM + sum_, *rest[1:]]).encode()


def _comment(text: str) -> list[str]:
    return textwrap.wrap(
        text, 118, initial_indent="# ", subsequent_indent="# ", break_long_words=False, break_on_hyphens=False
    )


def section_lines(sections: Iterable[OwnerSection], forge: Forge) -> Iterator[str]:
    """The sections, each after an empty line."""
    for section in sections:
        yield ""
        yield from _comment(section.comment)
        for gap in section.gaps:
            yield from _comment(f"{gap.message[0].upper()}{gap.message[1:]}.")
        yield from _rules(section, forge)


def _rules(section: OwnerSection, forge: Forge) -> Iterator[str]:
    """The lines that count. Where nobody can be asked, a pattern alone takes its files from the lines above it."""
    for pattern in dict.fromkeys(section.patterns):
        if section.owners or forge != "Gitea":
            yield " ".join((pattern, *section.owners))
