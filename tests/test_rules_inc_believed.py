"""INC-31 to 36, 40, 41, PIR-13: what makes a record unbelievable is found at its line, and honest ones are silent."""

from __future__ import annotations

from pathlib import Path

import pytest

from ratified.rules import BY_CODE
from written_records import EVENTS, EXERCISE, ONE, RECORDS, TWO, Kept

BEFORE, AFTER = "data/incidents/INC-2025-001.yml", "data/incidents/INC-2026-003.yml"
CODES = ("INC-31", "INC-32", "INC-33", "INC-34", "INC-35", "INC-36", "INC-40", "INC-41", "PIR-13")
D1 = "reason: No other account signed in from the range or the device, looked back 30 days"


def kept() -> Kept:
    """All records of the demo."""
    found = Kept()
    for path in (BEFORE, AFTER):
        found.write(path, (RECORDS / Path(path).name).read_text(encoding="utf-8"))
    return found


def told(records: Kept) -> list[tuple[str, str, str]]:
    """What these rules say: code, place and message."""
    found = [one for one in records.findings() if one.code in CODES]
    return [(one.code, f"{one.place.path}:{one.place.line}", one.message) for one in found]


def test_the_demo_is_silent() -> None:
    assert told(kept()) == []


def place(records: Kept, path: str, needle: str) -> str:
    return f"{path}:{records.texts[path].count(chr(10), 0, records.texts[path].index(needle)) + 1}"


CHANGES = [
    (
        "INC-33",
        AFTER,
        ("{at: 2026-10-06T13:58-04:00, level", "{at: 2026-10-06T13:43-04:00, level"),
        "INC-2026-003 was put at sev-3 on S3-C4 at 2026-10-06T13:43-04:00, before anything confirms it: a line of "
        "evidence is the first that does, at 2026-10-06T13:44-04:00",
    ),
    (
        "INC-34",
        ONE,
        (D1, f"{D1} (E2)"),
        "INC-2026-001: what was decided at 2026-04-14T14:35-04:00 rests on INC-2026-001-E2, which is of "
        "2026-04-14T15:20-04:00",
    ),
    (
        "INC-34",
        ONE,
        (D1, f"{D1}, as INC-2026-001-D2 shows"),
        "INC-2026-001: what was decided at 2026-04-14T14:35-04:00 rests on INC-2026-001-D2, which is of "
        "2026-04-14T16:50-04:00",
    ),
    (
        "INC-35",
        TWO,
        ("proof: Claim number in the full record", "proof: Claim number and E4"),
        "INC-2026-002 cites INC-2026-002-E4, which is not listed as evidence",
    ),
    (
        "INC-35",
        TWO,
        ("evidence: Rule DR-97 and its test log", "evidence: INC-2026-001-E7 and its test log"),
        "INC-2026-002 cites INC-2026-001-E7, which is not listed as evidence",
    ),
    (
        "INC-36",
        TWO,
        (
            "    accepted_by: priya\n    accepted: 2026-08-18T12:30-04:00\n  - promise: s1-legal\n",
            "    accepted_by: lee\n    accepted: 2026-08-18T12:30-04:00\n  - promise: s1-legal\n",
        ),
        "INC-2026-002: lee accepted that escalate was missed, and is deputy of dana, who answered for it, as "
        "Security Lead",
    ),
    (
        "INC-36",
        BEFORE,
        ("    accepted_by: dana\n", "    accepted_by: lee\n"),
        "INC-2025-001: lee accepted that contain was missed, and answered for it",
    ),
    (
        "INC-40",
        ONE,
        ("    acknowledged: 2026-04-14T14:06-04:00\n", "    acknowledged: 2026-04-14T14:04-04:00\n"),
        "INC-2026-001: acknowledged is 2026-04-14T14:04-04:00, and nothing in the response is of that minute",
    ),
    (
        "INC-40",
        TWO,
        ("    restored: 2026-08-18T11:40-04:00\n", "    restored: 2026-08-18T11:35-04:00\n"),
        "INC-2026-002: restored is 2026-08-18T11:35-04:00, and nothing in the response is of that minute",
    ),
    (
        "INC-40",
        TWO,
        (
            ", recipient: The contact of CT-014, proof: Outbox export in the full record}",
            ", recipient: The contact of CT-014}",
        ),
        "INC-2026-002: ct-014-dpa was sent at 2026-08-19T10:30-04:00, and no proof is named",
    ),
    (
        "INC-41",
        ONE,
        ("  returned: {at: 2026-04-14T18:45-04:00", "  returned: {at: 2026-04-14T18:35-04:00"),
        "INC-2026-001 returned at 2026-04-14T18:35-04:00, and the check 'Both keys on the exposure list have a new "
        "date and the old ones are refused' is of 2026-04-14T18:40-04:00",
    ),
    (
        "INC-41",
        TWO,
        ("  returned: {at: 2026-08-18T12:16-04:00", "  returned: {at: 2026-08-18T12:14-04:00"),
        "INC-2026-002 returned at 2026-08-18T12:14-04:00, and the check 'A redeploy from the repository leaves the "
        "path closed, and a sweep of all stores finds no other one open' is of 2026-08-18T12:15-04:00",
    ),
]


