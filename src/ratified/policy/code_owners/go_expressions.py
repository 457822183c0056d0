r"""The part of Go's regular expressions that people write for paths, evaluated in time that is linear in the path.

Source of the syntax: the documentation of Go's package regexp/syntax. Taken are characters, `.`, sets in brackets,
`\d`, `\w`, `\s`, groups, `|`, `^`, `$`, `?`, `*` and `+`. Python's own engine is not asked: it tries one way after the
other, and one line of a pull request could keep it busy for hours. For the same reason nothing that repeats may hold
something that repeats.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from ratified.policy.code_owners.segments import CharacterSet, only

Search = Callable[[str], bool]
_At = frozenset[int]
_Way = Callable[[str, _At], _At]

_LONGEST, _DEEPEST = 1000, 20
"""Of an expression in characters, and of its groups."""
_SETS = {
    "d": (("0", "9"),),
    "w": (("0", "9"), ("A", "Z"), ("_", "_"), ("a", "z")),
    "s": (("\t", "\n"), ("\f", "\r"), (" ", " ")),
}
_REPEATS = {"?": (False, False), "*": (False, True), "+": (True, True)}
"""Whether one is needed, and whether there may be more."""


class UnsupportedExpressionError(ValueError):
    """An expression that Go refuses, or that is not evaluated here; the message says for what."""


class _Piece(NamedTuple):
    """A part of an expression, and whether it repeats."""

    way: _Way
    repeats: bool = False


def expression(source: str) -> Search:
    """Whether a text holds a match anywhere. Raises UnsupportedExpressionError."""
    if len(source) > _LONGEST:
        raise UnsupportedExpressionError(f"it is longer than {_LONGEST} characters")
    reader = _ExpressionReader(source)
    way = reader.choice(0).way
    if reader.at < len(source):
        raise UnsupportedExpressionError("a ) that nothing opens")
    return lambda text: bool(way(text, frozenset(range(len(text) + 1))))


class _ExpressionReader:
    """Goes through an expression once, from left to right."""

    def __init__(self, source: str) -> None:
        self.source, self.at = source, 0

    def choice(self, depth: int) -> _Piece:
        """Alternatives up to a closing bracket or the end."""
        if depth > _DEEPEST:
            raise UnsupportedExpressionError("its groups are too deep")
        found = [self._in_turn(depth)]
        while self._take("|"):
            found.append(self._in_turn(depth))
        if len(found) == 1:
            return found[0]
        ways = [piece.way for piece in found]
        return _Piece(
            lambda text, at: frozenset().union(*(way(text, at) for way in ways)), any(p.repeats for p in found)
        )

    def _in_turn(self, depth: int) -> _Piece:
        pieces: list[_Piece] = []
        while self.at < len(self.source) and self.source[self.at] not in "|)":
            pieces.append(self._repeated(self._piece(depth)))
        ways = [piece.way for piece in pieces]

        def way(text: str, at: _At) -> _At:
            for step in ways:
                if not at:
                    break
                at = step(text, at)
            return at

        return _Piece(way, any(piece.repeats for piece in pieces))

    def _repeated(self, piece: _Piece) -> _Piece:
        sign = self.source[self.at : self.at + 1]
        if sign not in _REPEATS or not sign:
            return piece
        self.at += 1
        self._take("?")  # a preference for less changes what is taken, not whether
        if self.source[self.at : self.at + 1] in (*_REPEATS, "{"):
            raise UnsupportedExpressionError("two repetitions on end")
        needed, more = _REPEATS[sign]
        if more and piece.repeats:
            raise UnsupportedExpressionError("a repetition in a repetition")
        return _Piece(_again(piece.way, needed, more), more or piece.repeats)

    def _piece(self, depth: int) -> _Piece:
        sign, self.at = self.source[self.at], self.at + 1
        if sign == "(":
            if self._take("?") and not self._take(":"):
                raise UnsupportedExpressionError("a group with (?")
            inside = self.choice(depth + 1)
            if not self._take(")"):
                raise UnsupportedExpressionError("a group that never ends")
            return inside
        if sign in "?*+{":
            raise UnsupportedExpressionError(f"{sign} here")
        if sign == "^":
            return _Piece(lambda text, at: at & {0})
        if sign == "$":
            return _Piece(lambda text, at: at & {len(text)})
        if sign == "[":
            return _Piece(_of(self._set()))
        if sign == "\\":
            return _Piece(_of(self._escaped()))
        return _Piece(_of(CharacterSet((("\n", "\n"),), True) if sign == "." else only(sign)))

    def _escaped(self) -> CharacterSet:
        sign, self.at = self.source[self.at : self.at + 1], self.at + 1
        if sign.lower() in _SETS:
            return CharacterSet(_SETS[sign.lower()], sign.isupper())
        if not sign or not sign.isascii() or sign.isalnum():
            raise UnsupportedExpressionError(f"\\{sign}")
        return only(sign)

    def _set(self) -> CharacterSet:
        negated = self._take("^")
        ranges: list[tuple[str, str]] = []
        first = True
        while first or self.source[self.at : self.at + 1] != "]":
            first = False
            ranges += self._range()
        self.at += 1
        return CharacterSet(tuple(ranges), negated)

    def _range(self) -> tuple[tuple[str, str], ...]:
        begin = self._member()
        if (
            len(begin) != 1
            or self.source[self.at : self.at + 1] != "-"
            or self.source[self.at + 1 : self.at + 2] == "]"
        ):
            return begin
        self.at += 1
        end = self._member()
        if len(end) != 1 or end[0][0] < begin[0][0]:
            raise UnsupportedExpressionError("a range from last to first")
        return ((begin[0][0], end[0][0]),)

    def _member(self) -> tuple[tuple[str, str], ...]:
        if self.at >= len(self.source) or self.source.startswith("[:", self.at):
            raise UnsupportedExpressionError("a set that never ends, or a named one")
        sign, self.at = self.source[self.at], self.at + 1
        if sign != "\\":
            return ((sign, sign),)
        found = self._escaped()
        if found.negated:
            raise UnsupportedExpressionError("a negated set in a set")
        return found.ranges

    def _take(self, sign: str) -> bool:
        there = self.source.startswith(sign, self.at)
        self.at += there
        return there


def _of(characters: CharacterSet) -> _Way:
    return lambda text, at: frozenset(n + 1 for n in at if n < len(text) and characters.holds(text[n]))


def _again(way: _Way, needed: bool, more: bool) -> _Way:
    def repeated(text: str, at: _At) -> _At:
        new = way(text, at)
        found = new if needed else at | new
        known = new
        while more and new:
            new = way(text, new) - known
            known |= new
        return found | known

    return repeated
