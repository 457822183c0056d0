"""Views for pages: everything escaped once, every link resolved, every data file declared."""

from __future__ import annotations

import dataclasses
import itertools
from collections import Counter
from datetime import date, timedelta
from html.parser import HTMLParser
from importlib import import_module
from pkgutil import walk_packages
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown import Markdown

import ratified.site.layouts
import ratified.views
from conftest import ROOT, TODAY
from nightly import by_day, rest_by_night
from ratified.changes.amendments import text_name
from ratified.check.period import PeriodReason, PeriodVerdict
from ratified.model.data_entry import DataEntry
from ratified.model.duration import Duration
from ratified.model.governance import DismissedEvent, NilStatement, TrendReview
from ratified.model.place import Place
from ratified.policy import Book, read_book
from ratified.policy.book import clause_order
from ratified.policy.macro_data import MACROS
from ratified.policy.periods import windows
from ratified.site.company_macros import LAYOUTS
from ratified.site.pages import CATALOGUE, RULE_INDEX, WRITTEN, generated
from ratified.source.tree import WorkTree
from ratified.views import CLOCKS, VIEWS, PageContext, Safe, UnknownNameError, escape, make_site_map, view
from traces import SEV1, exercise, incident, judged_by
from verdict_samples import blob, commit, everything_approved

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ratified.model.exercise import Exercise

RUNBOOK = "runbooks/RB-02-ransomware.md"
HOSTILE = [
    "|",
    "a | b",
    "<script>alert(1)</script>",
    "`code`",
    "{{ 7 * 7 }}",
    "{% raw %}",
    "{#id}",
    "*star* and __under__",
    "[x](javascript:alert(1))",
    "![x](y)",
    "\"double\" and 'single'",
    "back\\slash \\* \\|",
    "&amp; &#42; &copy;",
    "1. first",
    "- item",
    "# head",
    "> quote",
    "===",
    "---",
    "+ more",
    ":smile: ~~gone~~ ==mark== ^^up^^",
    "{: .class } { .class }",
    "http://example.com <me@example.com>",
    "[^1] [ref]: x",
    "</title><script>alert(1)</script>",
    "+++",
    "Café ☂ 日本",
]
ARGUMENTS = {
    "policy_on": ("governance", "It is in"),
    "role": ("on-call-engineer",),
    "held_by": ("on-call-engineer",),
    "severity": ("sev-1",),
    "criterion": ("S1-C2",),
    "target": ("sev-1", "contain"),
    "limit": ("exercise-interval",),
    "commitment": ("customer-notice",),
    "clock": ("eu-gdpr-34",),
    "review_interval": ("policy",),
    "review_after": ("most-severe",),
    "runbook": ("RB-02",),
    "source": ("vendors",),
    "clause": ("IR-4.2", "CC7.3"),
    "clause_ref": ("IR-4.2",),
    "amendment": (commit(1),),
    "past_text": (text_name(("docs/policy/a.md", blob(901))),),
    **{f"incident_{part}": (SEV1,) for part in ("facts", "course", "trace", "response", "review")},
    **{f"exercise_{part}": ("EX-2026-01",) for part in ("facts", "attendance", "decisions", "report")},
}

DISMISSED = DismissedEvent(
    id="EV-2026-001",
    detected_at="2026-11-02T09:00Z",
    source="monitoring",
    reason="A test that nobody had announced",
    decided_by="aiko",
    decided_at="2026-11-02T09:20Z",
)


class Words(HTMLParser):
    """The text a reader sees, and the elements that made it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text = ""
        self.tags: list[str] = []
        self.feed(html)
        self.close()

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)


QUARTER: dict[str, Any] = {"starts": date(2026, 7, 1), "ends": date(2026, 9, 30), "query": "queue = security"}
NIL = NilStatement(id="NIL-1", **QUARTER, signed_by="dana", signed_on=date(2026, 10, 1))
TREND = TrendReview(id="TR-1", **QUARTER, held_on=date(2026, 10, 1), by="dana", incidents=1, dismissed=0, minutes="M")


def whole_book() -> Book:
    """This repository's book with records in it, so that what shows them has some to show."""
    found = read_book(WorkTree(ROOT)).book
    assert found is not None
    kept = {"dismissed": (DISMISSED,), "nil_statements": (NIL,), "trend_reviews": (TREND,)}
    return dataclasses.replace(
        found, events=found.events.model_copy(update=kept), incidents=(incident(SEV1),), exercises=(still_to_do(),)
    )


