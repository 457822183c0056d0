// Asks the browser's arithmetic and writes its answer as the engine's tests do; runs in node and on a page.
"use strict";
{
  const kept = {};

  const answer = ({ data, name, law, only, facts, calendar, ics, duty, ladder }) => {
    if (ladder) return asked(ladder);
    if (duty) return inHand(duty);
    const clock = globalThis.ratifiedClock;
    if (data) kept[name] = clock.ready(data);
    if (!facts) return null;
    const book = kept[name];
    const known = {
      stamps: moments(facts.stamps),
      submissions: moments(facts.submissions),
      counts: facts.counts,
      people: facts.people ?? undefined,
      delays: Object.fromEntries(Object.entries(facts.delays).map(([id, delay]) => [id, days(delay)])),
    };
    if (law) return clock.lawDeadlines(book, book.limits.find((limit) => limit.id === law), known).map(written);
    const found = clock.deadlines(book, known, only);
    if (ics) return clock.calendar(book, found.counted, clock.dayOf(ics), known, () => "");
    return [...found.counted, ...found.notCounted].map(written);
  };

  /** Who has a role at each of some moments. */
  const inHand = ({ book, role, at }) =>
    at.map((text) => {
      const found = globalThis.ratifiedDuty.inHandAt(book, book.roles[role], Date.parse(text));
      const until = found.until === null ? null : new Date(found.until).toISOString().replace(".000Z", "Z");
      const reasons = found.overrides.map((override) => override[4]);
      return { people: found.people, deputies: found.deputies, until, reasons, uncovered: found.uncovered };
    });

  /** Who is asked when a role is silent, at each of some moments. */
  const asked = ({ book, roles, silent, at }) =>
    at.map((text) => globalThis.ratifiedDuty.askedAt(book, roles, Date.parse(text), silent));

  const moments = (texts) => Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, Date.parse(text)]));

  const days = (delay) => {
    const { dayOf } = globalThis.ratifiedClock;
    return { ...delay, since: dayOf(delay.since), until: delay.until === null ? null : dayOf(delay.until) };
  };

  const written = (one) => {
    if ("reason" in one) return one;
    const instant = (at) => (at === null ? null : new Date(at).toISOString().replace(".000Z", "Z"));
    const on = one.due_on === null ? null : globalThis.ratifiedClock.dayText(one.due_on);
    return { ...one, trigger_at: instant(one.trigger_at), due_at: instant(one.due_at), due_on: on };
  };

  globalThis.ratifiedAnswer = answer;
  if (typeof module !== "undefined") module.exports = { answer };
}
