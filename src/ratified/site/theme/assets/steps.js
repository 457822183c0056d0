// The steps of a runbook, to tick off. What was ticked and when stays in this browser, until somebody clears it, and can
// be copied as lines of an incident's timeline. A step that was reworded since is another step.
{
  const card = document.querySelector(".r-card");
  const title = document.querySelector(".md-content h1");
  const steps = card ? [...document.querySelectorAll(".md-content article > ol > li, .md-content__inner > ol > li")] : [];
  const key = `ratified steps ${location.pathname}`;
  const zero = (number) => String(number).padStart(2, "0");

  const stamp = (at) => {
    const west = at.getTimezoneOffset();
    const offset = `${west > 0 ? "-" : "+"}${zero(Math.floor(Math.abs(west) / 60))}:${zero(Math.abs(west) % 60)}`;
    const day = `${at.getFullYear()}-${zero(at.getMonth() + 1)}-${zero(at.getDate())}`;
    return `${day}T${zero(at.getHours())}:${zero(at.getMinutes())}${offset}`;
  };

  const read = () => {
    try {
      const found = JSON.parse(localStorage.getItem(key) ?? "{}");
      return found && typeof found === "object" ? found : {};
    } catch {
      return {};
    }
  };

  const keep = (ticked) => {
    try {
      if (Object.keys(ticked).length) localStorage.setItem(key, JSON.stringify(ticked));
      else localStorage.removeItem(key);
      return true;
    } catch {
      return false; // private windows may keep nothing: then the ticks last as long as the page
    }
  };

  const make = (name, properties = {}, ...inside) => {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...inside);
    return element;
  };

  const phase = (step) => {
    let before = step.parentElement;
    while (before && before.tagName !== "H2") before = before.previousElementSibling;
    return before ? before.childNodes[0].textContent.trim() : "";
  };

  /** Every step by what it says: with its phase, its number there, its box and the moment it was ticked. */
  const described = () => {
    const numbers = new Map();
    return steps.map((step) => {
      const text = step.textContent.replace(/\s+/g, " ").trim();
      const under = phase(step);
      const number = (numbers.get(under) ?? 0) + 1;
      numbers.set(under, number);
      return { step, text, under, number, id: `${under} | ${text}` };
    });
  };

  const line = (one, at) => {
    const said = `${title.childNodes[0].textContent.trim()}, ${one.under} ${one.number}: ${one.text}`;
    return `    - {at: ${at}, by: <who did it>, kind: act, text: ${JSON.stringify(said)}}`;
  };

  const start = () => {
    let ticked = read();
    const known = described();
    const said = make("p", { className: "r-steps-said" });
    said.setAttribute("role", "status");
    const text = make("textarea", { rows: 8, readOnly: true });
    const shown = make("label", { hidden: true }, "Copy these lines under response, timeline ", text);
    const copy = make("button", { type: "button" }, "Copy for the record");
    const clear = make("button", { type: "button" }, "Clear the ticks");
    const bar = make("div", { className: "r-steps" }, said, make("p", {}, copy, " ", clear), shown);
    bar.setAttribute("data-search-exclude", "");

    const tell = (also = "") => {
      const done = known.filter((one) => ticked[one.id]).length;
      const words = done ? `${done} of ${known.length} steps ticked.` : `${known.length} steps to tick off as they are done.`;
      said.textContent = `${words} ${also || "Ticks stay in this browser."}`;
      copy.disabled = clear.disabled = !done;
      shown.hidden = true;
    };

    const show = (one) => {
      const at = ticked[one.id];
      one.box.checked = Boolean(at);
      one.step.toggleAttribute("data-r-done", Boolean(at));
      one.when.textContent = at ? at.slice(11, 16) : "";
      one.when.dateTime = at ?? "";
    };

    for (const one of known) {
      one.box = make("input", { type: "checkbox", className: "r-step-box" });
      one.box.setAttribute("aria-label", `Done: ${one.under}, step ${one.number}`);
      one.when = make("time", { className: "r-step-when" });
      const first = one.step.firstElementChild?.tagName === "P" ? one.step.firstElementChild : one.step;
      first.prepend(one.box);
      first.append(" ", one.when);
      one.box.addEventListener("change", () => {
        ticked = read();
        if (one.box.checked) ticked[one.id] = stamp(new Date());
        else delete ticked[one.id];
        const kept = keep(ticked);
        show(one);
        tell(kept ? "" : "This browser keeps nothing: copy them before you leave the page.");
      });
      show(one);
    }

    copy.addEventListener("click", async () => {
      const done = known.filter((one) => ticked[one.id]);
      done.sort((one, other) => Date.parse(ticked[one.id]) - Date.parse(ticked[other.id]));
      text.value = done.map((one) => line(one, ticked[one.id])).join("\n");
      try {
        await navigator.clipboard.writeText(text.value);
        tell("Copied: paste it under response, timeline of the incident, and say who did each.");
      } catch {
        shown.hidden = false;
        text.focus();
        text.select();
      }
    });

    clear.addEventListener("click", () => {
      if (clear.dataset.rSure === undefined) {
        clear.dataset.rSure = "";
        clear.textContent = "Clear them all: press again";
        setTimeout(() => calm(), 5000);
        return;
      }
      ticked = {};
      keep(ticked);
      known.forEach(show);
      calm();
      tell("Cleared.");
    });
    const calm = () => {
      delete clear.dataset.rSure;
      clear.textContent = "Clear the ticks";
    };

    addEventListener("storage", (event) => {
      if (event.key !== key && event.key !== null) return;
      ticked = read();
      known.forEach(show);
      tell();
    });
    card.after(bar);
    tell();
  };

  if (steps.length && title) start();

  // A turn that is over: whoever had it is not on call any more, and the page was built before that.
  const today = new Date().toISOString().slice(0, 10);
  for (const role of document.querySelectorAll("[data-r-turn]")) {
    if (today > role.dataset.rTurn) {
      delete role.dataset.rHolder;
      role.dataset.rOver = "";
    }
  }
}
