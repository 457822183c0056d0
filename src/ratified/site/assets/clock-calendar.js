// Deadlines to take along: calendar entries (RFC 5545) as `ratified/output/calendar_entries.py` writes them, byte for
// byte, so that either file replaces what the other put into a calendar; and a summary to paste into a channel.
"use strict";
{
  const clock = globalThis.ratifiedClock;
  const { dayText, dutyLines, fallingTogether, notify, utcWords } = clock;
  const LONGEST = 75; // octets of a line (RFC 5545, 3.1)
  const HIDING = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;
  const octets = new TextEncoder();

  /** One harmless line: what is invisible shown as <U+XXXX>, and nothing that a runner of jobs would obey. */
  const line = (text) => {
    const hex = (sign) => sign.codePointAt(0).toString(16).toUpperCase().padStart(4, "0");
    const shown = text.replace(HIDING, (sign) => `<U+${hex(sign)}>`).replaceAll("##[", "## [");
    return shown.trimStart().startsWith("::") ? shown.replace("::", ": :") : shown;
  };

  const property = (...lines) => lines.map((text) => line(text).replace(/[\\;,]/g, "\\$&")).join("\\n");
  const stamp = (at) => `${new Date(at).toISOString().slice(0, 19).replace(/[-:]/g, "")}Z`;

  const folded = (text) => {
    const pieces = [];
    let [piece, room] = ["", LONGEST];
    for (const sign of text) {
      const wide = octets.encode(sign).length;
      if (wide > room) {
        pieces.push(piece);
        [piece, room] = ["", LONGEST - 1];
      }
      piece += sign;
      room -= wide;
    }
    return `${[...pieces, piece].join("\r\n ")}\r\n`;
  };

  const HOUR = 3_600_000;
  const ALARMS = [24 * HOUR, 4 * HOUR];

  const alarms = (one, summary) => ALARMS.filter((before) => one.due_at - before > one.trigger_at).flatMap((before) => [
    "BEGIN:VALARM",
    "ACTION:DISPLAY",
    `DESCRIPTION:${summary}`,
    `TRIGGER;VALUE=DATE-TIME:${stamp(one.due_at - before)}`,
    "END:VALARM",
  ]);

  /** An incident that has no record yet: all that is known of it are its moments. */
  const unrecorded = (facts) => {
    const given = [...Object.entries(facts.stamps), ...Object.entries(facts.submissions)];
    const first = new Date(Math.min(...given.map(([, at]) => at))).toISOString().slice(0, 16).replace("T", " ");
    const key = given.map(([name, at]) => `${name}=${stamp(at)}`).sort().join(" ");
    return { name: `no record yet, ${first} UTC`, key };
  };

  const entry = (book, [one, ...met], day, of, number, link) => {
    const sure = one.binding ? "" : " (not binding)";
    const summary = property(`${notify(book, one)}${sure} [${of.name}]`);
    const said = [...dutyLines(book, one, met, link), `${one.arithmetic}.`, ...one.notes, `Id: ${one.clock}`];
    return [
      "BEGIN:VEVENT",
      `UID:${sha256([of.key, one.clock, one.to, number].join("\n")).slice(0, 32)}@ratified`,
      "SEQUENCE:0",
      `DTSTAMP:${dayText(day).replaceAll("-", "")}T000000Z`,
      `DTSTART:${stamp(one.due_at)}`,
      `SUMMARY:${summary}`,
      `DESCRIPTION:${property(...said)}`,
      ...(link ? [`URL:${line(link)}`] : []),
      "CLASS:CONFIDENTIAL",
      "TRANSP:TRANSPARENT",
      ...alarms(one, summary),
      "END:VEVENT",
    ];
  };

  /**
   * An iCalendar file with an entry for each notice that has a time; `day` is the one that they were made on, `linkTo`
   * gives the address of where the site tells of a deadline's duty, empty for none.
   */
  const calendar = (book, deadlines, day, facts, linkTo) => {
    const [of, seen] = [unrecorded(facts), new Map()];
    const dated = deadlines.filter((one) => one.due_at !== null);
    const entries = fallingTogether(book, dated).flatMap((group) => {
      const duty = [group[0].clock, group[0].to].join("\n");
      seen.set(duty, (seen.get(duty) ?? 0) + 1);
      return entry(book, group, day, of, seen.get(duty), linkTo(group[0]));
    });
    const head = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//ratified//clock 1//EN", "CALSCALE:GREGORIAN"];
    return [...head, ...entries, "END:VCALENDAR"].map(folded).join("");
  };

  /** A moment on the clocks of a zone: `Fri 2026-11-20 14:20`. */
  const wallWords = (at, zone) => utcWords(at + clock.offset(at, zone)).replace(" UTC", "");

  const marks = (one) => [...(one.assumed ? ["assumed"] : []), ...(one.binding ? [] : ["not binding"])];

  const summaryLines = (book, [one, ...met], zone, linkTo, nameOf) => {
    const local = zone === "UTC" ? "" : ` (${wallWords(one.due_at ?? 0, zone)} ${zone})`;
    const due = one.due_at === null ? "No figure" : `${utcWords(one.due_at)}${local}`;
    const sure = marks(one).length ? `  [${marks(one).join(", ")}]` : "";
    const said = [...dutyLines(book, one, met, linkTo(one), nameOf(one)), `${one.arithmetic}.`];
    return [`${due}  ${line(`${notify(book, one)}${sure}`)}`, ...said.map((text) => `    ${line(text)}`)];
  };

  /**
   * The moments given, every notice with its owner and how it was counted, what has no deadline and why. `linkTo` as for
   * the calendar; `nameOf` gives who has the owner's role, to stand behind it.
   */
  const summary = (book, facts, found, zone, now, linkTo, nameOf) => {
    const given = Object.entries(facts.stamps).map(([name, at]) => `${clock.spoken(book, name)}: ${utcWords(at)}`);
    const sent = Object.entries(facts.submissions).map(([of, at]) => `the report under ${of} sent: ${utcWords(at)}`);
    return [
      `Notification deadlines, counted ${utcWords(now - (now % 60_000))}, local times in ${zone}`,
      ...[...given, ...sent].map((text) => line(text)),
      "",
      ...fallingTogether(book, found.counted).flatMap((group) => summaryLines(book, group, zone, linkTo, nameOf)),
      ...found.notCounted.map((one) => line(`${notify(book, one)}: ${one.reason.replaceAll("_", " ")}: ${one.why}`)),
      "",
      "Each audience's earliest time binds. Check every clock of law with counsel.",
      "",
    ].join("\n");
  };

  // SHA-256 (FIPS 180-4): the browser's own is kept from pages that come without TLS or from a disk.

  const primes = [];
  for (let n = 2; primes.length < 64; n += 1) if (primes.every((prime) => n % prime)) primes.push(n);
  const fraction = (root) => ((root % 1) * 2 ** 32) | 0;
  const ROUNDS = primes.map((prime) => fraction(Math.cbrt(prime)));
  const FIRST = primes.slice(0, 8).map((prime) => fraction(Math.sqrt(prime)));
  const turned = (word, by) => (word >>> by) | (word << (32 - by));

  const block = (state, view, from) => {
    const w = Array.from({ length: 16 }, (_, n) => view.getInt32(from + 4 * n));
    for (let n = 16; n < 64; n += 1) {
      const small = turned(w[n - 15], 7) ^ turned(w[n - 15], 18) ^ (w[n - 15] >>> 3);
      const large = turned(w[n - 2], 17) ^ turned(w[n - 2], 19) ^ (w[n - 2] >>> 10);
      w.push((w[n - 16] + small + w[n - 7] + large) | 0);
    }
    let [a, b, c, d, e, f, g, h] = state;
    for (let n = 0; n < 64; n += 1) {
      const choice = (e & f) ^ (~e & g);
      const one = (h + (turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)) + choice + ROUNDS[n] + w[n]) | 0;
      const two = ((turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      [a, b, c, d, e, f, g, h] = [(one + two) | 0, a, b, c, (d + one) | 0, e, f, g];
    }
    return [a, b, c, d, e, f, g, h].map((word, n) => (word + state[n]) | 0);
  };

  const sha256 = (text) => {
    const bytes = octets.encode(text);
    const padded = new Uint8Array(Math.ceil((bytes.length + 9) / 64) * 64);
    padded.set(bytes);
    padded[bytes.length] = 0x80;
    const view = new DataView(padded.buffer);
    view.setUint32(padded.length - 4, bytes.length * 8);
    let state = FIRST;
    for (let from = 0; from < padded.length; from += 64) state = block(state, view, from);
    return state.map((word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
  };

  Object.assign(clock, { calendar, marks, summary, wallWords });
}
