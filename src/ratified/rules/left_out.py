"""Which rules a register keeps from being asked, in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ratified.model.register import INCIDENTS, Register
from ratified.rules import RULES
from ratified.rules.documents import REGISTER
from ratified.rules.families import OF_EVERY_PAGE
from ratified.source.typed import typed
from ratified.source.yaml_reader import read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator


class LeftOutRule(NamedTuple):
    """A rule that a register leaves out, why, and whether everywhere or only for pages of a class."""

    code: str
    why: str
    everywhere: bool


def left_out(text: str) -> Iterator[LeftOutRule]:
    """The rules that a register leaves out; none where it cannot be read."""
    register = typed(Register, read_yaml(REGISTER, text))
    if register is None:
        return
    if register.profiles is not None and INCIDENTS not in register.profiles:
        why = f"{register.at('profiles')} names the profile approvals alone, and this rule belongs to {INCIDENTS}."
        yield from (LeftOutRule(rule.code, why, True) for rule in RULES if rule.response)
    for name, class_ in register.classes.items():
        for index, family in enumerate(class_.not_asked):
            why = f"{class_.at('not_asked', index)} leaves {family} out for pages of the class {name}."
            codes = (r.code for r in RULES if r.code[:3] == family and r.code not in OF_EVERY_PAGE)
            yield from (LeftOutRule(code, why, False) for code in codes)
