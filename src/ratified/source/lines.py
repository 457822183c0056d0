"""From an offset in a text to the line and column a person counts."""

from __future__ import annotations

from bisect import bisect_right

from ratified.model.place import Place


class Lines:
    """The line starts of one text. Only a line feed ends a line: `decode` refuses every other way."""

    def __init__(self, path: str, text: str, first_line: int = 1) -> None:
        self.path = path
        self.first_line = first_line
        self.starts = [0]
        at = text.find("\n")
        while at >= 0:
            self.starts.append(at + 1)
            at = text.find("\n", at + 1)

    def at(self, offset: int) -> Place:
        """The place of the character at an offset."""
        line = bisect_right(self.starts, offset) - 1
        return Place(self.path, self.first_line + line, offset - self.starts[line] + 1)
