// A page of many screens on a phone: its longest parts are cut after a few lines, with a button that shows the rest.
// Nothing is taken out: a reader aloud, a search within the page and paper have it whole.
{
  const PHONE = 600; // px, the widest window that is a phone's
  const SCREENS = 11.5; // as many a page may have
  const LEAST = { part: 0.6, section: 0.35 }; // screens of what is worth cutting
  const PARTS = ".r-table, section:not(.r-approval, .r-home, .r-start), pre, .r-lines, .r-drawing";
  const page = document.querySelector("article.md-content__inner");
  const screens = (px) => px / innerHeight;
  const tooLong = () => screens(document.documentElement.scrollHeight) > SCREENS;

  const open = (cut) => {
    cut.removeAttribute("data-r-cut");
    cut.nextElementSibling.remove();
  };

  /** Cut what stands between two elements; `name` says of what there is more. */
  const cut = (parts, name) => {
    const [box, more] = [document.createElement("div"), document.createElement("button")];
    parts[0].before(box, more);
    box.append(...parts);
    box.dataset.rCut = "";
    Object.assign(more, { type: "button", className: "r-uncut", textContent: name ? `Show all: ${name}` : "Show all" });
    more.addEventListener("click", () => open(box));
    // Whoever comes by a link, a key or a search to what is out of sight sees it.
    box.addEventListener("focusin", (event) => {
      if (event.target.getBoundingClientRect().bottom > box.getBoundingClientRect().bottom) open(box);
    });
  };

  const named = (part) => part.querySelector("caption, h2, h3, .r-group-head")?.textContent.replace(/[¶\s]+$/, "").trim();

  /** Sections but for the first, from the last one up; those with numbered steps come last. */
  const sections = () => {
    const heads = [...page.querySelectorAll(":scope > h2")].slice(1).reverse();
    const found = heads.map((head) => {
      const below = [];
      for (let next = head.nextElementSibling; next && next.tagName !== "H2"; next = next.nextElementSibling) below.push(next);
      return { below, name: head.textContent.replace(/¶$/, "").trim(), steps: below.some((one) => one.matches("ol")) };
    });
    const mayBeCut = found.filter(({ below }) => !below.some((one) => one.matches(".r-start"))); // it grows as one types
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
    if (!target?.closest("[data-r-cut]")) return;
    for (let box; (box = target.closest("[data-r-cut]")); ) open(box);
    target.scrollIntoView();
  };

  if (page && innerWidth <= PHONE && tooLong()) {
    const parts = [...page.children].filter((one) => one.matches(PARTS) && screens(one.offsetHeight) > LEAST.part);
    parts.sort((one, other) => other.offsetHeight - one.offsetHeight);
    for (const part of parts) if (tooLong()) cut([part], named(part));
    for (const { below, name } of sections()) {
      const height = below.reduce((sum, one) => sum + one.offsetHeight, 0);
      if (tooLong() && screens(height) > LEAST.section) cut(below, name);
    }
    show();
    addEventListener("hashchange", show);
    addEventListener("beforeprint", () => document.querySelectorAll("[data-r-cut]").forEach(open));
  }
}
