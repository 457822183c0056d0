"""Which rules a register keeps from being asked, in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratified.model.register import INCIDENTS, Register
from ratified.rules import RULES
from ratified.rules.documents import REGISTER
from ratified.source.typed import typed
from ratified.source.yaml_reader import read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator


def left_out(text: str) -> Iterator[tuple[str, str]]:
    """The codes of the rules that a register leaves out, each with why; none where it cannot be read."""
    register = typed(Register, read_yaml(REGISTER, text))
    if register is None or register.profiles is None or INCIDENTS in register.profiles:
        return
    why = f"{register.at('profiles')} names the profile approvals alone, and this rule belongs to {INCIDENTS}."
    yield from ((rule.code, why) for rule in RULES if rule.response)
