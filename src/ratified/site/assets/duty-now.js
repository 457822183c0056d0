// Who has a role in hand at a moment: `ratified/policy/roster/on_call.py` and `current_holder.py`, in the browser. It asks for no page.
//
// A moment is milliseconds since 1970 (UTC), a duty day is days since 1970-01-01 and begins at its handover.
"use strict";
{
  const clock = globalThis.ratifiedClock;
  const { atWall, dayOf, dayText, localDay, utcDay } = clock;
  const [MINUTE, DAY] = [60_000, 86_400_000];

  /** When a duty day begins. */
  const handover = (rotation, day) => {
    const [hours, minutes] = rotation.handover.split(":").map(Number);
    return atWall(day * DAY + (hours * 60 + minutes) * MINUTE, rotation.zone).unchanged;
  };

  /** Who is on call on a duty day: `{primary, backup, turn, override}`; null where nobody is. */
  const dutyOn = (rotation, day) => {
    const text = dayText(day);
    const override = rotation.overrides.find(([from, until]) => from <= text && text <= until) ?? null;
    const inside = rotation.starts <= text && (rotation.until === null || text <= rotation.until);
    const turn = rotation.days && inside ? Math.floor((day - dayOf(rotation.starts)) / rotation.days) : null;
    const usual = turn === null ? null : rotation.pattern[turn % rotation.pattern.length];
    if (override) return { primary: override[2], backup: override[3] ?? usual?.[1] ?? null, turn, override };
    return usual && { primary: usual[0], backup: usual[1], turn, override: null };
  };

  /** The duty day that a moment falls into. Throws Uncountable for an unknown zone. */
  const dutyDay = (rotation, at) => {
    const day = localDay(at, rotation.zone);
    return at < handover(rotation, day) ? day - 1 : day;
  };

  const stretch = (duty) => {
    if (!duty?.override) return JSON.stringify(duty ? duty.turn : null);
    return JSON.stringify([duty.override[0], duty.primary, duty.backup]);
  };

  /** Who is on call at a moment, and when somebody else takes over; null where none of the days `ahead` says so. */
  const watchAt = (rotation, at, ahead) => {
    const first = dutyDay(rotation, at);
    const duty = dutyOn(rotation, first);
    for (let day = first + 1; day < first + ahead; day += 1) {
      if (stretch(dutyOn(rotation, day)) === stretch(duty)) continue;
      return { duty, until: handover(rotation, day) };
    }
    return { duty, until: null };
  };

  /** The ids of the active human holders of a role on a day, primary first. */
  const holdersOn = (book, role, day) => {
    const covers = (from, until) => from <= day && (until === null || day <= until);
    const here = (id) => book.people[id]?.human && covers(book.people[id].started, book.people[id].left);
    return role.holders.filter(([id, since, until]) => here(id) && covers(since, until)).map(([id]) => id);
  };

  /**
   * Who has a role, by the first of its rotations that says so: `{primary, deputies, until, override, zone}` by person id;
   * `until` and `zone` are null where no turn says.
   */
  const inHandAt = (book, role, at) => {
    clock.useZones(book.zones);
    for (const rotation of role.rotations) {
      const { duty, until } = watchAt(rotation, at, book.ahead);
      if (!duty) continue;
      const deputies = duty.backup ? [duty.backup] : [];
      return { primary: duty.primary, deputies, until, override: duty.override, zone: rotation.zone };
    }
    const [primary, ...deputies] = holdersOn(book, role, dayText(utcDay(at)));
    return { primary: primary ?? null, deputies, until: null, override: null, zone: null };
  };

  globalThis.ratifiedDuty = { dutyOn, inHandAt, watchAt };
}
