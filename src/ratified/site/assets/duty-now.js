// Who has a role in hand at a moment: `ratified/policy/roster/duty_hours.py`, `on_call.py` and `current_holder.py`, in the
// browser. It asks for no page.
//
// A moment is milliseconds since 1970 (UTC), a duty day is days since 1970-01-01 and begins at its handover. A time on the
// wall is milliseconds as if the wall's clock were UTC and were never changed.
"use strict";
{
  const clock = globalThis.ratifiedClock;
  const { atWall, dayOf, dayText, localDay, offset, utcDay, weekday } = clock;
  const [MINUTE, DAY] = [60_000, 86_400_000];
  const MOST_TURNS_REPEATED = 3;

  const minuteOf = (text) => {
    const [hours, minutes] = text.split(":").map(Number);
    return hours * 60 + minutes;
  };

  const onWall = (wall, zone) => atWall(wall, zone).unchanged;

  /** When a duty day begins. */
  const handover = (rotation, day) => onWall(day * DAY + minuteOf(rotation.handover) * MINUTE, rotation.zone);

  /** The duty day that a moment falls into. Throws Uncountable for an unknown zone. */
  const dutyDay = (rotation, at) => {
    const day = localDay(at, rotation.zone);
    return at < handover(rotation, day) ? day - 1 : day;
  };

  const startOf = (rotation) => dayOf(rotation.starts) * DAY + minuteOf(rotation.handover) * MINUTE;

  /** The number of the shift, from 0, that a moment falls into; null before the first, or where none can be counted. */
  const turnAt = (rotation, at) => {
    if (!rotation.minutes) return null;
    const [start, length] = [startOf(rotation), rotation.minutes * MINUTE];
    const wall = Math.floor((at + offset(at, rotation.zone)) / MINUTE) * MINUTE;
    let turn = Math.floor((wall - start) / length) + MOST_TURNS_REPEATED;
    while (turn >= 0 && at < onWall(start + turn * length, rotation.zone)) turn -= 1;
    return turn >= 0 ? turn : null;
  };

  /** Whether a moment lies in hours that begin on one of some days, both included. */
  const inside = (hours, zone, at, first = -Infinity, last = Infinity) => {
    const today = localDay(at, zone);
    return hours.some(({ from, minutes, days }) =>
      [today - 1, today].some((day) => {
        if (!days.includes(weekday(day)) || day < first || day > last) return false;
        const start = day * DAY + from * MINUTE;
        return onWall(start, zone) <= at && at < onWall(start + minutes * MINUTE, zone);
      }),
    );
  };

  /** Who is on call at a moment: `{primary, backup, turn, override}`; null where nobody is. */
  const dutyAt = (rotation, at) => {
    const text = dayText(dutyDay(rotation, at));
    if (rotation.hours.length && !inside(rotation.hours, rotation.zone, at)) return null;
    const holds = ([from, until, , , , hours]) =>
      hours.length
        ? inside(hours, rotation.zone, at, dayOf(from), dayOf(until))
        : from <= text && text <= until;
    const override = rotation.overrides.find(holds) ?? null;
    const runs = rotation.starts <= text && (rotation.until === null || text <= rotation.until);
    const turn = runs ? turnAt(rotation, at) : null;
    const usual = turn === null ? null : rotation.pattern[turn % rotation.pattern.length];
    if (override) return { primary: override[2], backup: override[3] ?? usual?.[1] ?? null, turn, override };
    return usual && { primary: usual[0], backup: usual[1], turn, override: null };
  };

  const mark = (duty) => {
    if (!duty?.override) return JSON.stringify(duty ? duty.turn : null);
    return JSON.stringify([duty.override[0], duty.override[5], duty.primary, duty.backup]);
  };

  /** The moments between two, in order, at which somebody else may come on duty: handovers, and ends of hours. */
  const edges = function* (rotation, after, before) {
    const every = [...rotation.hours, ...rotation.overrides.flatMap((one) => one[5])];
    const ends = every.flatMap(({ from, minutes }) => [from * MINUTE, ((from + minutes) * MINUTE) % DAY]);
    const times = [minuteOf(rotation.handover) * MINUTE, ...ends];
    const length = (rotation.minutes ?? 0) * MINUTE;
    const last = localDay(before, rotation.zone) + 1;
    for (let day = localDay(after, rotation.zone) - 1; day <= last; day += 1) {
      const walls = times.map((time) => day * DAY + time);
      if (length % DAY) {
        const first = (((startOf(rotation) - day * DAY) % length) + length) % length;
        for (let wall = first; wall < DAY; wall += length) walls.push(day * DAY + wall);
      }
      const found = new Set(walls.map((wall) => onWall(wall, rotation.zone)));
      yield* [...found].filter((at) => after < at && at < before).sort((a, b) => a - b);
    }
  };

  /** Who is on call at a moment, and when somebody else takes over; null where none of the days `ahead` says so. */
  const watchAt = (rotation, at, ahead) => {
    const duty = dutyAt(rotation, at);
    const end = handover(rotation, dutyDay(rotation, at) + ahead);
    for (const edge of edges(rotation, at, end)) {
      if (mark(dutyAt(rotation, edge)) !== mark(duty)) return { duty, until: edge };
    }
    return { duty, until: null };
  };

  /** The ids of the active human holders of a role on a day, primary first. */
  const holdersOn = (book, role, day) => {
    const covers = (from, until) => from <= day && (until === null || day <= until);
    const here = (id) => book.people[id]?.human && covers(book.people[id].started, book.people[id].left);
    return role.holders.filter(([id, since, until]) => here(id) && covers(since, until)).map(([id]) => id);
  };

  /** Whether somebody is meant to be on call: a rotation has begun, not all are over, and all can be counted. */
  const takesTurns = ({ rotations }, at) => {
    const days = rotations.map((one) => [one, dayText(dutyDay(one, at))]);
    const begun = days.some(([one, day]) => one.starts <= day);
    return begun && rotations.every(({ minutes }) => minutes) && days.some(([one, day]) => one.until === null || day <= one.until);
  };

  const counted = new WeakMap(); // a role stands in many lists of a page, and is counted once a moment

  const inHandAt = (book, role, at) => {
    if (counted.get(role)?.at !== at) counted.set(role, { at, found: countInHand(book, role, at) });
    return counted.get(role).found;
  };

  /**
   * Who has a role, by all of its rotations on duty in the order of the file: `{people, deputies, until, overrides, zone}`,
   * people by id; `until` is when that changes first and `zone` that of the rotation which does, null where no turn says.
   * `uncovered`: turns are taken, and nobody is on call; then the first holder stands there, to be asked instead.
   */
  const countInHand = (book, role, at) => {
    clock.useZones(book.zones);
    const watches = role.rotations.map((one) => ({ ...watchAt(one, at, book.ahead), zone: one.zone }));
    const ends = watches.filter((one) => one.until !== null).sort((a, b) => a.until - b.until);
    const { until, zone } = ends[0] ?? { until: null, zone: null };
    const duties = watches.map(({ duty }) => duty).filter(Boolean);
    if (!duties.length) {
      const [primary, ...deputies] = holdersOn(book, role, dayText(utcDay(at)));
      return { people: primary ? [primary] : [], deputies, until, overrides: [], zone, uncovered: takesTurns(role, at) };
    }
    const people = [...new Set(duties.map(({ primary }) => primary))];
    const backups = [...new Set(duties.map(({ backup }) => backup).filter(Boolean))];
    const overrides = duties.map(({ override }) => override).filter(Boolean);
    return { people, deputies: backups.filter((id) => !people.includes(id)), until, overrides, zone, uncovered: false };
  };

  /**
   * Who is asked in which order when a role is silent, each once: `ratified/policy/roster/ladder.py`. `roles` are
   * `[id, after, backup]`, waits in words; gives `{role, person, after, deputy}`, a person of "" being a firm.
   */
  const askedAt = (book, roles, at, silent) => {
    const day = dayText(utcDay(at));
    const held = (id) => inHandAt(book, book.roles[id], at);
    const first = silent && roles.length ? book.roles[roles[0][0]] : null;
    const asked = new Set(first?.holders ? held(roles[0][0]).people : []);
    const found = [];
    let waits = null;
    for (const [id, after, backup] of roles) {
      waits ??= after;
      const before = found.length;
      const role = book.roles[id];
      if (role?.firm && day <= role.until) found.push({ role: id, person: "", after: waits, deputy: false });
      if (role?.holders) {
        const { people, deputies } = held(id);
        let wait = waits;
        for (const person of new Set([...people, ...deputies, ...holdersOn(book, role, day)])) {
          if (asked.has(person)) continue;
          asked.add(person);
          found.push({ role: id, person, after: wait, deputy: !people.includes(person) });
          wait = people.includes(person) ? backup : null;
        }
      }
      if (found.length > before) waits = null;
    }
    return found;
  };

  globalThis.ratifiedDuty = { askedAt, dutyAt, inHandAt, watchAt };
}
