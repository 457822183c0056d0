// The cards of the panel: one a duty to notify, with what falls together named on it.
"use strict";
{
  const clock = globalThis.ratifiedClock;
  const { dutyOf, fallingTogether, firstForAudience, marks, utcWords, wallWords, whom } = clock;
  const [SECOND, MINUTE, HOUR, DAY] = [1000, 60_000, 3_600_000, 86_400_000];
  const HOURS_UP_TO = 4 * DAY; // 72 hours are told in hours

  const make = (tag, text = "", kind = "") => {
    const made = document.createElement(tag);
    made.textContent = text;
    if (kind) made.className = kind;
    return made;
  };

  const link = ({ title, href }, kind = "") => {
    const made = make(href ? "a" : "span", title, kind);
    if (href) made.href = href;
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

  const isOwn = (one) => one.clock.endsWith("/own");

  /** Each group with the other time of the same duty: what the law gives beside our internal deadline, or the reverse. */
  const duties = (book, deadlines) => {
    const groups = fallingTogether(book, deadlines);
    const taken = new Set();
    const pair = (one, other) => one.clock === `${other.clock}/own` || other.clock === `${one.clock}/own`;
    return groups.flatMap((group) => {
      if (taken.has(group)) return [];
      taken.add(group);
      const beside = groups.find((other) => !taken.has(other) && other.length === 1 && pair(group[0], other[0]));
      if (beside) taken.add(beside);
      return [{ one: group[0], met: group.slice(1), other: beside?.[0] ?? null }];
    });
  };

  const heldNow = (owner) => {
    try {
      return globalThis.ratifiedHolders?.heldAt(owner.id, Date.now()) ?? null;
    } catch {
      return null; // a zone that this browser lacks
    }
  };

  /** Who has a role now, where the page knows; else on the day of the build. */
  const holderOf = (owner) => heldNow(owner)?.name ?? owner.name;

  /** The role, who has it, and what rings or pages them; `holders-now.js` keeps both true while the page is open. */
  const ownerParts = (owner) => {
    const [name, rings] = [make("strong", holderOf(owner)), make("span")];
    name.setAttribute("data-r-holds", owner.id);
    rings.setAttribute("data-r-rings", owner.id);
    const calls = (heldNow(owner)?.calls ?? []).map(globalThis.ratifiedHolders?.link);
    rings.append(...calls.flatMap((call, n) => (n ? [" ", call] : [call])));
    return [link(owner, "r-role"), ", ", name, " ", rings];
  };

  const times = (due, zone) => {
    const utc = make("time", utcWords(due));
    utc.dateTime = new Date(due).toISOString();
    return zone === "UTC" ? [utc] : [make("span", `${wallWords(due, zone)} ${zone}`), utc];
  };

  const head = (one, zone) => {
    const made = make("p", "", "r-due-when");
    if (one.due_at === null) {
      made.append(make("strong", "No figure is given"));
      return made;
    }
    const timer = make("strong", "", "r-due-left");
    timer.setAttribute("data-r-due", one.due_at);
    made.append(timer, ...times(one.due_at, zone).flatMap((part) => [" ", part]));
    return made;
  };

  const what = (book, one, first) => {
    const duty = dutyOf(book, one);
    const made = make("p", "", "r-due-what");
    made.append(make("strong", `Notify ${duty.to}`), " ", make("span", duty.law));
    if (first) made.append(" ", make("span", `first for ${first.audience.replaceAll("-", " ")}`, "r-now"));
    for (const mark of marks(one)) made.append(" ", make("span", mark, "r-mark"));
    return made;
  };

  const otherTime = (book, other, zone) => {
    const duty = dutyOf(book, other);
    if (other.due_at === null) return [duty.says ?? "no figure is given"];
    return times(other.due_at, zone).flatMap((part, n) => (n ? [", ", part] : [part]));
  };

  const facts = (book, { one, met, other }, zone) => {
    const { owner, how, template } = dutyOf(book, one);
    const made = make("dl", "", "r-due-facts");
    const row = (name, ...inside) => {
      const [term, said] = [make("dt", name), make("dd")];
      said.append(...inside);
      made.append(term, " ", said, " ");
    };
    if (other) row(isOwn(other) ? "Internal deadline" : "By law", ...otherTime(book, other, zone));
    row("Owner", ...(owner ? ownerParts(owner) : ["nobody is named"]));
    row("How", how ?? "no address is recorded");
    row("Template", ...(template ? [link(template)] : ["none"]));
    if (met.length) {
      const laws = met.map((found) => dutyOf(book, found).law);
      row("Also", `${laws.join(" and ")}, due together`);
    }
    return made;
  };

  const counting = (book, { one, met, other }) => {
    const made = make("details");
    const notes = make("ul");
    notes.append(...one.notes.map((note) => make("li", note)));
    made.append(make("summary", "How counted"), make("p", `${one.arithmetic}.`));
    if (other?.due_at) made.append(make("p", `${whom(book, other)}: ${other.arithmetic}.`));
    const ids = [one, ...met, ...(other ? [other] : [])].map((found) => found.clock);
    made.append(notes, make("p", `In the data: ${ids.join(", ")}`, "r-small"));
    return made;
  };

  /** A card for each duty, the strictest first; `id`s of what it tells stand in `data-r-clock`. */
  const cards = (book, deadlines, zone) => {
    const first = firstForAudience(book, deadlines);
    return duties(book, deadlines).map((duty) => {
      const told = [duty.one, ...duty.met];
      const made = make("li", "", duty.one.due_at === null ? "r-due r-due-open" : "r-due");
      made.setAttribute("data-r-clock", [...told, ...(duty.other ? [duty.other] : [])].map((one) => one.clock).join(" "));
      made.append(head(duty.one, zone), what(book, duty.one, told.find((one) => first.includes(one))));
      made.append(facts(book, duty, zone));
      const foot = make("div", "", "r-due-foot");
      const legal = duty.other || told.some((one) => dutyOf(book, one).legal);
      foot.append(...(legal ? [make("p", "Check with counsel.", "r-due-counsel"), " "] : []), counting(book, duty));
      made.append(foot);
      return made;
    });
  };

  /** What has no deadline: faults first, then what waits for a moment, together with all that wait for the same. */
  const without = (book, notCounted) => {
    const whys = (reasons) => {
      const here = notCounted.filter((one) => reasons.includes(one.reason));
      return [...new Set(here.map((one) => one.why))].map((why) => {
        const same = here.filter((one) => one.why === why);
        const laws = same.filter((one) => !isOwn(one) || !same.some((other) => one.clock === `${other.clock}/own`));
        return [`${laws.map((one) => whom(book, one)).join("; ")}: ${why}`, same.map((one) => one.clock).join(", ")];
      });
    };
    const part = (heading, lines, kind) => {
      if (!lines.length) return [];
      const made = make("ul", "", kind);
      for (const [text, ids] of lines) {
        const item = make("li", text);
        item.append(" ", make("span", ids, "r-small"));
        made.append(item);
      }
      return [make("p", heading, "r-due-head"), made];
    };
    return [
      ...part("Cannot be counted here; ask counsel, and see ratified clock:", whys(["uncountable"]), "r-due-fault"),
      ...part("Not started, since nothing says when it was:", whys(["not_started"]), ""),
      ...part("No deadline:", whys(["not_in_force", "not_applicable"]), ""),
    ];
  };

  Object.assign(clock, { cards, countdown, holderOf, make, without });
}
