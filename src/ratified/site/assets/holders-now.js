// Who has which role at this moment, in every place of a page that names a holder; `duty-now.js` counts it.
"use strict";
{
  const { utcWords, offset } = globalThis.ratifiedClock;
  const [SECOND, MINUTE, DAY] = [1000, 60_000, 86_400_000];
  const DAY_WIDE = "Mon 2026-11-23".length;
  const all = (name) => [...document.querySelectorAll(`[data-r-${name}]`)];
  const attribute = (element, name) => element.getAttribute(`data-r-${name}`) ?? "";

  const block = document.querySelector("[data-r-duty]");
  const book = block && JSON.parse(block.textContent);
  const nameOf = (id) => book.people[id]?.name ?? id;
  let device = null; // its zone, asked for once each time that names are put: it may travel
  const zoneHere = () => (device ??= Intl.DateTimeFormat().resolvedOptions().timeZone);
  const wall = (at, zone) => `${utcWords(at + offset(at, zone)).replace(" UTC", "")} ${zone}`;

  const callOf = (id) => book.people[id]?.call ?? null;

  /**
   * Who has a role at a moment, for reading: `{name, calls, deputies, people, until, zone}`, `people` being the deputies
   * by id; null for a role that the page lacks. A call is `[href, text, name]`: that of each who has it, else the role's.
   */
  const heldAt = (id, at) => {
    const role = book?.roles[id];
    if (!role) return null;
    const reached = role.call ? [role.call] : [];
    if (role.firm) return { name: role.firm, calls: reached, deputies: [], people: [], until: null, zone: null };
    const found = globalThis.ratifiedDuty.inHandAt(book, role, at);
    const names = found.people.map(nameOf).join(" and ");
    const name = found.uncovered && names ? `Nobody is on call; first holder: ${names}` : names || "nobody";
    const own = found.people.map(callOf).filter(Boolean);
    return {
      name,
      calls: own.length ? own : reached,
      deputies: found.deputies.map(nameOf),
      people: found.deputies,
      until: found.until,
      zone: found.zone,
    };
  };

  const made = (tag, kind, ...inside) => {
    const element = document.createElement(tag);
    if (kind) element.className = kind;
    element.append(...inside);
    return element;
  };

  /** What rings, pages or opens: a link with a name that says whom it reaches. */
  const link = ([href, text, name]) => {
    const element = made("a", "r-call", text);
    element.href = href;
    element.setAttribute("aria-label", name);
    return element;
  };

  /** Put elements where others are, unless they say the same: whoever has one in focus keeps it. */
  const fill = (element, parts) => {
    const box = made("div", "", ...parts);
    if (element.innerHTML !== box.innerHTML) element.replaceChildren(...box.childNodes);
  };

  const spaced = (parts) => parts.flatMap((part, index) => (index ? [" ", part] : [part]));

  const person = (id) => made("span", "r-person", nameOf(id), " ", ...[callOf(id)].filter(Boolean).map(link));

  /** One who is asked, as `site/layouts/ladder.py` lays it out. */
  const rung = ({ role, person: id, after, deputy }, first) => {
    const { title, firm, call } = book.roles[role];
    const when = first ? "first" : after ? `after ${after}` : "then";
    const calls = [id ? callOf(id) : call].filter(Boolean).map(link);
    const parts = [made("span", "r-when-asked", when), made("strong", "", id ? nameOf(id) : firm)];
    return made("li", "", ...spaced([...parts, made("span", "r-for", `${title}${deputy ? ", deputy" : ""}`)]), " ", ...calls);
  };

  /** A list of who is asked, of this moment; with `later`, those who are asked when nobody who has the role answers. */
  const climb = (list, at) => {
    const roles = JSON.parse(attribute(list, "ladder"));
    const steps = globalThis.ratifiedDuty.askedAt(book, roles, at, list.hasAttribute("data-r-silent"));
    const later = list.hasAttribute("data-r-later");
    const called = steps.findIndex(({ role, deputy }) => role !== roles[0][0] || deputy);
    const kept = later ? steps.slice(called < 0 ? steps.length : called) : steps;
    const rungs = kept.map((step, index) => rung(step, !later && index === 0));
    fill(list, rungs.length ? spaced(rungs) : [made("li", "", "nobody")]);
  };

  const minute = (at) => Math.floor(at / MINUTE) * MINUTE;

  const until = (held) => (held.until === null ? "" : `until ${wall(held.until, held.zone)}`);

  /** The same on the clocks of the reader, where those are others: the time alone on the same day. */
  const untilHere = (held) => {
    const here = zoneHere();
    if (held.until === null || here === held.zone) return "";
    const [theirs, ours] = [wall(held.until, held.zone), wall(held.until, here)];
    return theirs.slice(0, DAY_WIDE) === ours.slice(0, DAY_WIDE) ? `(${ours.slice(DAY_WIDE).trim()})` : `(${ours})`;
  };

  const put = (element, text) => {
    if (element.textContent !== text) element.textContent = text;
  };

  /** The style sheet writes the name behind the role; the turn of the build is not the one that counts any more. */
  const behind = (element, text) => {
    element.removeAttribute("data-r-turn");
    element.removeAttribute("data-r-over");
    if (attribute(element, "holder") !== text) element.setAttribute("data-r-holder", text);
  };

  const NAMES = {
    holds: (element, held) => put(element, held.name),
    rings: (element, held) => fill(element, spaced(held.calls.map(link))),
    deputies: (element, held) => fill(element, held.people.length ? spaced(held.people.map(person)) : ["none"]),
    "held-role": (element, held) => behind(element, held.name),
  };
  const TIMES = {
    "held-until": (element, held) => put(element, until(held)),
    "held-here": (element, held) => put(element, untilHere(held)),
  };

  const say = (parts, at) => {
    for (const [part, write] of Object.entries(parts)) {
      for (const element of all(part)) {
        const held = heldAt(attribute(element, part), at);
        if (held) write(element, held);
      }
    }
  };

  // Which turns are now

  const rotations = all("turns").map((data) => ({
    ...JSON.parse(data.textContent),
    day: attribute(data, "day"),
    rows: [...data.parentElement.querySelectorAll("[data-r-from]")].map((times) => ({
      row: times.closest("tr"),
      badge: times.parentElement.querySelector("[data-r-badge]"),
      from: Date.parse(attribute(times, "from")),
      to: Date.parse(attribute(times, "to")),
    })),
  }));

  /** A turn is now while somebody is on duty by it, and today if a part of it lies in this day (UTC). */
  const mark = ({ rotation, zones, rows }, at) => {
    globalThis.ratifiedClock.useZones(zones);
    const onDuty = globalThis.ratifiedDuty.dutyAt(rotation, at) !== null;
    const start = Math.floor(at / DAY) * DAY;
    for (const { row, badge, from, to } of rows) {
      const now = onDuty && from <= at && at < to;
      const word = now ? "now" : from < start + DAY && start < to ? "today" : "";
      badge.hidden = !word;
      put(badge, word);
      if (!row.classList.contains("r-stand-in")) row.classList.toggle("r-current", now);
    }
  };

  /** Say until when and as of when, on the clocks of this device; `fault` is why the build's names stand. */
  const tellWhen = (at, fault) => {
    if (book && !fault) say(TIMES, at);
    const day = book?.day ?? rotations[0].day;
    const early = utcWords(at).slice(4, 14) < day ? " It is before the day this page was built: check it." : "";
    const now = `Now: ${wall(minute(at), zoneHere())}, by the clock of this device.${early}`;
    for (const element of all("as-of")) put(element, fault ? `As of ${day}, when this page was built: ${fault}.` : now);
  };

  /** Names as of now in every place that shows who has a role; where the browser cannot say, the build's stay. */
  const resolve = () => {
    const at = Date.now();
    let fault = "";
    device = null;
    try {
      if (book) say(NAMES, at);
      if (book) for (const list of all("ladder")) climb(list, at);
      for (const one of rotations) mark(one, at);
    } catch (error) {
      if (!(error instanceof globalThis.ratifiedClock.Uncountable)) throw error;
      fault = error.message;
    }
    return () => tellWhen(at, fault);
  };

  if (book || rotations.length) {
    globalThis.ratifiedClock.next(resolve()); // the names first: the first question for a device's zone takes as long as all of them
    setInterval(() => resolve()(), 15 * SECOND);
  }
  globalThis.ratifiedHolders = { book, heldAt, link, minute };
}
