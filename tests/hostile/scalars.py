"""Values whose type a reader would have to guess, and values of the wrong type or form."""

from __future__ import annotations

from hostile.case import Case, each, limits, page, people, person, runbook, text

_BOOLEANS = each("yes no on off Yes NO On OFF True TRUE False FALSE")
_NUMBERS = each(
    "4:30 12:30:00 09:00 1:30.5 -1:30 010 0123456 0x1f 0X1F 0o7 0b101 1_000 1_000.5 +1 +4915112345 -0 00 "
    "1e3 1E-3 12e03 1.10 .5 -.5 5. 1.5e3 6.02e+23 .inf -.Inf .NaN = <<"
)
_LONG = ("1234567890123456789", "-1234567890123456789", "9" * 5000)
_EMPTY = ("~", "null", "Null", "NULL", "")

_AMBIGUOUS = tuple(text(value, "2:29 guessed") for value in (*_BOOLEANS, *_NUMBERS, *_LONG, *_EMPTY))


def _span(value: str, kind: str = "shape") -> Case:
    return limits(f"duration {value}", f"- {{id: a, text: b, within: {value}}}\n", f"2:28 {kind}")


def _count(value: str, kind: str = "shape") -> Case:
    return limits(f"count {value}", f"- {{id: a, text: b, count: {value}}}\n", f"2:27 {kind}")


def _day(value: str, kind: str = "date") -> Case:
    return person(f"day {value}", f"5:12 {kind}", started=value)


