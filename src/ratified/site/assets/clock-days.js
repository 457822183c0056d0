// Moments, days, zones and working days: `ratified/clock/moments.py`, `workdays.py` and `counting.py`, in the browser.
//
// A moment is milliseconds since 1970 (UTC), a day is days since 1970-01-01. Zones are the engine's for the years that
// the page holds (`ratified/views/clocks/zone_data.py`), beyond them and for others the browser's own (Intl).
// These are plain deferred scripts, not modules, so that a page saved to a disk counts as well.
"use strict";
globalThis.ratifiedClock ??= {};
if (!globalThis.ratifiedClock.offset) { // a page on which two panels ask for it has it once
  const DAY = 86_400_000;
  const MINUTE = 60_000;
  const LAST_SECOND = DAY - 1000;
  const MAXYEAR = 9999; // of the engine's calendar
  const SATURDAY = 5;
  const WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

  /** A time that nobody can count from what is known; the message says why. */
  class Uncountable extends Error {}
  class TooFar extends Error {}

  const formats = new Map();

  const formatOf = (zone) => {
    if (!formats.has(zone)) {
      try {
        const parts = { year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric" };
        const options = { timeZone: zone, hourCycle: "h23", second: "numeric", ...parts };
        formats.set(zone, new Intl.DateTimeFormat("en-US-u-ca-gregory-nu-latn", options));
      } catch {
        throw new Uncountable(`there is no time zone '${zone}'`);
      }
    }
    return formats.get(zone);
  };

  const zones = new Map();

  /** Take the zones of a page: by name `{from, until, offsets}`, null for one that the engine does not know. */
  const useZones = (known = {}) => Object.entries(known).forEach(([name, row]) => zones.set(name, row));

  /** Whether the engine does not count in a zone, whatever the browser knows. */
  const refused = (zone) => zones.get(zone) === null;

  /** How far a zone's clocks are ahead of UTC at a moment, in milliseconds. Throws Uncountable for no zone. */
  const offset = (at, zone) => {
    const known = zones.get(zone);
    if (refused(zone)) throw new Uncountable(`there is no time zone '${zone}'`);
    if (known && known.from <= at && at < known.until) return known.offsets.findLast(([since]) => since <= at)[1];
    const part = Object.fromEntries(formatOf(zone).formatToParts(at).map(({ type, value }) => [type, Number(value)]));
    const wall = Date.UTC(part.year, part.month - 1, part.day, part.hour, part.minute, part.second);
    return wall - Math.floor(at / 1000) * 1000;
  };

  const dayOf = (text) => Date.parse(`${text}T00:00:00Z`) / DAY;
  const dayText = (day) => new Date(day * DAY).toISOString().slice(0, 10);
  const weekday = (day) => (((day + 3) % 7) + 7) % 7; // Monday is 0, as 1970-01-01 was a Thursday
  const dayWords = (day) => `${WEEKDAYS[weekday(day)]} ${dayText(day)}`;
  const utcDay = (at) => Math.floor(at / DAY);
  const localDay = (at, zone) => Math.floor((at + offset(at, zone)) / DAY);
  const yearOf = (day) => new Date(day * DAY).getUTCFullYear();

  /** A moment for people: `Fri 2026-11-20 13:20 UTC`. */
  const utcWords = (at) => {
    const iso = new Date(at).toISOString();
    const seconds = iso.slice(17, 19) === "00" ? "" : iso.slice(16, 19);
    return `${dayWords(utcDay(at))} ${iso.slice(11, 16)}${seconds} UTC`;
  };

  /**
   * The moment at which a zone's clocks on the wall show a time (milliseconds, as if it were UTC), and whether that
   * comes `twice` or is `skipped` where the clocks change. Of two moments the first counts, which is the stricter, and
   * `last` is the other one; `unchanged` is the later one of a time that is skipped: when it would have been, had the clocks not changed.
   */
  const atWall = (wall, zone) => {
    const both = [wall - offset(wall - DAY, zone), wall - offset(wall + DAY, zone)];
    const real = both.filter((at) => at + offset(at, zone) === wall);
    const found = real.length ? real : both;
    const [at, twice, skipped] = [Math.min(...found), real.length === 2 && real[0] !== real[1], real.length === 0];
    return { at, last: Math.max(...found), twice, skipped, unchanged: skipped ? Math.max(...both) : at };
  };

  /** The last second of a local day, 23:59:59; or the time of day, `17:30`, at which an office closes. */
  const endOfDay = (day, zone, closes = null) => {
    const [hours, minutes] = (closes ?? "").split(":").map(Number);
    return atWall(day * DAY + (closes ? (hours * 60 + minutes) * MINUTE : LAST_SECOND), zone).at;
  };

  /** Until when on its last day a time lasts. */
  const closingWords = (day, closes) => (closes ? `${closes} on ${dayWords(day)}` : `the end of ${dayWords(day)}`);

  const within = (...days) => {
    if (days.some((day) => yearOf(day) > MAXYEAR)) throw new TooFar();
  };

  /** Whether a day is a working day. Throws Uncountable where the calendar cannot say. */
  const isOpen = (calendar, day) => {
    if (calendar.parts) return calendar.parts.every((part) => isOpen(part, day));
    const text = dayText(day);
    if (text > calendar.valid_through) {
      throw new Uncountable(`calendar '${calendar.id}' ends on ${calendar.valid_through}`);
    }
    if (calendar.closed.includes(text)) return false;
    if (calendar.fault) throw new Uncountable(calendar.fault);
    const year = yearOf(day);
    if (year < calendar.known[0] || year > calendar.known[1]) {
      throw new Uncountable(`no public holidays are known for ${calendar.country} in ${year}`);
    }
    if (text < calendar.from) {
      throw new Uncountable(`the page has calendar '${calendar.id}' from ${calendar.from} on; ratified clock has it all`);
    }
    return weekday(day) < SATURDAY || calendar.open.includes(text);
  };

  const workdayAfter = (calendar, day, count) => {
    for (let left = count; left > 0; ) {
      day += 1;
      if (isOpen(calendar, day)) left -= 1;
    }
    return day;
  };

  const monthsAfter = (day, count) => {
    const from = new Date(day * DAY);
    const month = from.getUTCFullYear() * 12 + from.getUTCMonth() + count;
    const last = new Date(Date.UTC(Math.floor(month / 12), (month % 12) + 1, 0)).getUTCDate();
    const found = Date.UTC(Math.floor(month / 12), month % 12, Math.min(from.getUTCDate(), last)) / DAY;
    within(found);
    return found;
  };

  const dateOf = (day) => new Date(day * DAY).getUTCDate();

  const details = (length, first, shifted, last, calendar) => {
    const found = [];
    if (length.months) {
      const short = dateOf(monthsAfter(first, length.months)) < dateOf(first);
      const th = dateOf(first) === 31 ? "st" : "th";
      found.push(short ? `to the last day of a month without a ${dateOf(first)}${th}` : "to the same date");
    }
    if (length.days || length.business_days) found.push("that day not counted");
    if (length.business_days) {
      const closed = [];
      for (let day = shifted + 1; day <= last; day += 1) {
        if (weekday(day) < SATURDAY && !isOpen(calendar, day)) closed.push(dayWords(day));
      }
      found.push(`by calendar ${calendar.id}, without weekends${closed.map((day) => `, ${day}`).join("")}`);
    }
    return found.join(", ");
  };

  /** Which of the days counted are holidays by an estimate; null for none. */
  const estimates = (length, shifted, last, calendar) => {
    if (!length.business_days) return null;
    const found = calendar.estimated.filter((text) => dayText(shifted) < text && text <= dayText(last));
    const days = found.map((text) => dayWords(dayOf(text))).join(", ");
    return days && `Counted as working days, since their holidays are only estimated: ${days}.`;
  };

  const toEndOfDay = (length, start, zone, calendar, closes) => {
    const first = localDay(start.at, zone);
    const shifted = monthsAfter(first, length.months) + length.days;
    within(shifted);
    let last = shifted;
    if (length.business_days) {
      if (!calendar) throw new Uncountable("no calendar says which days are business days");
      last = workdayAfter(calendar, shifted, length.business_days);
    }
    const said = details(length, first, shifted, last, calendar);
    const words = `${length.words} from ${start.name} on ${dayWords(first)} in ${zone}, ${said}: ${closingWords(last, closes)}`;
    const since = closes ? ", since what is filed later counts for the next business day" : "";
    const at = endOfDay(last, zone, closes);
    within(utcDay(at));
    return { at, on: last, words: words + since, zone, doubt: estimates(length, shifted, last, calendar) };
  };

  const elapsed = (length, start, zones) => {
    const at = start.at + length.days * DAY + length.minutes * MINUTE;
    within(utcDay(at), ...zones.map((zone) => localDay(at, zone)));
    const on = Math.min(...zones.map((zone) => localDay(at, zone)));
    const through = "straight through nights, weekends and holidays";
    const words = `${length.words} from ${start.name} at ${utcWords(start.at)}, ${through}`;
    return { at, on, words, zone: zones.length === 1 ? zones[0] : null };
  };

  const earliest = (ends) => ends.reduce((best, end) => (end.at < best.at ? end : best));

  /**
   * Count a length from a start `{name, at}`: hours in UTC, days and months to the end of the audience's day, of
   * several zones in the one that ends first; or to when the office `closes` on that day. Throws Uncountable where the calendar, the zone or the length cannot say.
   */
  const ends = (length, start, where, closes = null) => {
    const inDays = length.months || length.business_days;
    try {
      if (!inDays && (length.minutes || !length.days)) return elapsed(length, start, where.zones);
      if (length.minutes) {
        throw new Uncountable(`${length.words} mixes hours with months or business days; write one or the other`);
      }
      return earliest(where.zones.map((zone) => toEndOfDay(length, start, zone, where.calendar, closes)));
    } catch (error) {
      if (!(error instanceof TooFar || error instanceof RangeError)) throw error;
      throw new Uncountable(`${length.words} from ${utcWords(start.at)} end after the year ${MAXYEAR}`);
    }
  };

  /** What was supposed that a length rests on: days on the zone, business days on the calendar too. */
  const doubts = (length, where) => {
    if (!length) return [];
    if (!(length.months || length.business_days || (length.days && !length.minutes))) return [];
    const found = [where.zone_doubt, length.business_days ? where.calendar_doubt : null].filter(Boolean);
    return [...new Set(found)];
  };

  /** In a task of its own and at once: whoever ticks a box in the meantime does not wait for it. */
  const next = (act) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = act;
    port2.postMessage(null);
  };

  Object.assign(globalThis.ratifiedClock, {
    Uncountable, atWall, closingWords, dayOf, dayText, dayWords, doubts, endOfDay, ends, localDay, next, offset, refused, useZones, utcDay,
    utcWords, weekday,
  });
}
