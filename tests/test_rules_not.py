"""NOT rules: each fires at its line after one change to the real files, and is silent beside it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from ratified.policy.notices.obligations import obligations, strictest

if TYPE_CHECKING:
    from conftest import Starter

DATA = "data/notifications.yml"
CONTRACTS = "data/contracts.yml"
REGISTER = "data/register.yml"
CALENDARS = "data/calendars.yml"
LEVELS = "data/severities.yml"
TODAY = date(2026, 11, 22)
GDPR = "DPC Ireland, starts: awareness"


def found(starter: Starter, code: str, as_of: date = TODAY) -> tuple[list[str], list[str]]:
    """Where one rule fires, and what it says there, from one judgement."""
    findings = starter.findings(code, as_of)
    return [f"{f.place.path}:{f.place.line}" for f in findings], [f.message for f in findings]


def at(starter: Starter, path: str, needle: str) -> str:
    return f"{path}:{starter.line(path, needle)}"


def scope(starter: Starter, clock: str, extra: str = "") -> str:
    """Put one more clock in scope, in the register and in the data; answers the place of its row."""
    starter.change(REGISTER, "contract-default, insurer]", f"contract-default, insurer, {clock}]")
    new = f"  - {{clock: {clock}, owner: legal-counsel, recipient: Somebody{extra}}}\n"
    starter.change(DATA, "commitments:\n", f"{new}commitments:\n")
    return at(starter, DATA, f"clock: {clock},")


OWN = """clocks:
  - id: own
    regime: Law of somewhere
    to: its authority
    audience: authority
    trigger: awareness
    window: {n: 96, unit: hours}
    certainty: high
    status: in_force
    source: its gazette
    recorded: 2026-11-22
