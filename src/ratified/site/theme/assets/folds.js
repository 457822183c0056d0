// A page of many screens on a phone: its longest parts are cut after a few lines, with a button that shows the rest.
// Nothing is taken out: a reader aloud, a search within the page and paper have it whole.
{
  const PHONE = 600; // px, the widest window that is a phone's
  const SCREENS = 11.5; // as many a page may have
  const LEFT = 330; // px that a cut part and its button keep, about (`[data-r-cut]` in the stylesheet)
  const LEAST = { part: 0.6, section: 0.35 }; // screens of what is worth cutting
  const PARTS = ".r-table:not(.r-charge), section:not(.r-approval, .r-home, .r-start), pre, .r-lines, .r-drawing";
  const page = document.querySelector("article.md-content__inner");
  const screens = (px) => px / innerHeight;

  const CLOSED = "[data-r-cut], [data-r-brief]";

  const open = (box) => {
    delete box.dataset.rCut;
    delete box.dataset.rBrief;
    box.nextElementSibling.remove();
  };

  /** A button behind a box that is closed; one tap opens it. */
  const opener = (box, words) => {
    const more = document.createElement("button");
    Object.assign(more, { type: "button", className: "r-uncut", textContent: words });
    more.addEventListener("click", () => open(box));
    box.after(more);
  };

  /** Who is in charge: everybody's name and number; deputies and other channels at one tap. */
  const shorten = (table) => {
    table.dataset.rBrief = "";
    opener(table, "Show deputies and all channels");
  };

  /** Cut what stands between two elements; `name` says of what there is more. */
  const cut = (parts, name) => {
    const box = document.createElement("div");
    parts[0].before(box);
    box.append(...parts);
    box.dataset.rCut = "";
    opener(box, name ? `Show all: ${name}` : "Show all");
    // Whoever comes by a link, a key or a search to what is out of sight sees it.
    box.addEventListener("focusin", (event) => {
      if (event.target.getBoundingClientRect().bottom > box.getBoundingClientRect().bottom) open(box);
    });
  };

  const named = (part) => part.querySelector("caption, h2, h3, .r-group-head")?.textContent.replace(/[¶\s]+$/, "").trim();

  /** What stands under a heading. */
  const under = (head) => {
    const below = [];
    for (let next = head.nextElementSibling; next && next.tagName !== "H2"; next = next.nextElementSibling) below.push(next);
    return below;
  };

  /** Sections but for the first, from the last one up; those with numbered steps come last. What is cut stays as it is,
   * whatever the height of the window, so that there is an end to it. */
  const sections = () => {
    const heads = [...page.querySelectorAll(":scope > h2")].slice(1).reverse();
    const found = heads.map((head) => ({ head, below: under(head), steps: under(head).some((one) => one.matches("ol")) }));
    const mayBeCut = found.filter(
      ({ below }) => !below.some((one) => one.matches(".r-start")) && // it grows as one types
        !below.every((one) => one.matches("[data-r-cut], .r-uncut")),
    );
    return [...mayBeCut.filter(({ steps }) => !steps), ...mayBeCut.filter(({ steps }) => steps)];
  };

  const decoded = (id) => {
    try {
      return decodeURIComponent(id);
    } catch {
      return id; // a stray percent sign
    }
  };

  const show = () => {
    const target = document.getElementById(decoded(location.hash.slice(1)));
    if (!target?.closest(CLOSED)) return;
    for (let box; (box = target.closest(CLOSED)); ) open(box);
    target.scrollIntoView();
  };

  /** What to cut of the page as it stands. Heights are asked for before anything is cut: each answer after a change has
   * the browser lay out the page once more. */
  const planned = () => {
    let height = document.documentElement.scrollHeight;
    const heights = new Map([...page.children].map((one) => [one, one.offsetHeight]));
    const [plan, done] = [[], new Set()];
    const heightOf = (some) => some.reduce((sum, one) => sum + (done.has(one) ? LEFT : heights.get(one)), 0);
    const take = (some, least, act) => {
      if (screens(height) <= SCREENS || screens(heightOf(some)) <= least || some.every((one) => done.has(one))) return;
      height -= heightOf(some) - LEFT;
      some.forEach((one) => done.add(one));
      plan.push(act);
    };
    const parts = [...heights.keys()].filter((one) => one.matches(PARTS));
    parts.sort((one, other) => heights.get(other) - heights.get(one));
    for (const part of parts) take([part], LEAST.part, () => cut([part], named(part)));
    for (const { head, below } of sections()) {
      take(below, LEAST.section, () => cut(under(head), head.textContent.replace(/¶$/, "").trim()));
    }
    return plan;
  };

  if (page && innerWidth <= PHONE) {
    page.querySelectorAll(":scope > .r-charge").forEach(shorten);
    for (let plan = planned(); plan.length; plan = planned()) for (const act of plan) act();
    show();
    addEventListener("hashchange", show);
    addEventListener("beforeprint", () => document.querySelectorAll(CLOSED).forEach(open));
  }
}