def still_to_do() -> Exercise:
    """An exercise of which something is left to do."""
    found = exercise()
    first, *rest = found.follow_ups
    return found.model_copy(update={"follow_ups": (first.model_copy(update={"closed_on": None}), *rest)})


def markdown(text: str) -> str:
    extensions = ["admonition", "sane_lists", "tables", "toc", "pymdownx.superfences"]
    return Markdown(extensions=extensions).convert(text)


BOOK = whole_book()


@pytest.fixture(scope="module")
def book() -> Book:
    return BOOK


def urls_of(book: Book) -> dict[str, str]:
    """The address of every page: the repository's and the engine's."""
    paths = [page.path for page in book.markdown] + [f"docs/{uri}" for uri in (*WRITTEN, CATALOGUE, RULE_INDEX)]
    return {path: path.removeprefix("docs/").removesuffix(".md") + "/" for path in paths}


def shown_by_the_engine(book: Book) -> dict[str, tuple[str, ...]]:
    """The macros that each page of the engine calls."""
    made = generated(book, "x")
    return {f"docs/{uri}": made[uri].shows for uri in (*WRITTEN, CATALOGUE, RULE_INDEX)}


def page_context(book: Book, page: str = RUNBOOK, as_of: date = TODAY) -> PageContext:
    periods = tuple(PeriodVerdict(window, "so far", "Whole <b>") for window in windows(BOOK.register))
    approved = everything_approved(BOOK, as_of)
    soon = dataclasses.replace(approved.verdicts["START-HERE"], due=as_of + timedelta(days=30))
    verdicts = {**approved.verdicts, soon.id: soon}
    standing = judged_by(dataclasses.replace(approved, verdicts=verdicts, periods=periods), book)
    return PageContext(book, as_of, make_site_map(book, urls_of(book), shown_by_the_engine(book)), page, standing)


def every_text(found: object) -> Iterator[str]:
    if isinstance(found, str):
        yield found
    elif dataclasses.is_dataclass(found):
        for field in dataclasses.fields(found):
            yield from every_text(getattr(found, field.name))
    elif isinstance(found, tuple):
        for part in found:
            yield from every_text(part)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_shows_itself_wherever_it_is_put(text: str) -> None:
    safe = escape(text)
    seen = " ".join(text.split())
    assert Words(f"<td>{safe}</td>").text == seen
    assert Words(f'<a title="{safe}">x</a>').tags == ["a"]
    assert Words(markdown(f"{safe}")).text.strip() == seen
    assert Words(markdown(f"Say {safe} here.")).text.strip() == f"Say {seen} here."
    assert Words(markdown(f"- [{safe}](x.md)")).text.strip() == seen
    table = Words(markdown(f"| a | b |\n|---|---|\n| {safe} | c |"))
    assert table.tags.count("td") == 2
    assert seen in table.text
    assert "{{" not in safe
    assert "{%" not in safe


def as_character(sign: str) -> str:
    """A noncharacter is shown as one that cannot be; everything else as it is."""
    number = ord(sign)
    return "\ufffd" if number & 0xFFFE == 0xFFFE or 0xFDD0 <= number <= 0xFDEF else sign


@settings(max_examples=by_day(70, by_night=200), deadline=None)
@example("\ufdd0")
@example("\U0010ffff")
@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Zs", "Zl", "Zp"]), min_size=1))
def test_any_text_shows_itself_in_a_paragraph(text: str) -> None:
    found = Words(markdown(f"{escape(text)} end"))
    assert found.text == f"{''.join(map(as_character, text))} end"
    assert found.tags == ["p"]


def test_line_breaks_and_control_characters_cannot_break_a_line() -> None:
    assert escape("a\n\n    b\tc") == "a b c"
    assert escape("a\x00b\x02c") == "a\ufffdb\ufffdc"
    assert escape(escape("<")) == escape("<")


