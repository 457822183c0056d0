// What deadlines ask for: `ratified/policy/notices/duties.py`, `ratified/clock/together.py` and
// `ratified/output/duty_texts.py`, in the browser. The words of each duty come from the page's data
// (`ratified/views/clocks/duty_data.py`).
"use strict";
{
  const clock = globalThis.ratifiedClock;
  const CONTRACTS = ["contract", "dpa", "baa", "policy"];

  /** The duty behind a deadline, or behind a time limit without one. */
  const dutyOf = (book, one) => {
    const unknown = { to: one.recipient ?? one.to, law: one.clock, owner: null, how: null, template: null };
    return book.duties?.[one.clock] ?? { ...unknown, href: "", legal: false, says: null };
  };

  const whom = (book, one) => {
    const duty = dutyOf(book, one);
    return `${duty.to} (${duty.law})`;
  };

  /** What is to be done: `Notify DPC Ireland (GDPR Art. 33(1))`. */
  const notify = (book, one) => `Notify ${whom(book, one)}`;

  const toNobodyInParticular = (one) => one.kind === "commitment" && one.recipient === null;

  const notice = (one) => {
    if (one.due_at === null) return JSON.stringify([one.clock, one.to]);
    const party = CONTRACTS.includes(one.kind) ? one.to : "";
    return JSON.stringify([one.audience, one.due_at, one.recipient || one.to, party]);
  };

  /** Deadlines in groups that one notice meets, the strictest first, each led by the one that binds most. */
  const fallingTogether = (book, deadlines) => {
    const ordered = clock.strictestFirst(book, deadlines);
    const groups = new Map();
    for (const one of ordered.filter((found) => !toNobodyInParticular(found))) {
      groups.set(notice(one), [...(groups.get(notice(one)) ?? []), one]);
    }
    const led = new Map([...groups.values()].map((group) => [group[0], group]));
    for (const one of ordered.filter(toNobodyInParticular)) {
      const same = (first) => first.due_at === one.due_at && first.audience === one.audience;
      const met = [...groups.values()].filter(([first]) => first.due_at !== null && first.binding && same(first));
      for (const group of met) group.push(one);
      if (!met.length) led.set(one, [one]);
    }
    return ordered.filter((one) => led.has(one)).map((one) => led.get(one));
  };

  /** Who sees to a duty, how and by which text, a line each; then what the same notice meets, and the link. */
  const dutyLines = (book, one, met, link, name = "") => {
    const { owner, how, template } = dutyOf(book, one);
    return [
      `Owner: ${owner ? `${owner.title}${name}` : "nobody is named"}`,
      ...(how ? [`How: ${how}`] : []),
      ...(template ? [`Template: ${template.title} (${template.path})`] : []),
      ...met.map((other) => `The same notice meets: ${dutyOf(book, other).law} (${other.clock})`),
      ...(link ? [`Link: ${link}`] : []),
    ];
  };

  Object.assign(clock, { dutyLines, dutyOf, fallingTogether, notify, whom });
}
