"""What a picture in SVG could do when a browser opens it by itself: then it is a page, with no policy for scripts.

The picture may be anybody's. What a browser could make anything of but shapes, words and pictures is named; so is what
cannot be read as a browser reads it, since that runs what stands before the fault.
"""

from __future__ import annotations

import re
from xml.parsers.expat import ExpatError, ParserCreate

_SVG = ("http://www.w3.org/2000/svg", "")
_XHTML = "http://www.w3.org/1999/xhtml"
_ACTS = frozenset({"script", "foreignobject", "handler", "listener", "iframe", "embed", "object"})
_MOVES = frozenset({"animate", "set", "animatetransform", "animatemotion", "animatecolor"})
_PLAIN = re.compile(
    r"(?:#|data:image/(?:png|jpeg|gif|webp|avif)[;,]|https?:|mailto:|(?![a-z][a-z0-9+.-]*:))", re.IGNORECASE
)
_BLANK = re.compile(r"[\x00-\x20]")


class _ActiveSvgError(Exception):
    pass


def acts(data: bytes) -> tuple[int, str] | None:
    """What of a picture acts, in words, and its line; None where it only shows. It is read once, whatever it holds."""
    parser = ParserCreate(namespace_separator=" ")

    def refuse(what: str) -> None:
        raise _ActiveSvgError(what)

    def element(name: str, attributes: dict[str, str]) -> None:
        space, _, local = name.rpartition(" ")
        kind = local.lower()
        if space == _XHTML or (kind in _ACTS and space in _SVG):
            refuse(f"<{kind}>")
        for full, value in attributes.items():
            attribute = full.rpartition(" ")[2].lower()
            if attribute.startswith("on"):
                refuse(f"the attribute {attribute!r}")
            if attribute in {"href", "src"} and not _PLAIN.match(_BLANK.sub("", value)):
                refuse(f"an address that begins {value[:20]!r}")
            if (
                kind in _MOVES
                and attribute == "attributename"
                and _BLANK.sub("", value).lower().endswith(("href", "style"))
            ):
                refuse(f"<{kind}> of {value!r}")

    parser.StartElementHandler = element
    parser.StartDoctypeDeclHandler = lambda *_: refuse("<!DOCTYPE>")
    parser.ProcessingInstructionHandler = lambda target, _: refuse(f"<?{target}?>")
    try:
        parser.Parse(data, True)
    except _ActiveSvgError as found:
        return parser.CurrentLineNumber, str(found)
    except ExpatError as error:
        return error.lineno, "what no browser can read to its end"
    return None
