// A time limit and what has happened, made into a deadline; with a cap, whichever ends first: `ratified/clock/facts.py`
// and `reckon.py`. The texts and the time limits come from the page's data (`ratified/views/clocks/clock_data.py`).
//
// `facts` are {stamps, submissions, counts, people, delays}: moments in milliseconds, by stamp or by clock.
"use strict";
{
  const clock = globalThis.ratifiedClock;
  const { Uncountable, dayOf, dayText, dayWords, doubts, endOfDay, ends, localDay, utcWords } = clock;
  const AFTER_CAP = "classified_after_cap";
  const YEAR_END = "calendar_year_end_of_discovery";

  const spoken = (book, stamp) => book.spoken[stamp] ?? stamp.replaceAll("_", " ").replaceAll("-", " ");

  const notCounted = (term, reason, why) => {
    return { clock: term.clock, kind: term.kind, to: term.to, trigger: term.trigger, reason, why };
  };

  const yearEnd = (book, facts, zone) => {
    if ("discovery" in facts.stamps) {
      const year = dayText(localDay(facts.stamps.discovery, zone)).slice(0, 4);
      return { name: `the end of ${year}, the year of discovery`, at: endOfDay(dayOf(`${year}-12-31`), zone) };
    }
    if (!(YEAR_END in facts.stamps)) return null;
    const day = localDay(facts.stamps[YEAR_END], zone);
    if (!dayText(day).endsWith("-12-31")) {
      const given = `${YEAR_END} is ${dayWords(day)} in ${zone}`;
      throw new Uncountable(`${given}, not 31 December; give discovery instead`);
    }
    return { name: spoken(book, YEAR_END), at: endOfDay(day, zone) };
  };

  const startOf = (book, trigger, of, facts, zone) => {
    if (trigger === "prior_submission" && of !== null && of in facts.submissions) {
      return { name: `the report under ${of}`, at: facts.submissions[of] };
    }
    if (trigger === YEAR_END) return yearEnd(book, facts, zone);
    return trigger in facts.stamps ? { name: spoken(book, trigger), at: facts.stamps[trigger] } : null;
  };

  const alone = (term, start, where) => {
    return start && { trigger: term.trigger, start, end: term.length ? ends(term.length, start, where, term.closes) : null };
  };

  const earlier = (own, capped, unless) => {
    const [mine, caps] = [own.end, capped.end];
    if (unless === AFTER_CAP && own.start.at > caps.at) {
      const since = `since it came after ${utcWords(caps.at)}, the end of ${caps.words}`;
      return { ...own, end: { ...mine, words: `${mine.words}, alone, ${since}` } };
    }
    const [chosen, other] = mine.at <= caps.at ? [own, caps] : [capped, mine];
    let words = `${chosen.end.words}; that is earlier than ${utcWords(other.at)}, the end of ${other.words}`;
    if (mine.at === caps.at) words = `${chosen.end.words}; ${other.words} end at the same moment`;
    const judged = unless === null || unless === AFTER_CAP;
    const supposed = judged ? null : `Its cap does not hold if ${unless}; that is not judged here.`;
    return { ...chosen, end: { ...chosen.end, words }, supposed };
  };

  /** The earlier of a limit and its cap; of one alone where the other has no start yet, and that is said. */
  const withCap = (book, term, start, facts, where) => {
    const { cap } = term;
    const own = alone(term, start, where);
    const capStart = startOf(book, cap.trigger, term.of, facts, where.zones[0]);
    if (!cap.length) return own;
    const soon = (words, stamp) => `${words} from ${spoken(book, stamp)} may end sooner; when that was is not given.`;
    if (!capStart) return own && { ...own, supposed: soon(cap.length.words, cap.trigger) };
    const capped = { trigger: cap.trigger, start: capStart, end: ends(cap.length, capStart, where, term.closes) };
    if (!own?.end) return { ...capped, supposed: soon(term.length?.words ?? "None", term.trigger) };
    return earlier(own, capped, cap.unless);
  };

  const deadline = (term, { trigger, start, end, supposed }, where) => {
    const unsure = [...doubts(term.length, where), ...(end?.doubt ? [end.doubt] : [])];
    return {
      clock: term.clock,
      kind: term.kind,
      to: term.to,
      audience: term.audience,
      trigger,
      trigger_at: start.at,
      due_at: end ? end.at : null,
      due_on: end ? end.on : null,
      assumed: Boolean(term.assumed || supposed || unsure.length),
      arithmetic: end ? end.words : `no figure; the time runs from ${start.name} at ${utcWords(start.at)}`,
      notes: [...(supposed ? [supposed] : []), ...unsure, ...term.notes],
      recipient: term.recipient,
      binding: term.binding,
      zone: end ? end.zone : null,
    };
  };

  const waitsFor = (book, term) => {
    const chained = term.trigger === "prior_submission" && term.of;
    return chained ? `starts when the report under ${term.of} is sent` : `starts from ${spoken(book, term.trigger)}`;
  };

  /** Count one time limit. */
  const reckon = (book, term, facts, where) => {
    if (term.trigger === null) return notCounted(term, "uncountable", "nothing says what it starts from");
    try {
      where.zones.forEach((zone) => clock.offset(0, zone));
      const start = startOf(book, term.trigger, term.of, facts, where.zones[0]);
      const decided = term.cap ? withCap(book, term, start, facts, where) : alone(term, start, where);
      return decided ? deadline(term, decided, where) : notCounted(term, "not_started", waitsFor(book, term));
    } catch (error) {
      if (!(error instanceof Uncountable)) throw error;
      return notCounted(term, "uncountable", error.message);
    }
  };

  Object.assign(clock, { notCounted, reckon, spoken });
}
