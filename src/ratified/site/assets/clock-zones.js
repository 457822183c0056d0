// Which clock on the wall a moment was read from: any time zone, this device's, the offices' and UTC first.
"use strict";
{
  const clock = globalThis.ratifiedClock;
  const { atWall, offset, refused, utcWords } = clock;
  const MINUTE = 60_000;

  /** Names that people say at night, in winter and in summer, with a zone that keeps that time. */
  const SAID = [
    ["CET / CEST", "Europe/Brussels"],
    ["GMT / BST", "Europe/London"],
    ["WET / WEST", "Europe/Lisbon"],
    ["EET / EEST", "Europe/Athens"],
    ["ET, EST / EDT", "America/New_York"],
    ["CT, CST / CDT", "America/Chicago"],
    ["MT, MST / MDT", "America/Denver"],
    ["PT, PST / PDT", "America/Los_Angeles"],
    ["IST", "Asia/Kolkata"],
    ["SGT", "Asia/Singapore"],
    ["JST", "Asia/Tokyo"],
    ["AET, AEST / AEDT", "Australia/Sydney"],
  ];

  const here = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

  const known = (zone) => {
    try {
      offset(0, zone);
      return true;
    } catch {
      return false;
    }
  };

  /** Every zone of the browser: to count in each, to see that it can, takes a fifth of a second. */
  const every = () => {
    try {
      return Intl.supportedValuesOf("timeZone").filter((zone) => !refused(zone));
    } catch {
      return []; // an older browser: what is said and the offices are there
    }
  };

  /** Fill a select with zones. Every value stands in it at least once; the first is this device's. */
  const offer = (select, offices) => {
    const group = (label, rows) => {
      const made = document.createElement("optgroup");
      made.label = label;
      made.append(...rows.map(([words, zone]) => new Option(words, zone)));
      select.append(made);
    };
    const device = here();
    const others = [...new Set([...offices, "UTC"])].filter((zone) => zone !== device);
    const words = (zone) => (offices.includes(zone) ? `${zone}, our office` : zone);
    const first = [[`${device}, this device`, device], ...others.map((zone) => [words(zone), zone])];
    group("First", first.filter(([, zone]) => known(zone)));
    group("As people say it", SAID.filter(([, zone]) => known(zone)).map(([said, zone]) => [`${said}: ${zone}`, zone]));
    group("Every time zone", every().map((zone) => [zone, zone]));
  };

  /** How far a zone is from UTC at a moment: `UTC+02:00`. */
  const offsetWords = (at, zone) => {
    const minutes = Math.round(offset(at, zone) / MINUTE);
    const two = (number) => String(number).padStart(2, "0");
    return `UTC${minutes < 0 ? "-" : "+"}${two(Math.floor(Math.abs(minutes) / 60))}:${two(Math.abs(minutes) % 60)}`;
  };

  /**
   * The moment that a text of an input says on the clocks of a zone: null for no whole time; `at` null with `why` where
   * the clocks change and it is not one moment. `turn` says which of two was meant, 0 or 1.
   */
  const momentOf = (text, zone, turn) => {
    const wall = Date.parse(`${text}Z`);
    if (Number.isNaN(wall) || text.length > 19 || text < "1900") return null;
    const { at, last, twice, skipped } = atWall(wall, zone);
    const said = `${utcWords(wall).replace(" UTC", "")} in ${zone}`;
    if (skipped) {
      return { at: null, why: `${said} does not exist: the clocks went forward over it. Check the time, or enter it in UTC.` };
    }
    if (!twice) return { at };
    const turns = [at, last].map((found, n) => `the ${n ? "second" : "first"}, ${offsetWords(found, zone)}`);
    const why = `${said} came twice: the clocks went back. Which one was it?`;
    return { at: turn === 0 ? at : turn === 1 ? last : null, why, turns };
  };

  Object.assign(clock, { here, momentOf, offerZones: offer });
}