CASES = (
    *_AMBIGUOUS,
    *(
        _span(v)
        for v in each("15 15min 4H 0m -5m 1.5h 3wd m P P1 PT P1H PT1.5H P0D 1h30m 101Y 36501d 9999999h P9999Y ٣m P٣D")
    ),
    *(_span(v) for v in ('""', "true", "[15m]", "{m: 15}", "'15 m'", "forever; soon")),
    *(_span(v, "guessed") for v in ("4:30", "1e3", "no", "1_0")),
    *(_count(v) for v in ("two", '"2"', "-1", "[2]", "true", "2.x")),
    *(_count(v, "guessed") for v in ("0x2", "2.0", "1_0", "~", "yes")),
    *(
        _day(v)
        for v in each(
            "2026-02-30 2026-13-01 2026-00-10 2026-01-32 2025-02-29 0000-01-01 0001-01-01 9999-12-31 1899-12-31 "
            "2026-1-5 26-01-05 05.01.2026 01/05/2026 2026/01/05 20260105x 2026-W01-1 2026-01-05T10:00:00Z "
            "２０２６-01-05 today"
        )
    ),
    *(_day(v) for v in ("20260105", '""', "2026", "true", "[2026-01-05]", "{day: 5}", "2026-01-05 10:00:00")),
    *(_day(v, "guessed") for v in ("~", "2026.01")),
    person("day left out", "5:11 guessed", started=""),
    person("capitals in an id", "2:7 shape", id="Dana"),
    person("spaces in an id", "2:7 shape", id="dana okafor"),
    person("an id that ends in a hyphen", "2:7 shape", id="dana-"),
    person("an id of letters that look Latin", "2:7 shape", id="dаna"),
    person("an id of 65 letters", "2:7 shape", id="a" * 65),
    person("an id that is a number", "2:7 shape", id="7"),
    person("a name of spaces", "3:9 shape", name='"   "'),
    person("a name of nothing", "3:9 shape", name='""'),
    person("a name that is a list", "3:9 shape", name="[Dana, Okafor]"),
    person("a name that is a mapping", "3:9 shape", name="{first: Dana}"),
    person("a name that is a number", "3:9 shape", name="4711"),
    person("a name that is true", "3:9 shape", name="true"),
    person("a name of 4001 letters", "3:9 shape", name="x" * 4001),
    person("a kind nobody has", "4:9 shape", kind="humn"),
    person("a kind that YAML guesses", "4:9 guessed", kind="no"),
    person("a kind that is a list", "4:9 shape", kind="[bot]"),
    person("no e-mail at all", "6:11 shape", emails="[]"),
    person("e-mails as one text", "6:11 shape", emails="d@example.com"),
    person("an e-mail without an at", "6:12 shape", emails="[example.com]"),
    person("the second e-mail is wrong", "6:19 shape", emails="[a@b.c, two]"),
    person("e-mail with its name", "6:12 shape", emails="['Dana <d@example.com>']"),
    person("three e-mails of three wrong types", "6:12 shape", "6:15 shape", "6:21 shape", emails="[1, true, {}]"),
    person("forge id in quotes", "7:25 shape", forge='{login: d, id: "4"}'),
    person("forge id of zero", "7:25 shape", forge="{login: d, id: 0}"),
    person("forge id that is too long", "7:25 guessed", forge="{login: d, id: 1234567890123456789}"),
    person("forge as a text", "7:10 shape", forge="d"),
    person("training as a mapping", "7:12 shape", trained="{role: a, finished: 2026-01-01}"),
    person("training with an impossible day", "7:38 date", trained="[{role: scribe, finished: 2026-02-30}]"),
    people("people as a text", "people: all\n", "1:9 shape"),
    people("people as a mapping", "people: {dana: Dana}\n", "1:9 shape"),
    people("people left empty", "people:\n", "1:8 guessed"),
    people("a person who is a text", "people:\n- Dana\n", "2:3 shape"),
    people("a person who is nothing", "people:\n-\n", "2:2 guessed"),
    people("a list where keys belong", "- id: dana\n", "1:1 shape"),
    people("one text where keys belong", "people\n", "1:1 shape"),
    people("no space after the colon", "people:[]\n", "1:1 shape"),
    Case(
        "a class that is no id",
        "data/coverage.yml",
        "frameworks: [has space, -x]\n",
        ("1:14 shape", "1:25 shape"),
    ),
    Case("frameworks empty", "data/coverage.yml", "frameworks: []\n", ("1:13 shape",)),
    Case(
        "a time without quotes",
        "data/oncall.yml",
        "rotations:\n- id: a\n  role: b\n  zone: UTC\n  starts: 2026-01-01\n  handover: {day: monday, time: 09:00}\n"
        "  shift: 7d\n  pattern: [{primary: dana}]\n",
        ("6:33 guessed",),
    ),
    Case(
        "an hour that no clock has",
        "data/oncall.yml",
        "rotations:\n- id: a\n  role: b\n  zone: UTC\n  starts: 2026-01-01\n  handover: {day: Monday, time: '24:00'}\n"
        "  shift: soon\n  pattern: []\n",
        ("6:19 shape", "6:33 shape", "7:10 shape", "8:12 shape"),
    ),
    Case(
        "moments that do not exist or have no offset",
        "data/events.yml",
        "dismissed:\n- {id: E-1, source: a, reason: b, decided_by: c, detected_at: 2026-02-30T10:00Z, "
        "decided_at: 2026-02-03 10:00}\n",
        ("2:63 date", "2:94 date"),
    ),
    Case(
        "a target that is no time",
        "data/severities.yml",
        "clock_starts: detected\nlevels:\n- {id: sev-1, name: a, label: b, summary: c, targets: {contain: soon, "
        "recover: 4, review: ~, update: [4h]}}\n",
        ("3:65 shape", "3:80 shape", "3:91 guessed", "3:102 shape"),
    ),
    Case(
        "class ids with capitals, a bar nobody knows",
        "data/register.yml",
        "company: A\nstatus: adoptd\nscope: {categories: [securty]}\n"
        "review_after: {most-severe: 14d, reorganisation: 30d}\n"
        "documents: []\nclasses:\n  Policy: {approvers: [], minimum_proof: sure}\n",
        ("2:9 shape", "3:22 shape", "7:3 shape", "7:23 shape", "7:42 shape"),
    ),
    page("title that YAML guesses", "---\ntitle: 1.10\n---\n", "2:8 guessed"),
    page("title that is a number", "---\ntitle: 2026\n---\n", "2:8 shape"),
    page("covers what no policy covers", "---\ntitle: A\ncovers: [roles, rolls]\n---\n", "3:17 shape"),
    page("covers as a text", "---\ntitle: A\ncovers: roles\n---\n", "3:9 shape"),
    page("macros off by a word", "---\ntitle: A\nrender_macros: off\n---\n", "3:16 guessed"),
    page("an impossible review", "---\ntitle: A\nreviewed: 2026-11-31\n---\n", "3:11 date"),
    runbook(
        "a runbook with one option and no signals",
        "---\nid: RB-01\ntitle: A\nscenario_tags: []\nstatus: activ\nowner_role: a\nreviewed: 2026-11-20\n"
        "order: parallel\norder_reason: b\ncriteria: [CC7.4]\ndefault_severity: sev 1\nroles_required: [a]\n"
        "entry_signals: [x]\ndecisions:\n- {id: D1, question: a, owner_role: b, options: [one], deadline: c}\n"
        "evidence:\n- {item: a, source: b, method: c, volatile: maybe, retention: d}\nexit_criteria: [y]\n---\n",
        "4:16 shape",
        "5:9 shape",
        "11:19 shape",
        "15:49 shape",
        "17:45 shape",
    ),
)