@pytest.mark.parametrize(("code", "path", "change", "says"), CHANGES)
def test_one_changed_line_is_found_where_it_stands(code: str, path: str, change: tuple[str, str], says: str) -> None:
    records = kept().change(path, *change)
    assert told(records) == [(code, place(records, path, change[1].split("\n")[0]), says)]


def test_a_confirmation_at_that_minute_is_in_time() -> None:
    assert told(kept().change(AFTER, "{at: 2026-10-06T13:58-04:00, level", "{at: 2026-10-06T13:44-04:00, level")) == []


def test_a_suspicion_is_enough_for_a_criterion_that_asks_for_no_more() -> None:
    row = "{at: 2026-04-14T14:02-04:00, level: sev-2, criteria: [S2-C1], by"
    assert told(kept().change(ONE, row, row.replace("14:02", "13:43"))) == []
    assert [code for code, _, _ in told(kept().change(ONE, row, row.replace("S2-C1", "S1-C1")))] == ["INC-33"]


def test_without_anything_that_confirms_it_says_so() -> None:
    records = kept().change(AFTER, "by: omar, kind: evidence, text: The recipient", "by: omar, kind: observe, text: It")
    records.change(AFTER, "by: omar, kind: evidence, text: The admin", "by: omar, kind: observe, text: The admin")
    records.change(AFTER, "collected: 2026-10-06T13:47-04:00, ", "").change(
        AFTER, "collected: 2026-10-08T09:52-04:00, ", ""
    )
    assert [(code, says.rpartition(": ")[2]) for code, _, says in told(records)] == [("INC-33", "nothing does")]


# Two records with the same times


TIMES = {"triaged": "10:25", "declared": "10:30", "validated": "14:00", "closed": "15:10"}
NOW = {
    "triaged: 2026-10-06T13:49": "triaged: 2026-10-06T10:25",
    "declared: 2026-10-06T13:58": "declared: 2026-10-06T10:30",
    "validated: 2026-10-08T13:20": "validated: 2026-10-08T14:00",
    "closed: 2026-10-08T14:41": "closed: 2026-10-08T15:10",
}


def moved(count: int) -> Kept:
    records = kept()
    for old, new in list(NOW.items())[:count]:
        records.change(AFTER, old, new)
    return records


def test_three_stages_at_the_same_times_are_a_coincidence_and_the_fourth_line_is_none() -> None:
    assert [one for one in told(moved(3)) if one[0] == "INC-31"] == []
    records = moved(4)
    says = "INC-2026-003 has the times of INC-2025-001 from stage to stage: triaged, declared, validated and closed"
    assert [one for one in told(records) if one[0] == "INC-31"] == [
        ("INC-31", place(records, AFTER, "    triaged:"), says)
    ]


def test_four_stages_within_an_hour_are_a_coincidence() -> None:
    quick = {
        "triaged: 2026-10-06T13:49": "triaged: 2026-10-06T10:25",
        "declared: 2026-10-06T13:58": "declared: 2026-10-06T10:30",
        "acknowledged: 2026-10-06T14:01": "acknowledged: 2026-10-06T10:34",
        "containment_decided: 2026-10-06T14:22": "containment_decided: 2026-10-06T11:10",
    }
    records = kept()
    for old, new in quick.items():
        records.change(AFTER, old, new)
    assert [one for one in told(records) if one[0] == "INC-31"] == []


