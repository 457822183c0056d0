// The panel that starts the clocks. Nothing typed leaves the browser or is kept; without this script it stays hidden.
"use strict";
{
  const clock = globalThis.ratifiedClock;
  const { atWall, calendar, deadlines, dayText, firstForAudience, marks, ready, spoken, summary, utcDay } = clock;
  const { utcWords, wallWords, whom } = clock;
  const [SECOND, MINUTE, HOUR, DAY] = [1000, 60_000, 3_600_000, 86_400_000];
  const HOURS_UP_TO = 4 * DAY; // 72 hours are told in hours

  const make = (tag, text = "", kind = "") => {
    const made = document.createElement(tag);
    made.textContent = text;
    if (kind) made.className = kind;
    return made;
  };

  /** How long until a moment, or how late it is: `71 h 59 min`, `9 min 30 s`, `late by 2 d 3 h`. */
  const countdown = (due, now) => {
    const left = Math.floor(Math.abs(due - now) / SECOND) * SECOND;
    const [days, hours] = [Math.floor(left / DAY), Math.floor((left % DAY) / HOUR)];
    const [minutes, seconds] = [Math.floor((left % HOUR) / MINUTE), Math.floor((left % MINUTE) / SECOND)];
    let words = `${days} d ${hours} h`;
    if (left < HOURS_UP_TO) words = `${days * 24 + hours} h ${minutes} min`;
    if (left < HOUR) words = `${minutes} min ${seconds} s`;
    return due < now ? `late by ${words}` : `${words} left`;
  };

  /** What the rest of the card says, a line each: the level and who is in charge. Nothing where that is not picked. */
  const ofTheCard = () => globalThis.ratifiedCard?.lines() ?? [];

  const start = (panel) => {
    const one = (name) => panel.querySelector(`[data-r-${name}]`);
    const all = (name) => [...panel.querySelectorAll(`[data-r-${name}]`)];
    const book = ready(JSON.parse(one("data").textContent));
    const aware = panel.querySelector('[data-r-stamp="awareness"]');
    const list = one("list");
    let shown = null;

    const zone = () => one("zone").value;

    /** The moment that an input says, and a warning where the clocks change then. */
    const moment = (input) => {
      const wall = Date.parse(`${input.value}Z`);
      if (Number.isNaN(wall) || input.value.length > 19 || input.value < "1900") return null;
      const { at, twice, skipped } = atWall(wall, zone());
      const name = input.labels[0].textContent;
      if (twice) return { at, warning: `${name}: that time came twice; the first is taken.` };
      if (skipped) return { at, warning: `${name}: the clocks left that time out; ${utcWords(at)} is taken.` };
      return { at, warning: at > Date.now() ? `${name}: that is still to come.` : "" };
    };

    const given = (kind) => {
      const found = all(kind).map((input) => [input.getAttribute(`data-r-${kind}`), moment(input)]);
      return found.filter(([, typed]) => typed);
    };

    const facts = (stamps, reports) => {
      const at = (found) => Object.fromEntries(found.map(([id, typed]) => [id, typed.at]));
      const people = one("people").value;
      const counted = /^\d{1,9}$/.test(people) ? Number(people) : undefined;
      return { stamps: at(stamps), submissions: at(reports), counts: {}, people: counted, delays: {} };
    };

    /** What is ticked, and our commitments to the audiences that it concerns; nothing ticked asks for everything. */
    const chosen = () => {
      const ticked = all("limits").filter((box) => box.checked);
      const ids = ticked.flatMap((box) => box.getAttribute("data-r-limits").split(" "));
      if (!ids.length) return [];
      const audiences = (limits) => new Set(limits.flatMap(audiencesOf));
      const theirs = audiences(book.limits.filter((limit) => ids.includes(limit.id)));
      const anybodys = audiences(book.limits.filter((limit) => limit.kind !== "commitment"));
      const promised = book.limits.filter((limit) => {
        const [audience] = limit.kind === "commitment" ? audiencesOf(limit) : [];
        return audience && (theirs.has(audience) || !anybodys.has(audience));
      });
      return [...ids, ...promised.map((limit) => limit.id)];
    };

    const count = () => {
      const [stamps, reports] = [given("stamp"), given("report")];
      const warnings = [...stamps, ...reports].map(([, typed]) => typed.warning).filter(Boolean);
      const known = facts(stamps, reports);
      const found = stamps.length || reports.length ? deadlines(book, known, chosen()) : null;
      shown = found && { facts: known, found };
      list.replaceChildren(...(found ? items(book, found, zone()) : []));
      one("without").replaceChildren(...(found ? without(book, found) : []));
      one("said").textContent = [said(found, all("limits")), ...warnings].join(" ");
      one("calendar").disabled = !found?.counted.length;
      one("copy").disabled = !found?.counted.length && !ofTheCard().length;
      one("copied").hidden = true;
      tick();
    };

    const tick = () => {
      for (const timer of list.querySelectorAll("[data-r-due]")) {
        const due = Number(timer.getAttribute("data-r-due"));
        const words = countdown(due, Date.now());
        if (timer.textContent !== words) timer.textContent = words;
        timer.classList.toggle("r-late", due < Date.now());
      }
    };

    const copy = async () => {
      const counted = shown ? [summary(book, shown.facts, shown.found, zone(), Date.now())] : [];
      const card = ofTheCard();
      const text = [...(card.length ? [...card, ""] : []), ...counted].join("\n");
      try {
        await navigator.clipboard.writeText(text);
        one("said").textContent = "Summary copied.";
      } catch {
        const box = one("copied").querySelector("textarea");
        one("copied").hidden = false;
        box.value = text;
        box.focus();
        box.select();
        one("said").textContent = "This browser does not let a page copy: copy the text yourself, it is selected.";
      }
    };

    const save = () => {
      const file = new Blob([calendar(shown.found.counted, utcDay(Date.now()), shown.facts)], { type: "text/calendar" });
      const link = document.createElement("a");
      link.href = URL.createObjectURL(file);
      link.download = `deadlines-${dayText(utcDay(Date.now()))}.ics`;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), MINUTE);
    };

    const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
    for (const name of new Set([here, "UTC"])) {
      const option = make("option", name === here ? `${name}, as this device has it` : name);
      option.value = name;
      one("zone").append(option);
    }
    one("now").addEventListener("click", () => {
      aware.value = wallWords(Date.now(), zone()).slice(4, 20).replace(" ", "T");
      count();
    });
    for (const button of all("same")) {
      button.addEventListener("click", () => {
        button.parentElement.querySelector("input").value = aware.value;
        count();
      });
    }
    one("copy").addEventListener("click", copy);
    one("calendar").addEventListener("click", save);
    panel.addEventListener("input", count);
    document.addEventListener("ratified:severity", count);
    setInterval(tick, SECOND);
    panel.hidden = false;
    count();
  };

  const audiencesOf = (limit) => {
    if (limit.windows) return limit.windows.map((window) => window.term.audience);
    const terms = Array.isArray(limit.terms) ? limit.terms : Object.values(limit.terms).flat();
    return [...terms, ...(limit.own ? [limit.own] : [])].map((term) => term.audience).filter(Boolean);
  };

  const said = (found, boxes) => {
    if (!found) return "Enter when we became aware, or another moment, and every deadline is listed here.";
    const number = found.counted.length;
    const counted = `${number} ${number === 1 ? "deadline" : "deadlines"}, the strictest first.`;
    const left = boxes.filter((box) => !box.checked);
    if (left.length === boxes.length) return `${counted} Nothing is ticked, so everything in scope is listed.`;
    const titles = left.map((box) => box.labels[0].querySelector("span").firstChild.textContent);
    return left.length ? `${counted} Not ticked, so not listed: ${titles.join(", ")}.` : counted;
  };

  const items = (book, found, zone) => {
    const first = firstForAudience(book, found.counted);
    return found.counted.map((one) => item(one, first.includes(one), zone));
  };

  const item = (one, first, zone) => {
    const made = make("li", "", one.due_at === null ? "r-due r-due-open" : "r-due");
    const head = make("p", "", "r-due-when");
    if (one.due_at === null) head.append(make("strong", "No figure is given"));
    else head.append(timer(one), ...times(one, zone));
    const what = make("p");
    what.append(make("strong", whom(one)), ` ${one.clock}`);
    if (first) what.append(" ", make("span", `first for ${one.audience.replaceAll("-", " ")}`, "r-now"));
    for (const mark of marks(one)) what.append(" ", make("span", mark, "r-mark"));
    const how = make("details");
    how.append(make("summary", "How it was counted"), make("p", `${one.arithmetic}.`), notes(one));
    made.append(head, what, how);
    return made;
  };

  const timer = (one) => {
    const made = make("strong", "", "r-due-left");
    made.setAttribute("data-r-due", one.due_at);
    return made;
  };

  const times = (one, zone) => {
    const utc = make("time", utcWords(one.due_at));
    utc.dateTime = new Date(one.due_at).toISOString();
    return zone === "UTC" ? [" ", utc] : [" ", make("span", `${wallWords(one.due_at, zone)} ${zone}`), " ", utc];
  };

  const notes = (one) => {
    const made = make("ul");
    made.append(...one.notes.map((note) => make("li", note)));
    return made;
  };

  /** What has no deadline: faults first, then what waits for a moment, together with all that wait for the same. */
  const without = (book, found) => {
    const whys = (reasons) => {
      const here = found.notCounted.filter((one) => reasons.includes(one.reason));
      return [...new Set(here.map((one) => one.why))].map((why) => {
        const clocks = here.filter((one) => one.why === why).map((one) => one.clock);
        return `${clocks.join(", ")}: ${why}`;
      });
    };
    const part = (heading, lines, kind) => {
      if (!lines.length) return [];
      const made = make("ul", "", kind);
      made.append(...lines.map((line) => make("li", line)));
      return [make("p", heading, "r-due-head"), made];
    };
    return [
      ...part("Cannot be counted here; ask counsel, and see ratified clock:", whys(["uncountable"]), "r-due-fault"),
      ...part("Not started, since nothing says when it was:", whys(["not_started"]), ""),
      ...part("No deadline:", whys(["not_in_force", "not_applicable"]), ""),
    ];
  };

  for (const panel of document.querySelectorAll("[data-r-start]")) start(panel);
}
