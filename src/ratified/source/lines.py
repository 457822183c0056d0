"""From an offset in a text to the line and column a person counts."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate

from ratified.model.place import Place


class Lines:
    """The line starts of one text. Only a line feed ends a line: `decode` refuses every other way."""

    def __init__(self, path: str, text: str, first_line: int = 1) -> None:
        self.path = path
        self.first_line = first_line
        self.length = len(text)
        self.starts = list(accumulate((len(line) + 1 for line in text.split("\n")[:-1]), initial=0))

    def at(self, offset: int) -> Place:
        """The place of the character at an offset."""
        line = bisect_right(self.starts, offset) - 1
        return Place(self.path, self.first_line + line, offset - self.starts[line] + 1)

    def near(self, line: int, column: int) -> Place:
        """The place of a line and column counted from 0, or the end of the text where they lie past it."""
        if line >= len(self.starts):
            return self.at(self.length)
        return Place(self.path, self.first_line + line, column + 1)
