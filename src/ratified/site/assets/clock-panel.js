// The panel that counts notification deadlines. What is entered never leaves the browser, and is kept for the visit
// alone; without this script the panel stays hidden.
"use strict";
{
  const clock = globalThis.ratifiedClock;
  const { calendar, cards, countdown, dayText, deadlines, dutyOf, here, holderOf, make, momentOf, offerZones } = clock;
  const { ready, summary, utcDay, utcWords, wallWords, without } = clock;
  const [SECOND, MINUTE] = [1000, 60_000];

  /** What the rest of the card says, a line each: the level and who is in charge. Nothing where that is not picked. */
  const ofTheCard = () => globalThis.ratifiedCard?.lines() ?? [];

  const audiencesOf = (limit) => {
    if (limit.windows) return limit.windows.map((window) => window.term.audience);
    const terms = Array.isArray(limit.terms) ? limit.terms : Object.values(limit.terms).flat();
    return [...terms, ...(limit.own ? [limit.own] : [])].map((term) => term.audience).filter(Boolean);
  };

  /** What is ticked, and our commitments to the audiences that it concerns; nothing ticked asks for everything. */
  const chosen = (book, boxes) => {
    const ids = boxes.filter((box) => box.checked).flatMap((box) => box.getAttribute("data-r-limits").split(" "));
    if (!ids.length) return [];
    const audiences = (limits) => new Set(limits.flatMap(audiencesOf));
    const theirs = audiences(book.limits.filter((limit) => ids.includes(limit.id)));
    const anybodys = audiences(book.limits.filter((limit) => limit.kind !== "commitment"));
    const promised = book.limits.filter((limit) => {
      const [audience] = limit.kind === "commitment" ? audiencesOf(limit) : [];
      return audience && (theirs.has(audience) || !anybodys.has(audience));
    });
    return [...ids, ...promised.map((limit) => limit.id)];
  };

  const said = (number, boxes) => {
    if (number === null) return "Enter when we became aware, or another moment, and every duty to notify is listed here.";
    const counted = `${number} ${number === 1 ? "duty" : "duties"} to notify, the strictest first.`;
    const left = boxes.filter((box) => !box.checked).length;
    if (left === boxes.length) return `${counted} Nothing is ticked, so everything in scope is listed.`;
    return left ? `${counted} What is not ticked is named below them.` : counted;
  };

  /** What nobody ticked, by name, so that it is not forgotten in silence; nothing where all or none is ticked. */
  const leftOut = (boxes) => {
    const left = boxes.filter((box) => !box.checked);
    const titles = left.map((box) => box.labels[0].querySelector("span").firstChild.textContent);
    return left.length && left.length < boxes.length ? `Not ticked, so not listed: ${titles.join(", ")}.` : "";
  };

  /** Where the site tells of a duty; nothing on a page from a disk, whose address is nobody else's. */
  const linkTo = (book) => (one) => {
    const { href } = dutyOf(book, one);
    return href && location.protocol.startsWith("http") ? new URL(href, document.baseURI).href : "";
  };

  const nameOf = (book) => (one) => {
    const { owner } = dutyOf(book, one);
    return owner ? `, ${holderOf(owner)}` : "";
  };

  const start = (panel) => {
    const one = (name) => panel.querySelector(`[data-r-${name}]`);
    const all = (name) => [...panel.querySelectorAll(`[data-r-${name}]`)];
    const book = ready(JSON.parse(one("data").textContent));
    const [aware, list, boxes] = [panel.querySelector('[data-r-stamp="awareness"]'), one("list"), all("limits")];
    const inputs = [...all("stamp"), ...all("report")];
    const visit = globalThis.ratifiedVisit("deadlines");
    const turns = new Map(); // of a time that came twice: which one was meant
    const exact = new Map(); // taken from the clock by a button: the same moment in any zone
    let counted = null;

    const zone = () => one("zone").value;
    const momentIn = (input) => momentOf(input.value, zone(), turns.get(input) ?? null);

    /** Under the input, what keeps its time from being one moment, and the two to choose from. */
    const ask = (input, found) => {
      const why = found?.why ?? "";
      const unsure = why && found.at === null;
      if (unsure) input.setAttribute("aria-invalid", "true");
      else input.removeAttribute("aria-invalid");
      let asked = input.parentElement.querySelector("[data-r-ask]");
      if (asked && asked.getAttribute("data-r-ask") !== why) {
        asked.remove();
        asked = null;
      }
      if (why && !asked) {
        asked = question(input, why, found.turns ?? []);
        input.parentElement.append(asked);
      }
      asked?.querySelectorAll("input").forEach((radio, turn) => {
        radio.checked = turns.get(input) === turn;
      });
    };

    const question = (input, why, words) => {
      const made = make("fieldset", "", "r-start-ask");
      made.setAttribute("data-r-ask", why);
      made.append(make("legend", why));
      for (const [turn, text] of words.entries()) {
        const [label, radio] = [make("label"), make("input")];
        Object.assign(radio, { type: "radio", name: `${input.id}-turn` });
        radio.addEventListener("input", () => turns.set(input, turn)); // before the panel hears of it, and counts
        label.append(radio, ` ${text}`);
        made.append(label);
      }
      return made;
    };

    const read = () => {
      const found = inputs.map((input) => [input, momentIn(input)]);
      for (const [input, moment] of found) ask(input, moment);
      return found.filter(([, moment]) => moment);
    };

    const warning = ([input, { at, why }]) => {
      const name = input.labels[0].textContent;
      if (at === null) return `${name} is not counted. ${why}`;
      return at > Date.now() ? `${name}: that is still to come.` : "";
    };

    const facts = (found) => {
      const of = (kind) => {
        const rows = found.filter(([input, { at }]) => at !== null && input.hasAttribute(`data-r-${kind}`));
        return Object.fromEntries(rows.map(([input, { at }]) => [input.getAttribute(`data-r-${kind}`), at]));
      };
      const people = /^\d{1,9}$/.test(one("people").value) ? Number(one("people").value) : undefined;
      return { stamps: of("stamp"), submissions: of("report"), counts: {}, people, delays: {} };
    };

    /** The moment of awareness once more, in UTC and on this device's clock, to see that the zone is the right one. */
    const echo = () => {
      const at = momentIn(aware)?.at ?? null;
      const others = [...new Set([here(), "UTC"])].filter((name) => name !== zone());
      const words = others.map((name) => (name === "UTC" ? utcWords(at ?? 0) : `${wallWords(at ?? 0, name)} on this device`));
      one("echo").textContent = at === null || !words.length ? "" : `That is ${words.join(", ")}.`;
    };

    const count = () => {
      const found = read();
      const known = facts(found);
      const given = Object.keys(known.stamps).length + Object.keys(known.submissions).length > 0;
      const due = given ? deadlines(book, known, chosen(book, boxes)) : null;
      counted = due && { facts: known, found: due };
      const made = due ? cards(book, due.counted, zone()) : [];
      list.replaceChildren(...made);
      one("without").replaceChildren(...(due ? without(book, due.notCounted) : []));
      one("said").textContent = [said(due ? made.length : null, boxes), ...found.map(warning).filter(Boolean)].join(" ");
      one("left").textContent = due ? leftOut(boxes) : "";
      one("calendar").disabled = !due?.counted.some((deadline) => deadline.due_at !== null);
      one("copy").disabled = !due?.counted.length && !ofTheCard().length;
      one("copied").hidden = true;
      echo();
      tick();
    };

    const tick = () => {
      for (const timer of list.querySelectorAll("[data-r-due]")) {
        const due = Number(timer.getAttribute("data-r-due"));
        const words = countdown(due, Date.now());
        if (timer.textContent !== words) timer.textContent = words;
        timer.classList.toggle("r-late", due < Date.now());
      }
    };

    const entered = () => ({
      zone: zone(),
      moments: Object.fromEntries(inputs.map((input) => [input.id, [input.value, turns.get(input) ?? null, exact.get(input) ?? null]])),
      ticked: boxes.filter((box) => box.checked).map((box) => box.getAttribute("data-r-limits")),
      people: one("people").value,
    });

    const kept = (answer) => {
      one("visit").textContent = answer
        ? "Kept in this tab until you close it, through Back, reload and lock. Never sent."
        : "This browser keeps nothing: what you enter lasts as long as this page. Never sent.";
    };

    const put = (input, at) => {
      input.value = wallWords(at, zone()).slice(4, 20).replace(" ", "T");
      exact.set(input, at);
      turns.delete(input);
    };

    const keep = () => kept(visit.keep(entered()));

    /** Fill in what was entered before in this visit; nothing is trusted to be as it was written. */
    const fill = (before) => {
      const zones = [...one("zone").options].map((option) => option.value);
      one("zone").value = zones.includes(before?.zone) ? before.zone : here();
      for (const input of inputs) {
        const [value, turn, at] = Array.isArray(before?.moments?.[input.id]) ? before.moments[input.id] : ["", null, null];
        input.value = typeof value === "string" ? value : "";
        turns.delete(input);
        exact.delete(input);
        if (turn === 0 || turn === 1) turns.set(input, turn);
        if (Number.isFinite(at)) exact.set(input, at);
      }
      const ticked = Array.isArray(before?.ticked) ? before.ticked : [];
      for (const box of boxes) box.checked = ticked.includes(box.getAttribute("data-r-limits"));
      one("people").value = typeof before?.people === "string" ? before.people : "";
      const used = [...boxes.filter((box) => box.checked), ...[...inputs, one("people")].filter((input) => input.value)];
      for (const found of used) found.closest("details")?.setAttribute("open", ""); // nothing entered is out of sight
      count();
    };

    const changed = (event) => {
      if (event.target === one("zone")) {
        turns.clear();
        for (const [input, at] of exact) put(input, at);
      } else if (inputs.includes(event.target)) {
        exact.delete(event.target);
        turns.delete(event.target);
      }
      count();
      keep();
    };

    const copy = async () => {
      const text = counted ? summary(book, counted.facts, counted.found, zone(), Date.now(), linkTo(book), nameOf(book)) : "";
      const card = ofTheCard();
      const whole = [...(card.length ? [...card, ""] : []), ...(text ? [text] : [])].join("\n");
      try {
        await navigator.clipboard.writeText(whole);
        one("said").textContent = "Summary copied.";
      } catch {
        const box = one("copied").querySelector("textarea");
        one("copied").hidden = false;
        box.value = whole;
        box.focus();
        box.select();
        one("said").textContent = "This browser does not let a page copy: copy the text yourself, it is selected.";
      }
    };

    const save = () => {
      const text = calendar(book, counted.found.counted, utcDay(Date.now()), counted.facts, linkTo(book));
      const link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob([text], { type: "text/calendar" }));
      link.download = `deadlines-${dayText(utcDay(Date.now()))}.ics`;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), MINUTE);
    };

    offerZones(one("zone"), book.offices ?? []);
    one("now").addEventListener("click", () => {
      put(aware, Math.floor(Date.now() / MINUTE) * MINUTE);
      count();
      keep();
    });
    for (const button of all("same")) {
      button.addEventListener("click", () => {
        const input = button.parentElement.querySelector("input");
        input.value = aware.value;
        for (const map of [turns, exact]) {
          if (map.has(aware)) map.set(input, map.get(aware));
          else map.delete(input);
        }
        count();
        keep();
      });
    }
    one("clear").addEventListener("click", () => {
      fill(null);
      kept(visit.keep(null));
      one("said").textContent = "Cleared.";
      aware.focus();
    });
    one("copy").addEventListener("click", copy);
    one("calendar").addEventListener("click", save);
    panel.addEventListener("input", changed);
    document.addEventListener("ratified:severity", count);
    document.addEventListener("visibilitychange", tick); // a phone that was locked lets no second pass
    addEventListener("pageshow", (event) => event.persisted && fill(visit.read()));
    setInterval(tick, SECOND);
    panel.hidden = false;
    const before = visit.read();
    fill(before);
    kept(visit.keep(before));
  };

  for (const panel of document.querySelectorAll("[data-r-start]")) clock.next(() => start(panel));
}
