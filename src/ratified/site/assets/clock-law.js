// The clocks of the catalogue, contracts and commitments: `ratified/clock/law.py`, `notes.py`, `holding.py`,
// `deadline.py` and `ratified/policy/notices/deadlines.py`. What it returns names its days by number and its moments in
// milliseconds.
"use strict";
{
  const clock = globalThis.ratifiedClock;
  const { closingWords, dayText, dayWords, endOfDay, localDay, notCounted, reckon, utcDay, utcWords, weekday } = clock;
  const HOUR = 3_600_000;
  const ORAL_DAYS = 30;
  const SATURDAY = 5;
  const OF_ALL = ["individuals", "consumers"];
  const KINDS = ["law", "baa", "dpa", "contract", "policy", "commitment"];

  /** Whether a number of people meets a threshold; null where a number decides and is not known. */
  const meets = (threshold, count, people) => {
    if (!threshold || threshold.op === null || threshold.count === null) return true;
    const [number, limit] = [count ?? people, threshold.count];
    if (number === null || number === undefined) return null;
    const { op } = threshold;
    const met = { ">": number > limit, ">=": number >= limit, "<": number < limit, "<=": number <= limit }[op];
    const ofSome = count === undefined && !OF_ALL.includes(threshold.of);
    return ofSome && met === (op === ">" || op === ">=") ? null : met;
  };

  const refused = (found, law, delay, last) => {
    if (law.delay_by === null) return "no delay is known under this clock";
    const general = delay.asked_by === "attorney_general" && delay.form === "written";
    if (law.delay_by === "attorney_general" && !general) {
      return "only a written determination of the Attorney General does";
    }
    if (last === null) return "a written request must say until when";
    const late = delay.since > found.due_on;
    return late ? `it was asked for on ${dayText(delay.since)}, after the deadline` : null;
  };

  /** A delay `{asked_by, form, requester, since, until}`, its days in numbers; a spoken one lapses by itself. */
  const heldBack = (found, law, delay, where) => {
    if (found.due_at === null) return found;
    const lapses = delay.since + ORAL_DAYS;
    const last = delay.form === "written" ? delay.until : Math.min(delay.until ?? lapses, lapses);
    const why = refused(found, law, delay, last);
    if (why) {
      return { ...found, notes: [...found.notes, `The delay asked for by ${delay.requester} moves nothing: ${why}.`] };
    }
    const until = where.zones
      .map((zone) => ({ at: endOfDay(last, zone, law.closes), zone }))
      .reduce((best, end) => (end.at < best.at || (end.at === best.at && end.zone < best.zone) ? end : best));
    if (until.at <= found.due_at) return found;
    const asked = `${delay.form} request of ${delay.requester}, from ${dayText(delay.since)} to ${dayText(last)}`;
    const note = "Whether time that was left is added when a delay ends is for counsel; none is added.";
    return {
      ...found,
      due_at: until.at,
      due_on: last,
      zone: until.zone,
      arithmetic: `${found.arithmetic}; held back to ${closingWords(last, law.closes)} by the ${asked}`,
      notes: [...found.notes, note],
    };
  };

  const lenientNote = (law, found) => {
    if (law.lenient === null || found.due_at === null) return null;
    if (law.lenient === "hours") {
      const end = Math.floor(found.trigger_at / HOUR) * HOUR + HOUR + (found.due_at - found.trigger_at);
      return `Regulation 1182/71 may be read to end it at ${utcWords(end)} or later: argued, not to be planned by.`;
    }
    if (weekday(found.due_on) < SATURDAY) return null;
    const moved = "Regulation 1182/71 may move the end to the next working day; not to be planned by.";
    return `${dayWords(found.due_on)} is a weekend: ${moved}`;
  };

  const term = (from, until) => [from && `from ${from}`, until && `until ${until}`].filter(Boolean).join(" ");
  const runs = (day, from, until) => (!from || from <= day) && (!until || day <= until);

  const oneTerm = (book, law, one, met, facts) => {
    if (met === false && !law.threshold?.also) {
      const count = facts.counts[law.id];
      const known = count === undefined ? `all people touched are ${facts.people}` : `the number given is ${count}`;
      return notCounted(one, "not_applicable", `applies at ${law.threshold.text}; ${known}`);
    }
    const found = reckon(book, one, facts, law.where);
    if ("reason" in found) return found;
    const days = law.where.zones.map((zone) => dayText(localDay(found.trigger_at, zone)));
    if (!days.some((day) => runs(day, law.effective_from, law.effective_to))) {
      const when = term(law.effective_from, law.effective_to);
      return notCounted(one, "not_in_force", `in force ${when}, by the day it starts`);
    }
    const delay = facts.delays[law.id];
    const held = delay ? heldBack(found, law, delay, law.where) : found;
    const lenient = lenientNote(law, held);
    return lenient ? { ...held, notes: [lenient, ...held.notes] } : held;
  };

  /** What one clock gives: its first report, then every later stage. */
  const lawDeadlines = (book, law, facts) => {
    const met = meets(law.threshold, facts.counts[law.id], facts.people);
    const terms = law.terms[met === null ? "unknown" : met ? "met" : "unmet"];
    return terms.map((one) => oneTerm(book, law, one, met, facts));
  };

  const window = (book, contract, one, facts, asked) => {
    if (!one.term.length) return [notCounted(one.term, "uncountable", "the contract's row names no time")];
    const found = reckon(book, one.term, facts, one.where);
    const given = [...Object.values(facts.stamps), ...Object.values(facts.submissions)];
    const days = "reason" in found ? given.map(utcDay) : [localDay(found.trigger_at, one.where.zones[0])];
    if (days.some((day) => runs(dayText(day), contract.from, contract.until))) return [found];
    const when = `${contract.id} is in force ${term(contract.from, contract.until)}`;
    return asked ? [notCounted(one.term, "not_in_force", when)] : [];
  };

  const ofLimit = (book, limit, facts, asked) => {
    if (limit.kind === "contract") return limit.windows.flatMap((one) => window(book, limit, one, facts, asked));
    if (limit.kind === "commitment") return limit.terms.map((one) => reckon(book, one, facts, limit.where));
    const runsAlone = asked || !limit.unsaid || book.unsaid in facts.stamps;
    const own = limit.own ? [reckon(book, limit.own, facts, limit.where)] : [];
    return [...(runsAlone ? lawDeadlines(book, limit, facts) : []), ...own];
  };

  const stampOrder = (book, stamp) => {
    const found = stamp === book.unsaid ? -1 : book.order.indexOf(stamp);
    return found < 0 ? book.order.length : found;
  };

  const compare = (book) => (one, other) => {
    const key = (found) => [
      found.due_at ?? Infinity,
      found.binding ? 0 : 1,
      KINDS.indexOf(found.kind),
      stampOrder(book, found.trigger),
      found.clock,
    ];
    const [left, right] = [key(one), key(other)];
    const at = left.findIndex((part, place) => part !== right[place]);
    return at < 0 ? 0 : left[at] < right[at] ? -1 : 1;
  };

  /** Deadlines, the earliest due first, those without a figure last; of two at one moment law before our own word. */
  const strictestFirst = (book, found) => [...found].sort(compare(book));

  /** The clocks that are the first to bind towards their audience. */
  const firstForAudience = (book, found) => {
    const first = new Map();
    for (const one of strictestFirst(book, found)) {
      if (one.audience !== null && one.due_at !== null && one.binding && !first.has(one.audience)) {
        first.set(one.audience, one);
      }
    }
    return [...first.values()];
  };

  /** Every deadline of what is in scope, or of the ids in `only`, as `ratified clock --regime` has it. */
  const deadlines = (book, facts, only = []) => {
    const chosen = only.length ? book.limits.filter((limit) => only.includes(limit.id)) : book.limits;
    const found = chosen.flatMap((limit) => ofLimit(book, limit, facts, only.length > 0));
    const counted = found.filter((one) => !("reason" in one));
    return { counted: strictestFirst(book, counted), notCounted: found.filter((one) => "reason" in one) };
  };

  /** The data of a page made ready: its zones are taken, every place of counting gets its calendar itself. */
  const ready = (data) => {
    clock.useZones(data.zones);
    const place = (where) => ({ ...where, calendar: where.calendar && (data.calendars[where.calendar] ?? null) });
    const limits = data.limits.map((limit) => ({
      ...limit,
      ...(limit.where ? { where: place(limit.where) } : {}),
      ...(limit.windows ? { windows: limit.windows.map((one) => ({ ...one, where: place(one.where) })) } : {}),
    }));
    return { ...data, limits };
  };

  Object.assign(clock, { deadlines, firstForAudience, lawDeadlines, ready, stampOrder, strictestFirst });
}
