"""The macros of a company: its own, and those that take the place of the engine's.

What a layout receives has a version, which `macros/` may name as `VIEWS`. When views change, the release that changes
them still gives those of the version before to whoever asks for it.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from ratified.policy.macro_data import by_name
from ratified.site.layouts import MODULES

if TYPE_CHECKING:
    from types import ModuleType

Layout = Callable[[Any], str]

LAYOUTS: Mapping[str, Layout] = by_name(MODULES)
"""The engine's layouts by the macro's name."""

VERSION = 1
"""The version of the views of this release."""

SERVED = (1,)
"""The versions that this release gives: the present one and, once there is one, the one before."""


class NotTextError(TypeError):
    """A layout gave something else than text. The text is a sentence."""


class UnservedError(Exception):
    """A company's macros do not fit what this release gives them. The text is a sentence."""


def layouts(package: str, module: ModuleType | None) -> Mapping[str, Layout]:
    """The layout of every macro by its name: the company's where its module has a function of that name.

    Raises UnservedError where the module asks for another version of the views, or a function of it takes none.
    """
    asked = getattr(module, "VIEWS", VERSION)
    if asked not in SERVED:
        raise UnservedError(
            f"{package}/__init__.py: VIEWS = {asked!r}, and this release of ratified gives views of version "
            f"{' or '.join(map(str, SERVED))}; see the changelog for what changed, and write {VERSION} when yours fit"
        )
    own = {name: getattr(module, name) for name in replaced(package, module)}
    for name, layout in own.items():
        try:
            inspect.signature(layout).bind("a view")
        except (TypeError, ValueError):
            raise UnservedError(f"{package}/: {name}() lays out a view, so it takes that and nothing else") from None
    return {**LAYOUTS, **own}


def replaced(package: str, module: ModuleType | None) -> tuple[str, ...]:
    """The names of the macros whose layout a company's module replaces: functions that its own files define."""
    found = ((name, getattr(module, name, None)) for name in LAYOUTS)
    return tuple(name for name, own in found if callable(own) and _package(own) == package)


def _package(function: object) -> str:
    return str(getattr(function, "__module__", "")).partition(".")[0]


def may_define_nothing(module: ModuleType) -> None:
    """Let the macros plugin take a module that only replaces layouts: it wants one that registers something."""
    if not hasattr(module, "define_env"):
        module.define_env = _nothing  # type: ignore[attr-defined]


def _nothing(env: object) -> None:
    """Registers nothing."""
