"""What the form of the answers does not tell: names that are nobody's, zones and countries that are none."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import available_timezones

from ratified.clock.public_holidays import countries, public_holidays
from ratified.clock.uncountable import CalendarError
from ratified.model.close_names import meant
from ratified.model.quoting import quoted
from ratified.source.fault import ReadingFault

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from ratified.model.answers import Answers, Office
    from ratified.model.place import Place


def faults_of(answers: Answers, regimes: Collection[str], year: int) -> Iterator[ReadingFault]:
    """What the file's form does not tell: names that are nobody's, zones and countries that are none, what is
    wanted of a company that responds to incidents. `regimes` are those of the catalogue, `year` is the one in which
    the company begins.
    """
    yield from _of_people(answers)
    known = countries()
    for office in answers.offices:
        if office.zone not in available_timezones():
            yield _unknown(office.at("zone"), "time zone", office.zone, available_timezones(), "Europe/Berlin")
        if office.country not in known:
            yield _unknown(office.at("country"), "country whose holidays are known", office.country, known, "US")
        else:
            yield from _of_office(office, year)
    zones = [office.zone for office in answers.offices]
    for one in answers.people:
        if one.office is not None and one.office not in zones:
            yield _unknown(one.at("office"), "office under offices", one.office, zones, zones[0])
    for index, regime in enumerate(answers.regimes):
        if regime not in regimes:
            yield _unknown(answers.at("regimes", index), "notification clock", regime, regimes, "eu-gdpr-33")
    for key, there in (("reach", answers.reach), ("on_call", answers.on_call)):
        if answers.responds and not there:
            what = f"{key!r} is missing, and a company that responds to incidents says it"
            yield ReadingFault("shape", answers.at(), what, f"add '{key}:', or write profiles: [approvals]")


def _of_people(answers: Answers) -> Iterator[ReadingFault]:
    for key in ("approvers", "security", "on_call"):
        there: set[str] = set()
        for index, name in enumerate(getattr(answers, key)):
            id_ = answers.known_names.get(name.casefold(), "")
            if id_ in there:
                what = f"{quoted(name)} is named twice"
                yield ReadingFault("shape", answers.at(key, index), what, "name somebody else, or nobody")
            there |= {id_} - {""}
            if not id_:
                known = [one.email for one in answers.people]
                yield _unknown(answers.at(key, index), "person under people", name, known, known[0])
    seen: dict[str, Place] = {}
    for one in answers.people:
        marks = [("email", one.email.casefold()), ("login", (one.login or "").casefold())]
        marks.append(("name", one.name.casefold()))
        for key, mark in (*marks, ("account", str(one.account or ""))):
            if mark and f"{key} {mark}" in seen:
                what = f"{quoted(mark)} is somebody else's too, at {seen[f'{key} {mark}']}"
                yield ReadingFault("shape", one.at(key), what, "give each person one of their own")
            seen.setdefault(f"{key} {mark}", one.at(key))
        if (one.login is None) != (one.account is None):
            key = "login" if one.account is None else "account"
            what = f"{key} without {'account' if key == 'login' else 'login'}"
            help_ = "write both: the number is `id` in what the Git host's API says of a user; or neither"
            yield ReadingFault("shape", one.at(key), what, help_)


def _of_office(office: Office, year: int) -> Iterator[ReadingFault]:
    """Whether the holidays of a country need a part of it to be named, and whether that part is one."""
    try:
        public_holidays(office.country, office.subdivision, year + 2)
    except CalendarError as error:
        key = "subdivision" if office.subdivision else "country"
        yield ReadingFault("shape", office.at(key), str(error), "add or correct subdivision:, such as BE for Berlin")


def _unknown(place: Place, noun: str, name: str, known: Collection[str], example: str) -> ReadingFault:
    help_ = meant(name, sorted(known), f"write one, such as {example}")
    return ReadingFault("shape", place, f"{quoted(name)} is no {noun}", help_)