"""


def own(starter: Starter, old: str = "", new: str = "") -> None:
    """Add a clock of our own and put it in scope, with one line of it changed."""
    assert OWN.count(old) == 1 or not old
    scope(starter, "own")
    text = (starter.root / DATA).read_text(encoding="utf-8")
    starter.write(DATA, text + (OWN.replace(old, new) if old else OWN))


def test_the_starter_has_no_finding_on_notification(starter: Starter) -> None:
    assert [f for f in starter.judge().findings if f.code.startswith("NOT")] == []


def test_obligations_are_listed_strictest_first(starter: Starter) -> None:
    starter.change(CONTRACTS, "within: 3bd, starts: awareness", "within: 3bd, starts: suspicion")
    book = starter.book()
    assert [(o.id, str(o)) for o in obligations(book, "customers", TODAY)] == [
        ("ct-021-dpa", "48 hours from awareness"),
        ("ct-014-msa", "3 business days from suspicion"),
        ("ct-014-dpa", "72 hours from awareness"),
        ("ct-033-dpa", "72 hours from awareness"),
        ("ct-040-msa", "5 days from awareness"),
        ("eu-gdpr-33-2", "no fixed time from awareness"),
    ]
    assert [o.id for o in obligations(book, "authority", TODAY)] == [
        "eu-gdpr-33",
        "uk-gdpr-33",
        "us-ca-ag",
        "us-tx-ag",
    ]
    assert str(strictest(book, TODAY)) == "24 hours from discovery"


def test_a_contract_binds_from_its_first_to_its_last_day(starter: Starter) -> None:
    book = starter.book()
    ids = {day: {o.id for o in obligations(book, "customers", day)} for day in map(date.fromisoformat, _DAYS)}
    assert [("ct-021-dpa" in found) for found in ids.values()] == [False, True, True, False]


_DAYS = ["2025-01-31", "2025-02-01", "2028-01-31", "2028-02-01"]


# NOT-01


def test_a_regime_without_a_row_is_found_in_the_register(starter: Starter) -> None:
    text = (starter.root / DATA).read_text(encoding="utf-8")
    starter.write(DATA, "".join(line for line in text.splitlines(True) if "clock: us-ny," not in line))
    places, says = found(starter, "NOT-01")
    assert places == [at(starter, REGISTER, "regimes:")]
    assert says == ["us-ny is in scope, but data/notifications.yml has no row for it"]


def test_an_unknown_clock_is_found_at_its_row(starter: Starter) -> None:
    scope(starter, "us-oregon")
    places, says = found(starter, "NOT-01")
    assert places == [at(starter, DATA, "us-oregon")]
    assert says == ["no clock 'us-oregon', in the catalogue or here"]


def test_a_row_that_the_register_leaves_out_is_a_warning(starter: Starter) -> None:
    starter.change(REGISTER, "contract-default, insurer]", "contract-default]")
    findings = starter.findings("NOT-01")
    assert [(f.place.line, f.level) for f in findings] == [(starter.line(DATA, "clock: insurer"), "warning")]


def test_a_start_that_is_no_stamp_is_found_at_rows_and_commitments(starter: Starter) -> None:
    starter.change(DATA, "Residents of California, starts: discovery", "Residents, starts: the leak")
    starter.change(DATA, "within: 30d, starts: discovery, owner", "within: 30d, starts: found, owner")
    places, says = found(starter, "NOT-01")
    assert places == [at(starter, DATA, "starts: the leak"), at(starter, DATA, "starts: found")]
    assert says[1] == "individual-notice starts at 'found', which is no timestamp of an incident"


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("    to: its authority\n", "", "own is in scope and has no to"),
        ("    source: its gazette\n", "", "own is in scope and has no source"),
        ("    trigger: awareness\n", "", "own is in scope and has no trigger"),
        ("n: 96, unit", "unit", "own is in scope and has no window"),
        ("trigger: awareness", "trigger: tea time", "own has trigger 'tea time', which is no timestamp of an incident"),
    ],
)
def test_an_own_clock_in_scope_must_be_complete(starter: Starter, old: str, new: str, what: str) -> None:
    own(starter, old, new)
    places, says = found(starter, "NOT-01")
    wanted = "trigger: tea time" if "tea time" in new else "- id: own"
    assert places == [at(starter, DATA, wanted)]
    assert says == [what]


def test_a_complete_own_clock_and_a_clock_of_the_catalogue_pass(starter: Starter) -> None:
    own(starter)
    assert found(starter, "NOT-01") == ([], [])


# NOT-02


def test_a_contract_tighter_than_the_policy_is_found_at_both_and_names_both(starter: Starter) -> None:
    starter.change(CONTRACTS, "within: 48h", "within: 24h")
    contract = at(starter, CONTRACTS, "within: 24h")
    commitment = at(starter, DATA, "id: customer-notice")
    places, says = found(starter, "NOT-02")
    assert places == [
        contract,
        at(starter, DATA, "clock: eu-gdpr-33-2"),
        at(starter, DATA, "clock: contract-default"),
        commitment,
    ]
    assert says[3] == (
        f"customer-notice commits to 48 hours from awareness, but CT-021 asks for 24 hours from awareness ({contract})"
    )
    assert says[0].startswith("CT-021 asks for 24 hours from awareness, but ")
    assert f"customer-notice commits to 48 hours from awareness ({commitment})" in says[0]


def test_a_contract_that_starts_earlier_is_found(starter: Starter) -> None:
    starter.change(CONTRACTS, "within: 48h, starts: awareness", "within: 48h, starts: suspicion")
    places, says = found(starter, "NOT-02")
    assert places[0] == at(starter, CONTRACTS, "starts: suspicion")
    assert says[0].startswith("CT-021 asks for 48 hours from suspicion")


def test_business_days_are_held_against_hours_at_their_longest(starter: Starter) -> None:
    starter.change(DATA, "audience: customers, within: 48h", "audience: customers, within: 2bd")
    places, says = found(starter, "NOT-02")
    assert at(starter, DATA, "id: customer-notice") in places
    assert says[-1] == (
        "customer-notice commits to 2 business days from awareness, but"
        f" CT-021 asks for 48 hours from awareness ({at(starter, CONTRACTS, 'within: 48h')}),"
        f" and CT-014 asks for 72 hours from awareness ({at(starter, CONTRACTS, 'ct-014-dpa')}),"
        f" and CT-033 asks for 72 hours from awareness ({at(starter, CONTRACTS, 'ct-033-dpa')}),"
        f" and CT-040 asks for 5 days from awareness ({at(starter, CONTRACTS, 'ct-040-msa')})"
    )


def test_a_customer_to_whom_nothing_is_promised_is_found(starter: Starter) -> None:
    text = (starter.root / DATA).read_text(encoding="utf-8")
    kept = [line for line in text.splitlines(True) if "within: 48h" not in line]
    starter.write(DATA, "".join(kept))
    places, says = found(starter, "NOT-02")
    assert places == [at(starter, CONTRACTS, "ct-021-dpa")]
    assert says == ["CT-021 asks for 48 hours from awareness, and nothing commits us to tell customers"]


def test_a_tight_contract_that_is_over_or_not_yet_begun_binds_nobody(starter: Starter) -> None:
    starter.change(CONTRACTS, "within: 48h", "within: 24h")
    starter.change(CONTRACTS, "from: 2025-02-01", "from: 2026-11-23")
    assert found(starter, "NOT-02") == ([], [])
    assert len(found(starter, "NOT-02", date(2026, 11, 23))[0]) == 4


def test_equal_windows_and_looser_contracts_pass(starter: Starter) -> None:
    starter.change(CONTRACTS, "within: 5d", "within: 2d")
    assert found(starter, "NOT-02") == ([], [])


def test_a_gdpr_row_is_held_against_contracts_with_personal_data_only(starter: Starter) -> None:
    starter.change(CONTRACTS, "within: 5d", "within: 24h")
    places, _ = found(starter, "NOT-02")
    assert at(starter, DATA, "id: customer-notice") in places
    assert at(starter, DATA, "clock: eu-gdpr-33-2") not in places
    starter.change(CONTRACTS, "personal_data: false", "personal_data: true")
    assert at(starter, DATA, "clock: eu-gdpr-33-2") in starter.places("NOT-02")


# NOT-03


def test_a_commitment_that_starts_after_the_clocks_of_its_audience_is_found_for_each(starter: Starter) -> None:
    starter.change(DATA, "within: 30d, starts: discovery, owner", "within: 30d, starts: determination, owner")
    places, says = found(starter, "NOT-03")
    assert places == [at(starter, DATA, "id: individual-notice")] * 4
    clock = at(starter, DATA, "clock: us-ca,")
    assert f"individual-notice starts at determination, but us-ca ({clock}) starts at discovery" in says


def test_a_commitment_longer_than_the_row_of_its_audience_is_found(starter: Starter) -> None:
    starter.change(DATA, "audience: insurer, within: 24h", "audience: insurer, within: 48h")
    places, says = found(starter, "NOT-03")
    assert places == [at(starter, DATA, "id: insurer-notice")]
    assert says == [
        f"insurer-notice commits to 48 hours, but insurer ({at(starter, DATA, 'clock: insurer')}) says 24 hours"
    ]


def test_a_commitment_that_is_shorter_or_starts_earlier_than_the_row_passes(starter: Starter) -> None:
    starter.change(
        DATA, "audience: insurer, within: 24h, starts: discovery", "audience: insurer, within: 12h, starts: suspicion"
    )
    starter.change(DATA, "within: 30d, starts: discovery, owner", "within: 30d, starts: suspicion, owner")
    assert found(starter, "NOT-03") == ([], [])


def test_a_row_longer_than_its_law_is_found(starter: Starter) -> None:
    starter.change(DATA, f"{GDPR}, within: 72h", f"{GDPR}, within: 96h")
    places, says = found(starter, "NOT-03")
    assert places == [at(starter, DATA, "within: 96h")]
    assert says == ["eu-gdpr-33 is to be notified within 96 hours, but GDPR Art. 33(1) gives 72 hours"]


def test_a_commitment_longer_than_a_law_for_its_audience_is_found_for_each_law(starter: Starter) -> None:
    starter.change(DATA, "audience: authority, within: 72h", "audience: authority, within: 3bd")
    places, says = found(starter, "NOT-03")
    assert places == [at(starter, DATA, "id: authority-notice")] * 2
    assert says == [
        "authority-notice commits to 3 business days, but GDPR Art. 33(1) (eu-gdpr-33) gives 72 hours",
        "authority-notice commits to 3 business days, but UK GDPR Art. 33 / DPA 2018 (uk-gdpr-33) gives 72 hours",
    ]


def test_a_row_that_starts_later_than_its_law_is_found(starter: Starter) -> None:
    starter.change(DATA, "Residents of California, starts: discovery", "Residents, starts: determination")
    places, says = found(starter, "NOT-03")
    assert places == [at(starter, DATA, "clock: us-ca,")]
    assert says == ["us-ca starts at determination, but Cal. Civ. Code 1798.82 (SB 446) starts at discovery"]


@pytest.mark.parametrize(("people", "clock"), [("eu", "eu-gdpr-33"), ("uk", "uk-gdpr-33")])
def test_personal_data_without_its_72_hour_clock_is_found_in_the_register(
    starter: Starter, people: Any, clock: str
) -> None:
    starter.change(REGISTER, f" {clock}," if clock != "eu-gdpr-33" else "[eu-gdpr-33, ", "" if people == "uk" else "[")
    text = (starter.root / DATA).read_text(encoding="utf-8")
    starter.write(DATA, "".join(line for line in text.splitlines(True) if f"clock: {clock}," not in line))
    places, says = found(starter, "NOT-03")
    assert places == [at(starter, REGISTER, "personal_data: [")]
    assert says == [f"personal data of {people.upper()} people is in scope, but the 72-hour clock {clock} is not"]


def test_no_figure_in_the_law_and_a_law_not_yet_in_force_give_no_number(starter: Starter) -> None:
    starter.change(DATA, "The people concerned, starts: awareness, within: 7d", "All, within: 90d")
    scope(starter, "in-dpdp", ", within: 96h, binding: false")
    assert found(starter, "NOT-03") == ([], [])


def test_a_law_counts_from_the_day_it_takes_effect(starter: Starter) -> None:
    scope(starter, "in-dpdp", ", within: 96h")
    assert found(starter, "NOT-03") == ([], [])
    assert found(starter, "NOT-03", date(2027, 5, 13))[0] == [at(starter, DATA, "clock: in-dpdp")]


# NOT-04


def test_gdpr_from_the_end_of_the_investigation_is_found_at_its_row(starter: Starter) -> None:
    starter.change(DATA, GDPR, GDPR.replace("awareness", "end of investigation"))
    places, says = found(starter, "NOT-04")
    assert places == [at(starter, DATA, "end of investigation")]
    assert says == ["eu-gdpr-33 starts at 'end of investigation'; a GDPR clock starts at awareness"]


def test_one_wrong_gdpr_start_is_one_finding(starter: Starter) -> None:
    starter.change(DATA, GDPR, GDPR.replace("awareness", "end of investigation"))
    codes = [f.code for f in starter.judge().findings if f.code.startswith("NOT")]
    assert codes == ["NOT-04"]


def test_the_commitment_to_authorities_starts_at_awareness_too(starter: Starter) -> None:
    old = "audience: authority, within: 72h, starts: awareness"
    starter.change(DATA, old, old.replace("awareness", "confirmation"))
    assert found(starter, "NOT-04")[0] == [at(starter, DATA, "id: authority-notice")]


def test_an_own_clock_under_a_gdpr_id_is_held_to_awareness(starter: Starter) -> None:
    text = OWN.replace("id: own", "id: uk-gdpr-33").replace("trigger: awareness", "trigger: determination")
    starter.write(DATA, (starter.root / DATA).read_text(encoding="utf-8") + text)
    assert found(starter, "NOT-04")[0] == [at(starter, DATA, "trigger: determination")]


def test_other_laws_and_other_audiences_may_start_elsewhere(starter: Starter) -> None:
    starter.change(
        DATA,
        "audience: customers, within: 48h, starts: awareness",
        "audience: customers, within: 48h, starts: detection",
    )
    scope(starter, "us-nydfs-72", ", starts: determination")
    assert found(starter, "NOT-04") == ([], [])


# NOT-05


def test_hours_that_roll_to_a_working_day_are_found(starter: Starter) -> None:
    starter.change(DATA, f"{GDPR}, within: 72h", f"{GDPR}, roll: next working day, within: 72h")
    places, says = found(starter, "NOT-05")
    assert places == [at(starter, DATA, "next working day")]
    assert says == ["eu-gdpr-33 counts 72 hours and rolls: next working day"]


def test_an_own_clock_in_hours_that_rolls_is_found_in_scope_or_not(starter: Starter) -> None:
    text = OWN.replace("    certainty", "    roll: next working day\n    certainty")
    starter.write(DATA, (starter.root / DATA).read_text(encoding="utf-8") + text)
    assert found(starter, "NOT-05")[0] == [at(starter, DATA, "roll: next working day")]


def test_a_row_may_refuse_the_roll_of_its_clock_and_days_may_roll(starter: Starter) -> None:
    scope(starter, "eu-dora-init", ", roll: none")
    starter.change(DATA, "Residents of California, starts", "Residents, roll: next working day, starts")
    assert found(starter, "NOT-05") == ([], [])


# NOT-06


def test_business_days_without_a_calendar_are_found_at_the_contract(starter: Starter) -> None:
    starter.change(LEVELS, "calendar: company\n", "")
    places, says = found(starter, "NOT-06")
    assert places == [at(starter, CONTRACTS, "within: 3bd")]
    assert says == [
        "ct-014-msa counts 3 business days, which cannot be counted from 2026-11-22:"
        " no calendar is named, or it is unknown"
    ]


def test_a_calendar_that_ends_before_the_window_is_found(starter: Starter) -> None:
    starter.change(CALENDARS, "valid_through: 2028-12-31", "valid_through: 2026-11-29")
    places, says = found(starter, "NOT-06", date(2026, 11, 25))
    assert places == [at(starter, CONTRACTS, "within: 3bd")]
    assert says[0].endswith("cannot be counted from 2026-11-25: calendar 'company' ends on 2026-11-29")


def test_a_calendar_that_just_reaches_the_end_of_the_window_passes(starter: Starter) -> None:
    starter.change(CALENDARS, "valid_through: 2028-12-31", "valid_through: 2026-12-02")
    assert found(starter, "NOT-06", date(2026, 11, 25)) == ([], [])
    assert len(found(starter, "NOT-06", date(2026, 11, 29))[0]) == 0
    assert len(found(starter, "NOT-06", date(2026, 11, 30))[0]) == 1


def test_a_country_without_known_holidays_is_found(starter: Starter) -> None:
    starter.change(CALENDARS, "country: US", "country: ZZ")
    assert found(starter, "NOT-06")[1][0].endswith("no public holidays are known for ZZ")


def test_an_unknown_calendar_of_a_row_is_found_there(starter: Starter) -> None:
    place = scope(starter, "us-sec-8k", ", calendar: sec")
    places, says = found(starter, "NOT-06")
    assert places == [place]
    assert says == ["us-sec-8k counts by calendar 'sec', which data/calendars.yml does not have"]


def test_a_row_in_business_days_may_use_its_own_calendar_where_the_company_has_none(starter: Starter) -> None:
    scope(starter, "us-sec-8k", ", calendar: company")
    starter.change(LEVELS, "calendar: company\n", "")
    assert found(starter, "NOT-06")[0] == [at(starter, CONTRACTS, "within: 3bd")]


def test_a_clock_of_the_catalogue_brings_its_own_calendar(starter: Starter) -> None:
    place = scope(starter, "us-sec-8k")
    starter.change(CALENDARS, "valid_through: 2028-12-31", "valid_through: 2026-12-31")
    assert found(starter, "NOT-06", date(2026, 12, 30))[0] == [at(starter, CONTRACTS, "within: 3bd")]
    places, says = found(starter, "NOT-06", date(2028, 12, 27))
    assert places == [place]
    assert says[0].endswith("cannot be counted from 2028-12-27: calendar 'us-federal' ends on 2028-12-31")


def test_a_contracts_window_may_name_its_calendar_and_an_unknown_one_is_found(starter: Starter) -> None:
    starter.change(CONTRACTS, "within: 3bd,", "within: 3bd, calendar: us-federal,")
    starter.change(LEVELS, "calendar: company\n", "")
    assert found(starter, "NOT-06") == ([], [])
    starter.change(CONTRACTS, "calendar: us-federal", "calendar: us-fedral")
    places, says = found(starter, "NOT-06")
    assert places == [at(starter, CONTRACTS, "us-fedral")]
    assert says == ["ct-014-msa counts by calendar 'us-fedral', which data/calendars.yml does not have"]


def test_a_zone_that_does_not_exist_is_found_at_the_row(starter: Starter) -> None:
    place = scope(starter, "eu-nis2-ew", ", zone: Europe/Dubln")
    assert found(starter, "NOT-06") == ([place], ["eu-nis2-ew: there is no time zone 'Europe/Dubln'"])


# NOT-07


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("within: 48h, ", "", "ct-021-dpa of CT-021 has no within"),
        (
            "starts: awareness, contact: incident-desk@lumenharbour.example",
            "",
            "ct-021-dpa of CT-021 has no starts and no contact",
        ),
        (
            "starts: awareness, contact: incident",
            "starts: teatime, contact: incident",
            "ct-021-dpa starts at 'teatime', which is no timestamp of an incident",
        ),
        (
            "starts: awareness, contact: incident",
            "starts: contract_defined, contact: incident",
            "ct-021-dpa starts when the contract says, and the register is where that is written",
        ),
    ],
)
def test_a_contract_window_must_be_complete(starter: Starter, old: str, new: str, what: str) -> None:
    starter.change(CONTRACTS, old, new)
    places, says = found(starter, "NOT-07")
    assert places == [at(starter, CONTRACTS, "id: ct-021-dpa")]
    assert says == [what]


def test_personal_data_without_a_processing_agreement_is_found(starter: Starter) -> None:
    starter.change(CONTRACTS, "id: ct-033-dpa, kind: dpa", "id: ct-033-dpa, kind: contract")
    places, says = found(starter, "NOT-07")
    assert places == [at(starter, CONTRACTS, "id: CT-033")]
    assert says == ["CT-033 covers personal data and has no window of kind dpa or baa"]


def test_a_contract_without_any_window_is_found_once(starter: Starter) -> None:
    line = next(
        line for line in (starter.root / CONTRACTS).read_text(encoding="utf-8").splitlines() if "ct-040-msa" in line
    )
    starter.change(CONTRACTS, f"    windows:\n{line}\n", "")
    assert found(starter, "NOT-07")[0] == [at(starter, CONTRACTS, "id: CT-040")]


def test_an_ended_contract_is_a_warning_and_nothing_else(starter: Starter) -> None:
    starter.change(CONTRACTS, "until: 2028-01-31", "until: 2026-11-21")
    starter.change(CONTRACTS, "within: 48h, ", "")
    findings = starter.findings("NOT-07")
    assert [(f.place.line, f.level) for f in findings] == [(starter.line(CONTRACTS, "2026-11-21"), "warning")]


def test_a_contract_on_its_last_day_and_one_without_personal_data_pass(starter: Starter) -> None:
    starter.change(CONTRACTS, "until: 2027-02-28", "until: 2026-11-22")
    assert found(starter, "NOT-07") == ([], [])


# NOT-08


@pytest.mark.parametrize(
    ("clock", "why"),
    [
        ("us-circia-inc", "its status is pending_verify"),
        ("in-dpdp", "effective only from 2027-05-13"),
    ],
)
def test_a_doubtful_clock_that_binds_is_found(starter: Starter, clock: str, why: str) -> None:
    place = scope(starter, clock)
    assert found(starter, "NOT-08") == ([place], [f"{clock} is binding, but {why}"])


def test_low_certainty_and_an_end_are_found(starter: Starter) -> None:
    own(starter, "certainty: high", "certainty: low")
    assert found(starter, "NOT-08")[1] == ["own is binding, but its certainty is low"]
    starter.change(DATA, "    certainty: low\n", "    certainty: low\n    effective_to: 2026-11-21\n")
    assert found(starter, "NOT-08")[1] == ["own is binding, but ended on 2026-11-21"]


def test_a_doubtful_clock_that_does_not_bind_passes(starter: Starter) -> None:
    scope(starter, "us-circia-inc", ", binding: false")
    assert found(starter, "NOT-08") == ([], [])


def test_medium_certainty_passes_until_its_last_day(starter: Starter) -> None:
    own(starter, "certainty: high", "certainty: medium\n    effective_to: 2026-11-22")
    assert found(starter, "NOT-08") == ([], [])


# NOT-10


def test_a_number_in_a_threshold_needs_its_operator(starter: Starter) -> None:
    own(starter, "    certainty", "    threshold: {text: 500 residents}\n    certainty")
    places, says = found(starter, "NOT-10")
    assert places == [at(starter, DATA, "500 residents")]
    assert says == ['own: the threshold "500 residents" has no op and no count']


def test_half_a_threshold_is_found(starter: Starter) -> None:
    own(starter, "    certainty", "    threshold: {text: many residents, count: 500}\n    certainty")
    assert found(starter, "NOT-10")[1] == ['own: the threshold "many residents" has no op']


def test_a_window_without_a_unit_is_found_once(starter: Starter) -> None:
    own(starter, "{n: 96, unit: hours}", "{n: 96}")
    findings = [f for f in starter.judge().findings if f.code.startswith("NOT") and f.level == "error"]
    assert [(f.code, f.place.line) for f in findings] == [("NOT-10", starter.line(DATA, "{n: 96}"))]


def test_a_threshold_of_the_catalogue_is_found_at_its_row(starter: Starter) -> None:
    place = scope(starter, "sg-pdpa")
    assert found(starter, "NOT-10")[0] == [place]


def test_numbers_that_count_nobody_and_complete_thresholds_pass(starter: Starter) -> None:
    scope(starter, "us-hipaa-ind")
    text = OWN.replace("certainty", 'threshold: {text: "> 500 people", op: ">", count: 500}\n    certainty')
    starter.write(DATA, (starter.root / DATA).read_text(encoding="utf-8") + text)
    assert found(starter, "NOT-10") == ([], [])


# NOT-11


@pytest.mark.parametrize(
    ("of", "why"),
    [
        ("", "but does not say of which clock"),
        ("\n    of: eu-nis9", "but there is no clock 'eu-nis9'"),
        ("\n    of: eu-nis2-in", "but eu-nis2-in is not in scope"),
        ("\n    of: own", "and comes back to own"),
    ],
)
def test_a_later_report_without_its_first_is_found(starter: Starter, of: Any, why: str) -> None:
    own(starter, "trigger: awareness", f"trigger: prior_submission{of}")
    places, says = found(starter, "NOT-11")
    assert places == [at(starter, DATA, "- id: own")]
    assert says == [f"own starts from an earlier report, {why}"]


def test_a_later_report_of_the_catalogue_is_found_at_its_row(starter: Starter) -> None:
    place = scope(starter, "eu-dora-fin")
    assert found(starter, "NOT-11") == (
        [place],
        ["eu-dora-fin starts from an earlier report, but eu-dora-int is not in scope"],
    )


def test_a_stage_anchored_to_nothing_is_found(starter: Starter) -> None:
    stage = "    next: [{stage: full, window: {n: 1, unit: months}, anchor: whenever}]\n    certainty"
    own(starter, "    certainty", stage)
    assert found(starter, "NOT-11")[1] == ["own: stage full starts at 'whenever', which nothing records"]


def test_a_chain_that_is_whole_passes(starter: Starter) -> None:
    stages = (
        "    next:\n      - {stage: full, window: {n: 72, unit: hours}, anchor: awareness}\n"
        "      - {stage: final, window: {n: 1, unit: months}, anchor: full}\n    certainty"
    )
    own(starter, "    certainty", stages)
    scope_all(starter, "eu-dora-init", "eu-dora-int", "eu-dora-fin")
    assert found(starter, "NOT-11") == ([], [])


def scope_all(starter: Starter, *clocks: str) -> None:
    rows = "".join(f"  - {{clock: {c}, owner: legal-counsel, recipient: Somebody}}\n" for c in clocks)
    starter.change(DATA, "commitments:\n", f"{rows}commitments:\n")
