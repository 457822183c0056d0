"""A macro that raises, as a fault of the page that called it."""

from __future__ import annotations

import sys
import traceback
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING

from ratified.site.audit import BuildRefusedError
from ratified.site.company_macros import NotTextError

if TYPE_CHECKING:
    from collections.abc import Callable


def guarded(
    macro: Callable[..., object], root: Path, failed: Callable[[int | None, str], None]
) -> Callable[..., object]:
    """A macro that shows nothing where it raises, and tells why and, where Jinja called it, the line in the page.

    A page's braces hold macro calls and nothing else, so nothing but a macro can fail while a page is rendered.
    """

    @wraps(macro)
    def call(*args: object) -> object:
        try:
            return macro(*args)
        except BuildRefusedError:
            return ""  # it is written down already, with the page
        except Exception as error:  # noqa: BLE001  a company's own macro may raise anything
            failed(_line(), sentence(error, root))
            return ""

    return call


def _line() -> int | None:
    """The line of the template that is being rendered, counted from its first, as Jinja knows it; None without one."""
    frame = sys._getframe()
    while frame.f_back is not None:
        frame = frame.f_back
        template = frame.f_globals.get("__jinja_template__")
        if template is not None:
            return int(template.get_corresponding_lineno(frame.f_lineno))
    return None


def sentence(error: BaseException, root: Path) -> str:
    """Why a macro failed, and where it is to be fixed."""
    if isinstance(error, NotTextError):
        return f"{error}; fix it in the package of the macros"
    frames = traceback.extract_tb(error.__traceback__)
    last = next((one for one in reversed(frames) if Path(one.filename).is_relative_to(root)), frames[-1])
    file = Path(last.filename)
    inside = file.relative_to(root) if file.is_relative_to(root) else file.name
    said = f"{type(error).__name__}: {error}".rstrip(": ")
    return f"a macro failed in {inside}, line {last.lineno}: {said}; fix it there"