@pytest.mark.parametrize("name", sorted(VIEWS))
def test_every_text_of_every_view_is_escaped(book: Book, name: str) -> None:
    shown = view(name, page_context(book), *ARGUMENTS.get(name, ()))
    texts = list(every_text(shown))
    assert all(isinstance(text, Safe) for text in texts), [t for t in texts if not isinstance(t, Safe)]
    assert texts


def test_the_macros_of_the_site_are_the_views(monkeypatch: pytest.MonkeyPatch) -> None:
    assert [*LAYOUTS] == [*VIEWS] == [*MACROS]
    for package in (ratified.views, ratified.site.layouts):
        modules = [import_module(one.name) for one in walk_packages(package.__path__, f"{package.__name__}.")]
        pairs = ((name, f, m.__name__) for m in modules for name, f in vars(m).items())
        own = Counter(name for name, f, home in pairs if getattr(f, "__module__", "") == home)
        assert {name: own[name] for name in MACROS} == dict.fromkeys(MACROS, 1), "one function each"


def test_every_layout_is_one_line_without_markup_of_jinja(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, layout in LAYOUTS.items():
        html = layout(view(name, page_context(book), *ARGUMENTS.get(name, ())))
        assert "\n" not in html, name
        assert "{{" not in html, name


def changed(found: Any) -> Any:
    """A copy of data in which every text, number, day and duration is another one."""
    if isinstance(found, DataEntry):
        fields = [name for name in type(found).model_fields if name != "spot"]
        return found.model_copy(update={name: changed(getattr(found, name)) for name in fields})
    if isinstance(found, tuple):
        return tuple(changed(part) for part in found)
    if isinstance(found, dict):
        return {key: changed(part) for key, part in found.items()}
    if isinstance(found, bool):
        return not found
    if isinstance(found, str):
        return f"{found}x"
    if isinstance(found, int):
        return found + 1
    if isinstance(found, Duration):
        return dataclasses.replace(found, minutes=found.minutes + 60)
    if isinstance(found, date):
        return date(found.year + 30, found.month, 1)
    return found


def outcome(book: Book, name: str) -> str:
    try:
        return repr(view(name, page_context(book), *ARGUMENTS.get(name, ())))
    except (LookupError, ValueError, AttributeError) as error:
        return repr(error)


FILES = [
    "calendars", "contracts", "coverage", "escalation", "events", "intake", "limits", "notifications",
    "oncall", "people", "register", "roles", "severities", "waivers",
]  # fmt: skip


@pytest.fixture(scope="module")
def outcomes(book: Book) -> dict[str, object]:
    """What every view makes of the real book."""
    return {name: outcome(book, name) for name in VIEWS}


@pytest.mark.parametrize("file", rest_by_night(FILES, FILES[::4]))
def test_a_view_changes_with_the_files_it_declares_and_with_no_other(
    book: Book, outcomes: dict[str, object], file: str
) -> None:
    other = dataclasses.replace(book, **{file: changed(getattr(book, file))})
    follows = {name for name in VIEWS if outcome(other, name) != outcomes[name]}
    assert follows == {name for name, macro in MACROS.items() if f"data/{file}.yml" in macro.reads}


def test_clock_macros_are_all_that_read_clocks_or_contracts() -> None:
    told = {"data/notifications.yml", "data/contracts.yml"}
    reads = {name for name, macro in MACROS.items() if not told.isdisjoint(macro.reads)}
    assert reads - CLOCKS == {"commitment", "incident_list", "incident_facts"}


@pytest.mark.parametrize(
    ("name", "arguments", "sentence"),
    [
        (
            "role",
            ("security-laed",),
            "there is no role 'security-laed'; did you mean 'security-lead'?",
        ),
        ("severity", ("sev-9",), "there is no severity 'sev-9'; write one of: sev-1, sev-2, sev-3, sev-4"),
        ("target", ("sev-1", "contian"), "there is no target 'contian'; did you mean 'contain'?"),
        ("limit", ("zzz",), "there is no limit 'zzz'; write one of: staff-report, commander-silent, intake-check"),
        ("clock", ("eu-gdpr-35",), "there is no clock 'eu-gdpr-35'; write one of: eu-gdpr-33"),
        ("clause_ref", ("IR-4.99",), "there is no clause 'IR-4.99'; write one of: IR-"),
        ("review_interval", ("record",), "class 'record' has no review_every; add it in data/register.yml"),
        ("role", (), "role() has the wrong number of arguments; it takes 1: id"),
        ("roster", ("x",), "roster() has the wrong number of arguments; it takes none"),
        ("rooster", (), "there is no view 'rooster'; did you mean 'roster'"),
    ],
)
def test_an_unknown_name_is_a_sentence_with_what_is_close(
    book: Book, name: str, arguments: tuple[str, ...], sentence: str
) -> None:
    with pytest.raises(UnknownNameError) as caught:
        view(name, page_context(book), *arguments)
    assert str(caught.value).startswith(sentence)


def test_a_runbook_macro_on_another_page_says_so(book: Book) -> None:
    with pytest.raises(UnknownNameError, match="this page is not a runbook; remove it"):
        view("runbook_card", page_context(book, "docs/index.md"))


def test_a_link_leads_to_the_page_itself_where_it_shows_the_thing(book: Book) -> None:
    on_the_page = view("severity", page_context(book, "docs/policy/severity.md"), "sev-1")
    elsewhere = view("severity", page_context(book), "sev-1")
    assert Words(f"<a>{on_the_page.link.href}</a>").text == "#sev-1"
    assert Words(f"<a>{elsewhere.link.href}</a>").text == "../../policy/severity/#sev-1"


def test_a_thing_that_no_page_shows_has_no_link(book: Book) -> None:
    bare = PageContext(book, TODAY, make_site_map(book, {}, {}), RUNBOOK)
    assert view("role", bare, "security-lead").href == ""


def test_pictures_are_named_well_formed_and_without_colours_of_their_own(book: Book) -> None:
    paths = view("escalation_path", page_context(book))
    assert [str(path.mark.link.text) for path in paths] == [
        str(escape(n)) for n in ("Sev-1", "Sev-2", "Sev-3", "Sev-4")
    ]
    ids: list[str | None] = []
    for picture in [shape for path in paths for shape in (path.picture.svg, path.picture.upright)]:
        svg = ElementTree.fromstring(picture)  # noqa: S314 - our own picture
        names = {child.get("id") for child in svg if child.tag.endswith(("title", "desc"))}
        ids += names
        assert svg.get("role") == "img"
        assert names == set((svg.get("aria-labelledby") or "").split())
        assert "rgb" not in picture
        assert {part.get("fill") for part in svg} <= {None, "none", "currentColor"}
    assert len(ids) == len(set(ids)) == 16, "both shapes stand on one page"


def test_an_upright_picture_says_what_the_wide_one_says_within_the_narrowest_phone(book: Book) -> None:
    for path in view("escalation_path", page_context(book)):
        wide, upright = (ElementTree.fromstring(svg) for svg in (path.picture.svg, path.picture.upright))  # noqa: S314
        assert [part.text for part in upright if part.tag.endswith("desc")] == [
            part.text for part in wide if part.tag.endswith("desc")
        ]
        words = sorted(part.text or "" for part in upright if part.tag.endswith("text"))
        with_waits = [text for text in words if text.startswith("+")]
        assert sorted([*words, *(part for text in with_waits for part in text.split(", "))]) == sorted(
            [*(part.text or "" for part in wide if part.tag.endswith("text")), *with_waits]
        )
        assert upright.get("width") == "288"
        edges = [float(box.get("x", 0)) + float(box.get("width", 0)) for box in upright if box.tag.endswith("rect")]
        assert edges
        assert max(edges) <= 288


def test_no_box_of_an_upright_picture_stands_on_another(book: Book) -> None:
    for path in view("escalation_path", page_context(book)):
        upright = ElementTree.fromstring(path.picture.upright)  # noqa: S314 - our own picture
        boxes = [box for box in upright if box.tag.endswith("rect")]
        tops = sorted((float(box.get("y", 0)), float(box.get("height", 0))) for box in boxes)
        assert all(y + high < below for (y, high), (below, _) in itertools.pairwise(tops))
        assert tops[-1][0] + tops[-1][1] < float(upright.get("height", 0))


def test_a_picture_says_when_each_role_knows_at_the_latest(book: Book) -> None:
    first = view("escalation_path", page_context(book))[0].picture.svg
    words = Words(first).text
    assert "On-call Engineer tells Incident Commander within 10 minutes; if nobody answers within 5 minutes" in words
    assert "answers by 15 min" in words
    assert "by 30 min" in words


def test_a_long_title_stays_inside_its_box(book: Book) -> None:
    roles = book.roles.model_copy(
        update={"roles": tuple(role.model_copy(update={"title": "<b>" * 80}) for role in book.roles.roles)}
    )
    picture = view("escalation_path", page_context(dataclasses.replace(book, roles=roles)))[0].picture
    for svg, most in ((picture.svg, 26), (picture.upright, 39)):
        shown = [part.text or "" for part in ElementTree.fromstring(svg) if part.tag.endswith("text")]  # noqa: S314 - our own picture
        assert max(map(len, shown)) <= most


def test_clocks_that_are_pending_or_uncertain_are_marked(book: Book) -> None:
    rows = {row.id: row for row in view("clock_catalogue", page_context(book))}
    assert len(rows) == len(book.clock)
    unsure = [c for c in book.clock.values() if c.certainty == "low" or c.status.endswith("_verify")]
    assert unsure
    assert all(rows[escape(clock.id)].marks for clock in unsure)
    assert rows[escape("eu-gdpr-33")].marks == ()


def test_a_clock_without_a_figure_shows_the_one_we_take(book: Book) -> None:
    line = view("clock", page_context(book), "eu-gdpr-34")
    assert (
        Words(f"<p>{line.link.text}</p>").text
        == "GDPR Art. 34: without undue delay from awareness; our internal deadline: 7 days"
    )


def test_the_person_on_duty_stands_in_who_is_in_charge(book: Book) -> None:
    on_leave = view("in_charge", page_context(book, as_of=date(2026, 12, 25)))
    engineer = next(row for row in on_leave.rows if row.held.role.text == escape("On-call Engineer"))
    assert (engineer.held.name, engineer.until) == (escape("Noor Haddad"), escape("Sat 26 Dec"))
    assert [(one.name, one.call.text) for one in engineer.deputies] == [
        (escape("Aiko Tanaka"), escape("+1 202 555 0127"))
    ]
    assert [link.href for link in engineer.held.calls] == [escape("tel:+12025550129")]
    assert all(len(row.ways) >= 2 for row in on_leave.rows)
    assert on_leave.as_of == escape("2026-12-25")
    first = view("in_charge", page_context(book, as_of=date(2026, 12, 24))).rows[0].held
    assert first.name == escape(
        "Aiko Tanaka (until 10:00 America/New_York) and Noor Haddad (from 10:00 America/New_York)"
    )


def test_who_is_called_at_a_level_has_the_rows_of_the_matrix_and_their_channels(book: Book) -> None:
    found = view("in_charge", page_context(book)).levels[0]
    rows = [row for row in book.escalation.rows if row.severity == "sev-1"]
    assert [(call.to.id, call.within) for call in found.calls] == [(escape(r.to), escape(r.within)) for r in rows]
    first = found.calls[0]
    assert [way.to for way in first.ways] == [escape("page the schedule 'commander'")]
    assert [link.href for link in first.to.calls] == [escape("tel:+12025550125")]
    asked = [(rung.name, rung.role.text, rung.deputy, rung.after) for rung in first.ladder.rungs]
    assert asked == [
        (escape("Sofia Marchetti"), escape("Incident Commander"), False, ""),
        (escape("Dana Okafor"), escape("Incident Commander"), True, ""),
        (escape("Lee Brandt"), escape("Incident Commander"), True, ""),
        (escape("Tomas Hidalgo"), escape("Operations Lead"), False, escape("5 minutes")),
        (escape("Aiko Tanaka"), escape("Operations Lead"), True, ""),
    ]
    assert first.ladder.called == 1
    counsel = found.calls[3].ladder.rungs[-1]
    assert (counsel.role.text, counsel.name) == (escape("Outside Counsel"), escape("Halvorsen Pike LLP"))
    assert counsel.call.href == escape("tel:+441632960141")


def test_a_level_to_pick_says_what_it_promises_first(book: Book) -> None:
    found = view("severity_picker", page_context(book))
    assert [str(level.promises) for level in found.levels] == [
        "Acknowledge within 15 minutes, name a commander within 30 minutes, escalate within 1 hour",
        "Acknowledge within 30 minutes, name a commander within 1 hour, escalate within 4 hours",
        "Acknowledge within 1 business day, escalate within 2 business days",
        "Acknowledge within 2 business days",
    ]
    assert found.unsure


def test_the_on_call_list_shows_a_stand_in_with_the_reason(book: Book) -> None:
    rows = [turn for rotation in view("oncall", page_context(book)) for turn in rotation.turns]
    assert [str(turn.reason) for turn in rows if turn.reason] == ["Holiday swap"]
    assert [turn.now for turn in rows].count(True) == len(book.oncall.rotations)


def test_a_rotation_that_is_over_is_not_on_the_page_and_one_that_stands_in_still_is(book: Book) -> None:
    first, *others = book.oncall.rotations
    over = first.model_copy(update={"until": TODAY - timedelta(days=1), "overrides": ()})
    standing_in = over.model_copy(update={"overrides": first.overrides})
    for one, count in ((over, len(others)), (standing_in, len(others) + 1)):
        changed = dataclasses.replace(book, oncall=book.oncall.model_copy(update={"rotations": (one, *others)}))
        assert len(view("oncall", page_context(changed))) == count


def test_somebody_who_left_is_not_in_the_roster(book: Book) -> None:
    people = book.people.model_copy(
        update={"people": tuple(p.model_copy(update={"left": date(2026, 11, 1)}) for p in book.people.people if p.id)}
    )
    rows = view("roster", page_context(dataclasses.replace(book, people=people))).roles
    assert all(
        row.primary == () and row.missing == r.minimum_holders for row, r in zip(rows, book.roles.roles, strict=True)
    )


def test_a_contract_that_is_over_is_not_in_force(book: Book) -> None:
    rows = view("contract_windows", page_context(book, as_of=date(2029, 1, 1)))
    assert {str(row.contract): row.in_force for row in rows}[str(escape("CT-014"))] is False


def test_what_vanishes_stands_first_in_the_evidence(book: Book) -> None:
    volatile = [row.volatile for row in view("evidence_table", page_context(book))]
    assert volatile == sorted(volatile, reverse=True)


def test_suspect_requirements_are_marked_in_the_coverage(book: Book) -> None:
    rows = {row.id: row for group in view("coverage_matrix", page_context(book)) for row in group.rows}
    suspects = [r for r in book.requirement_catalogue.requirements if r.suspect and r.asked]
    assert suspects
    assert all(rows[escape(r.id)].warning == escape("unverified: check the source") for r in suspects)


def test_clauses_stand_in_the_order_of_their_numbers() -> None:
    ids = [clause_order(id_) for id_ in ("IR-2.1", "IR-2.9", "IR-2.10", "IR-12.1")]
    assert ids == sorted(ids)


def test_the_verdict_of_a_period_shows_its_sentence_what_it_holds_and_every_reason(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    (window,) = windows(book.register)
    reason = PeriodReason("no exercise <yet>", Place("data/register.yml", 65), "warning")
    of = page_context(book)
    assert of.standing is not None
    verdict = PeriodVerdict(window, "open", "The period 2026: 1 thing open", (reason,))
    of = dataclasses.replace(of, judged=dataclasses.replace(of.standing, periods=(verdict,)))
    words = Words(LAYOUTS["period_verdict"](view("period_verdict", of))).text
    assert "! Open. The period 2026: 1 thing open." in words
    held = "1 incident, 1 dismissed event, 1 exercise, 1 nil-incident attestation and 1 trend review"
    assert f"On record: {held}." in words
    assert "warning no exercise <yet> data/register.yml:65" in words


def test_a_period_that_nobody_judged_says_so_and_not_that_it_is_whole(book: Book) -> None:
    of = dataclasses.replace(page_context(book), judged=None)
    shown = view("period_verdict", of)
    assert repr(shown).count("Not evaluated for this build&#58; 2026.") == 1
    none = dataclasses.replace(book, register=book.register.model_copy(update={"periods": ()}))
    assert "The register names no audit period" in repr(view("period_verdict", page_context(none)))