def test_a_copy_that_was_moved_by_an_odd_time_is_found_and_one_set_aside_is_not() -> None:
    copy = kept().texts[BEFORE].replace("INC-2025-001", "INC-2026-003")
    for hour in range(15, 8, -1):  # an hour and seven minutes are no whole day
        copy = copy.replace(f"-07T{hour:02}:", f"-07T{hour + 1:02}:").replace(f"-09T{hour:02}:", f"-09T{hour + 1:02}:")
    records = kept().write(AFTER, copy)
    assert [code for code, _, _ in told(records) if code == "INC-31"] == ["INC-31"]
    aside = "set_aside: {at: 2025-10-09T18:00-04:00, by: lee, reason: The same incident, merged_into: INC-2025-001}\n"
    records.write(AFTER, copy + aside)
    assert [code for code, _, _ in told(records) if code == "INC-31"] == []


def test_one_cause_that_shows_in_two_records_at_once_is_none() -> None:
    records = kept()
    for stage, time in (("occurred_from", "09:41"), ("occurred_to", "09:41"), ("detected", "10:02")):
        line = next(one for one in records.texts[AFTER].split("\n") if one.startswith(f"    {stage}: "))
        records.change(AFTER, line, f"    {stage}: 2026-10-06T{time}-04:00")
    assert [one for one in told(records) if one[0] == "INC-31"] == []


# Digests

REAL = "4814d92093ac8a0f4a2163ab87dee509ba306a58f5888be0edcb2fcd0712028b"


def digest(new: str) -> list[tuple[str, str, str]]:
    records = kept().change(TWO, REAL, new)
    found = told(records)
    assert all(where == place(records, TWO, new) for _, where, _ in found)
    return found


@pytest.mark.parametrize(
    ("new", "says"),
    [
        ("7dc96f776c84" + REAL[12:], "shares '7dc96f776c84' with that of INC-2026-002-E1 in INC-2026-002"),
        (REAL[:50] + "6f776c8423e57a", "shares '6f776c8423e57a' with that of INC-2026-002-E1 in INC-2026-002"),
        (REAL[:48] + REAL[:16], "repeats '4814d920'"),
        ("ab" * 32, "repeats 'abababab'"),
        ("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", "is that of an empty file"),
    ],
)
def test_a_digest_that_no_file_gave(new: str, says: str) -> None:
    (code, _, message), *more = digest(new)
    assert (code, more) == ("INC-32", [])
    assert message == f"INC-2026-002: the digest of INC-2026-002-E2 {says}"


def test_eleven_digits_in_common_and_the_same_file_twice_are_left_alone() -> None:
    assert digest("7dc96f776c8" + REAL[11:]) == []
    assert digest("7dc96f776c8423e57a2785489a3f9c43fb6e756876d6ad9a9cac4aa4e72ec193") == []


def test_two_full_records_are_two_files() -> None:
    full = "3b1bc81d0ae333297c0fd9888c4bc8b4d9674b5fb1b063f5bb0117bf154099c1"
    other = "ca16d4323ccef12a69781859e613f895342567afa59133f609256c683acce173"
    records = kept().change(TWO, full, other)
    says = "INC-2026-002: the digest of the full record is that of the full record of INC-2026-001 as well"
    assert told(records) == [("INC-32", place(records, TWO, other), says)]


def test_the_digests_of_an_exercise_count_too() -> None:
    records = kept()
    line = next(one for one in records.texts[EXERCISE].split("\n") if "kind: attendance" in one)
    start = line.index("sha256: ") + 8
    records.change(EXERCISE, line, line[:start] + REAL[:40] + line[start + 40 :])
    assert [(code, where) for code, where, _ in told(records)] == [
        ("INC-32", place(records, EXERCISE, "kind: attendance"))
    ]


# What is named


@pytest.mark.parametrize(
    "text", ["An E5 licence allows it", "Room E2 was locked", "By RB-01-D1", "E1 alone (no. 3)", "Model T-E4", "(E1)"]
)
def test_letters_that_name_something_else_are_left_alone(text: str) -> None:
    cause = "text: Support accounts could sign in with a prompt that one tap approves, from any device"
    assert told(kept().change(ONE, cause, f"text: {text}")) == []


