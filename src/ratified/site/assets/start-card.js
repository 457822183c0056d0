// The card for two in the morning: the level by what is ticked, and whom to call. What is ticked is kept for the visit
// alone, and nothing is sent.
"use strict";
{
  const { utcWords } = globalThis.ratifiedClock;
  const all = (name, inside = document) => [...inside.querySelectorAll(`[data-r-${name}]`)];
  const attribute = (element, name) => element.getAttribute(`data-r-${name}`) ?? "";

  const make = (tag, text = "", kind = "") => {
    const made = document.createElement(tag);
    made.textContent = text;
    if (kind) made.className = kind;
    return made;
  };

  const { book, heldAt, minute } = globalThis.ratifiedHolders;

  // Which level

  const levels = all("level").map((section) => ({
    id: attribute(section, "level"),
    name: attribute(section, "name"),
    says: attribute(section, "says"),
    section,
    criteria: all("criterion", section).map((row) => ({ id: attribute(row, "criterion"), tags: attribute(row, "tags"), row })),
  }));

  /** A box to tick in front of what a criterion says. */
  const ticking = (criterion) => {
    const text = criterion.row.querySelector("[data-r-short]");
    const label = make("label");
    criterion.short = text.textContent;
    criterion.box = make("input");
    criterion.box.type = "checkbox";
    text.replaceWith(label);
    label.append(criterion.box, text);
  };

  const chosen = () => {
    const ticked = levels.flatMap((level) => level.criteria.filter(({ box }) => box.checked));
    const matched = levels.findIndex((level) => level.criteria.some(({ box }) => box.checked));
    const unsure = all("unsure").some((box) => box.checked);
    if (matched < 0) return { ticked, unsure, level: null, matched: null };
    return { ticked, unsure, level: levels[unsure ? Math.max(matched - 1, 0) : matched], matched: levels[matched] };
  };

  /** What is ticked, for whatever on the page goes by it: a script that comes later than a tick asks for it. */
  const criteria = () =>
    chosen().ticked.map(({ id, short, tags }) => ({ id, short, tags: tags.split(" ").filter(Boolean) }));

  /** Which level and by what, in words: `P1 Critical, by S1-C1 Data confirmed out`. */
  const because = ({ level, matched }) => {
    const by = matched.criteria.filter(({ box }) => box.checked).map(({ id, short }) => `${id} ${short}`);
    if (level === matched) return `${level.name}, by ${by.join("; ")}`;
    return `${level.name}, since unsure means higher: ${matched.name} by ${by.join("; ")}`;
  };

  const told = (found) => {
    if (!found.level) return [found.unsure ? "Tick what may be true: unsure counts as true." : "Tick what is true: the highest match wins."];
    const words = because(found);
    const rest = words.slice(found.level.name.length);
    const says = found.level.says ? ` ${found.level.says}.` : "";
    const above = found.unsure && found.level === found.matched ? " There is no higher level." : "";
    return [make("strong", found.level.name), `${rest}.${says}${above}`];
  };

  const pick = () => {
    const found = chosen();
    for (const level of levels) level.section.toggleAttribute("data-r-chosen", level === found.level);
    for (const said of all("picked")) said.replaceChildren(...told(found));
    for (const part of all("calls")) part.hidden = attribute(part, "calls") !== found.level?.id;
    document.dispatchEvent(new CustomEvent("ratified:severity", { detail: { criteria: criteria() } }));
  };

  const visit = globalThis.ratifiedVisit("ticks");

  /** Keep what is ticked, and say where; with nothing ticked nothing is kept, and there is nothing to say. */
  const keep = () => {
    const { ticked, unsure } = chosen();
    const any = unsure || ticked.length > 0;
    const kept = visit.keep(any ? { ticked: ticked.map(({ id }) => id), unsure } : null);
    for (const said of all("ticks-kept")) {
      said.textContent = kept ? "Kept in this tab until you close it. Never sent." : "Not kept by this browser. Never sent.";
    }
    for (const part of all("ticks")) part.hidden = !any;
  };

  const tick = (ids, unsure) => {
    for (const { id, box } of levels.flatMap((level) => level.criteria)) box.checked = ids.includes(id);
    for (const box of all("unsure")) box.checked = unsure;
    pick();
    keep();
  };

  const inCharge = (at) => {
    const rows = all("charge").map((row) => [attribute(row, "title"), heldAt(attribute(row, "charge"), at)]);
    const reached = (name, calls) => [name, ...calls.map(([, text]) => text)].join(" ");
    const said = rows.map(([title, { name, calls, deputies }]) => `- ${title}: ${[reached(name, calls), ...deputies].join(", then ")}`);
    return [`In charge, ${utcWords(at)}:`, ...said];
  };

  const words = (element) => element.textContent.replace(/\s+/g, " ").trim();

  /** One to call in a line, with the channels of the role, and behind it whoever is asked next. */
  const called = (row) => {
    const line = row.cloneNode(true);
    const ways = [...line.querySelectorAll(".r-ways > li")].map((way) => [...way.children].map(words).join(": "));
    for (const part of [...all("next", line), ...line.querySelectorAll(".r-ways")]) part.remove();
    const later = all("ladder", row).flatMap((list) => [...list.children].map(words));
    const reached = ways.length ? ` (${ways.join("; ")})` : "";
    return `${words(line)}${reached}${later.length ? `. Nobody answers: ${later.join("; ")}` : ""}`;
  };

  /** What is chosen and who is called, a line each, for a summary to paste; nothing where nothing is ticked. */
  const lines = () => {
    const found = levels.length ? chosen() : { level: null };
    if (!found.level) return [];
    const calls = all("calls").filter((part) => !part.hidden).flatMap((part) => all("call", part));
    const said = calls.map((row) => `- ${called(row)}`);
    return [
      `Severity: ${because(found)}`,
      ...(found.level.says ? [`${found.level.says}.`] : []),
      ...(book ? inCharge(minute(Date.now())) : []),
      ...(said.length ? ["To call:", ...said] : []),
    ];
  };

  if (levels.length) {
    for (const level of levels) level.criteria.forEach(ticking);
    for (const part of all("live")) part.hidden = false;
    document.addEventListener("change", (event) => {
      if (!event.target.closest("[data-r-picker], [data-r-live]")) return;
      pick();
      keep();
    });
    for (const button of all("untick")) button.addEventListener("click", () => tick([], false));
    const before = visit.read();
    tick(Array.isArray(before?.ticked) ? before.ticked : [], before?.unsure === true);
  }
  globalThis.ratifiedCard = { criteria, heldAt, lines };
}
