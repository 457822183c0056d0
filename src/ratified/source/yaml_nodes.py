"""YAML nodes: one value at a time from libyaml's events, each refused or kept with its spot."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

import yaml

from ratified.model.place import SPOT, Place, Spot
from ratified.model.quoting import quoted
from ratified.source.characters import unsafe
from ratified.source.fault import MOST_FAULTS, Kind, ReadingFault, too_many
from ratified.source.scalars import NO_VALUE, is_word, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ratified.source.lines import LineIndex

DEEPEST = 32
MOST_NODES = 50_000
MOST_PERCENT_LINES = 200
"""libyaml holds each %TAG line against all before it: a megabyte of them would take it a quarter of a minute."""


class YamlLimitError(Exception):
    """The file goes past a limit: reading stops where it does."""


_NOTHING: Mapping[Any, Any] = {}
_made = tuple.__new__
"""Makes a spot in half the time that `Spot` takes."""


def directives_without_end(text: str) -> int | None:
    """The offset of the first line that starts with %, where a text has more of them than any honest one."""
    if text.count("\n%") <= MOST_PERCENT_LINES:
        return None
    return 0 if text.startswith("%") else text.index("\n%") + 1


class YamlNodes:
    """One pass over the events of one file, and the faults it met. `place` gives the place of a libyaml mark."""

    def __init__(self, text: str, lines: LineIndex) -> None:
        self.text, self.lines = text, lines
        self.place = lines.near
        self.faults: list[ReadingFault] = []
        self.next: Callable[[], Any] = _no_event
        self.count = 0
        self.known: set[str] = set()

    def fault(self, kind: Kind, place: Place, message: str, help_: str, fatal: bool = True) -> None:
        """Note a fault; past the limit reading stops."""
        if len(self.faults) == MOST_FAULTS:
            self.faults.append(too_many(place))
            raise YamlLimitError
        self.faults.append(ReadingFault(kind, place, message, help_, fatal))

    def node(self, event: Any, depth: int) -> tuple[object, Spot]:
        """The value that starts with an event, and its spot."""
        here = self.place(event.start_mark)
        self.count += 1
        if depth > DEEPEST or self.count > MOST_NODES:
            self._refuse_amount(here, depth)
        kind = type(event)
        if kind is yaml.AliasEvent or event.anchor is not None or event.tag is not None:
            self._refuse_reference(event, here)
        if kind is yaml.ScalarEvent:
            return self._scalar(event, here), _made(Spot, (here, _NOTHING, _NOTHING))
        if kind is yaml.SequenceStartEvent:
            return self._sequence(here, depth)
        if kind is yaml.MappingStartEvent:
            return self._mapping(here, depth)
        return "", Spot(here)

    def _refuse_amount(self, here: Place, depth: int) -> NoReturn:
        if depth > DEEPEST:
            self.fault("unreadable", here, f"nested deeper than {DEEPEST} levels", "write it with fewer levels")
        else:
            self.fault("unreadable", here, f"more than {MOST_NODES:,} values", "split the file")
        raise YamlLimitError

    def _refuse_reference(self, event: Any, here: Place) -> None:
        quote = "put quotes round a text that starts with"
        tag = getattr(event, "tag", None)
        if isinstance(event, yaml.AliasEvent):
            what = f"an alias (*{_cut(str(event.anchor))})"
            self.fault("unreadable", here, what, f"write the value out; {quote} *")
        elif event.anchor:
            self.fault("unreadable", here, f"an anchor (&{_cut(event.anchor)})", f"remove it; {quote} &")
        if tag is not None:
            written = _cut(tag.replace("tag:yaml.org,2002:", "!!"))
            self.fault("unreadable", here, f"a tag ({written})", f"remove it; {quote} !")

    def _scalar(self, event: Any, here: Place, key: bool = False) -> object:
        text: str = event.value
        if event.style:
            self._refuse_escape(text, here)
        if event.style or event.tag or is_word(text):
            return text
        value, why = plain(text)
        if why is not None:
            what = f"{quoted(text)} without quotes" if text else "nothing is here"
            help_ = f'write "{_cut(text)}"' + ":" * key
            if why == NO_VALUE and not key:
                help_ = "write a value, or leave it out"
            self.fault("guessed", here, f"{what}: {why}", help_, fatal=False)
        return value

    def _refuse_escape(self, text: str, here: Place) -> None:
        """A hidden character can also come from an escape such as "\\u202e", unseen in the file itself."""
        found = unsafe(text)
        if found is not None and text[found[0]] not in self.text:
            what = f"an escape that stands for {found[1]}"
            self.fault("unreadable", here, what, "remove the escape", fatal=False)

    def _sequence(self, here: Place, depth: int) -> tuple[object, Spot]:
        values: list[object] = []
        inside: dict[str | int, Spot] = {}
        following, value_of = self.next, self._value
        while type(event := following()) is not yaml.SequenceEndEvent:
            value, inside[len(values)] = value_of(event, depth)
            values.append(value)
        return tuple(values), Spot(here, _NOTHING, inside)

    def _mapping(self, here: Place, depth: int) -> tuple[object, Spot]:
        found: dict[str, object] = {}
        keys: dict[str, Place] = {}
        inside: dict[str | int, Spot] = {}
        following, place, key_of, value_of = self.next, self.place, self._key, self._value
        while type(event := following()) is not yaml.MappingEndEvent:
            at = place(event.start_mark)
            key = key_of(event, at, depth)
            value, spot = value_of(following(), depth)
            if key is not None and key in found:
                what = f"{quoted(key)} again; it is on line {keys[key].line} already"
                self.fault("unreadable", at, what, "keep one of the two")
            elif key is not None:
                found[key], inside[key], keys[key] = value, spot, at
        result = Spot(here, keys, inside)
        found[SPOT] = result
        return found, result

    def _value(self, event: Any, depth: int) -> tuple[object, Spot]:
        """A value inside another: nearly all are plain words, and for them this says what `node` would, sooner."""
        if (
            type(event) is yaml.ScalarEvent
            and not event.style
            and event.anchor is None
            and event.tag is None
            and is_word(event.value)
            and depth < DEEPEST
            and self.count < MOST_NODES
        ):
            self.count += 1
            return event.value, _made(Spot, (self.place(event.start_mark), _NOTHING, _NOTHING))
        return self.node(event, depth + 1)

    def _key(self, event: Any, here: Place, depth: int) -> str | None:
        """The text of a key; None where it is refused. A word that was a key before is one again."""
        if type(event) is not yaml.ScalarEvent or event.style or event.anchor is not None or event.tag is not None:
            return self._new_key(event, here, depth)
        key: str = event.value
        if key in self.known:
            return key
        if is_word(key) and key != SPOT:
            self.known.add(key)
            return key
        return self._new_key(event, here, depth)

    def _new_key(self, event: Any, here: Place, depth: int) -> str | None:
        if not isinstance(event, yaml.ScalarEvent):
            self.node(event, depth + 1)
            what = "write a plain word before the colon; put quotes round a text that starts with [ or {"
            self.fault("unreadable", here, "a key that is no text", what)
            return None
        if not event.style and event.value == "<<":
            self.fault("unreadable", here, "a merge key (<<)", "write the keys out")
            return None
        if event.anchor or event.tag is not None:
            self._refuse_reference(event, here)
        if event.value in {"", SPOT}:
            what = "a key that is empty" if event.value == "" else f"a key that is taken: {SPOT}"
            self.fault("unreadable", here, what, "write a plain word before the colon")
            return None
        key = self._scalar(event, here, key=True)
        if not isinstance(key, str):
            self.fault("unreadable", here, f"a key that is no text: {event.value}", f'write "{event.value}":')
            return None
        return key


def _no_event() -> None:
    return None


def _cut(text: str) -> str:
    """A text as `shown`, without its quotes."""
    return quoted(text)[1:-1]