def test_a_line_may_name_what_was_collected_a_little_later() -> None:
    assert told(kept().change(ONE, "collected: 2026-04-14T15:12-04:00", "collected: 2026-04-14T15:19-04:00")) == []


# Who accepted


def test_the_role_above_and_a_deputy_of_somebody_else_may_accept() -> None:
    sofia = kept().change(
        TWO, "    accepted: 2026-08-18T12:30-04:00\n  - promise: s1-legal\n", "  - promise: s1-legal\n"
    )
    assert told(sofia) == []
    deviation = "deviations:\n  - {promise: acknowledge, reason: The page was lost, accepted_by: WHO}\nreview:\n"
    for who, codes in (("aiko", ["INC-36"]), ("noor", ["INC-36"]), ("dana", []), ("sofia", [])):
        records = kept().change(ONE, "\nreview:\n", "\n" + deviation.replace("WHO", who))
        assert [code for code, _, _ in told(records)] == codes, who


# The return


RETURNED = "  returned: {at: 2026-04-14T18:45-04:00, by: sofia, role: incident-commander"
EARLY = RETURNED.replace("18:45", "18:35")


def test_a_return_at_the_minute_of_the_last_check_and_one_in_reduced_form_are_none() -> None:
    assert told(kept().change(ONE, RETURNED, RETURNED.replace("18:45", "18:40"))) == []
    assert told(kept().change(ONE, RETURNED, f"{EARLY}, reduced: One key is rotated tomorrow")) == []


def test_a_check_that_was_made_again_after_the_return_is_none_and_a_later_stamp_is_one() -> None:
    records = kept()
    line = next(one for one in records.texts[ONE].split("\n") if "the old ones are refused" in one)
    assert told(records.change(ONE, line, f"{line}\n{line.replace('18:40', '19:30')}")) == []
    records = kept().change(ONE, "    validated: 2026-04-14T18:40", "    validated: 2026-04-14T18:50")
    says = "INC-2026-001 returned at 2026-04-14T18:45-04:00, and validated is of 2026-04-14T18:50-04:00"
    assert told(records) == [("INC-41", place(records, ONE, "  returned:"), says)]


def test_a_failed_check_is_left_to_what_judges_it() -> None:
    records = kept()
    line = next(one for one in records.texts[ONE].split("\n") if "the old ones are refused" in one)
    records.change(ONE, line, line.replace("passed", "failed").replace("18:40", "19:30"))
    assert told(records) == []


# The same again


def test_an_action_that_works_is_held_against_what_came_after_it() -> None:
    named = "The question that INC-2025-001-A1 brought is asked for strangers"
    records = kept().change(AFTER, named, "The question is asked for strangers")
    says = "INC-2025-001-A1 was found to work on 2026-02-03, and INC-2026-003 came of the same"
    assert told(records) == [("PIR-13", place(records, BEFORE, "effect: {checked_on: 2026-02-03"), says)]
    records.change(AFTER, "category: design-flaw", "category: process")
    assert len(told(records)) == 1  # a factor in the same words
    records.change(AFTER, "contributing: [Two contacts with the same", "contributing: [Two people with the same")
    assert told(records) == []


@pytest.mark.parametrize(
    "change",
    [
        ("result: works, text: Ten messages", "result: does-not-work, text: Ten messages"),
        ("checked_on: 2026-02-03", "checked_on: 2026-10-06"),
        ("scenario: misdirected-data", "scenario: phishing"),
    ],
)
def test_another_scenario_a_doubt_and_a_later_check_are_none(change: tuple[str, str]) -> None:
    named = "The question that INC-2025-001-A1 brought is asked for strangers"
    records = kept().change(AFTER, named, "The question is asked for strangers").change(BEFORE, *change)
    assert [code for code, _, _ in told(records)] == []


def test_every_rule_says_why_and_how() -> None:
    for code in CODES:
        assert BY_CODE[code].since == "0.2.0"
        assert all(f"**{part}.**" in BY_CODE[code].page for part in ("Why it matters", "How to fix it", "Protects"))
    assert EVENTS in Kept().texts
