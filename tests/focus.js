// What the Tab key goes through. Watching begins before anything has the focus; what was met is told at the end.
(() => {
  const LOOKS = ["outlineStyle", "outlineWidth", "outlineColor", "boxShadow", "backgroundColor", "borderTopColor", "color", "textDecorationStyle", "textDecorationLine"];
  const name = (element) => {
    const text = (element.ariaLabel || element.textContent || element.name || "").replace(/\s+/g, " ").trim().slice(0, 40);
    return `${element.localName}${element.id ? `#${element.id}` : [...element.classList].map((one) => `.${one}`).join("")} "${text}"`;
  };
  const look = (element) => {
    const style = getComputedStyle(element);
    return LOOKS.map((one) => (one.startsWith("outline") && style.outlineStyle === "none" ? "" : style[one])).join(" ");
  };
  // where the focus shows: on the thing itself, or on what stands for it
  const shown = (element) => [element, element.parentElement, ...(element.labels ?? []), element.nextElementSibling].filter(Boolean);
  const seen = (element) => visible(element) || (element.matches("input") && element.nextElementSibling && visible(element.nextElementSibling));
  const visible = (element) => {
    const box = element.getClientRects()[0] ?? new DOMRect();
    if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) || box.width < 2 || box.height < 2) return false;
    const x = Math.min(Math.max(box.left + Math.min(box.width, 300) / 2, 0), innerWidth - 1);
    const y = Math.min(Math.max(box.top + Math.min(box.height, 100) / 2, 0), innerHeight - 1);
    return box.right > 0 && box.left < innerWidth && box.bottom > 0 && box.top < innerHeight && document.elementsFromPoint(x, y).includes(element);
  };
  const SORTS = "a[href], button, input, select, textarea, summary, [tabindex], iframe, area[href], [contenteditable]";

  globalThis.ratifiedFocus = {
    met: [],
    wrong: new Set(),
    /** Remember how everything looks without the focus; how many stops there are at most. */
    watch(whole) {
      const all = [...document.querySelectorAll(SORTS)].filter((one) => one.tabIndex >= 0 && !one.disabled);
      const skip = document.querySelector(".md-skip");
      const first = document.getElementById(decodeURIComponent(skip?.hash.slice(1) ?? ""));
      if (!first) this.wrong.add("the link to the content leads nowhere");
      const within = whole || !first ? all : all.filter((one) => first.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING);
      this.wanted = within.filter((one) => one.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && one.getClientRects().length);
      this.before = new Map(all.map((one) => [one, shown(one).map(look).join("|")]));
      // as it is when the next key comes: by then everything has moved that moves
      document.addEventListener("keydown", () => this.meet(document.activeElement), true);
      return this.wanted.length;
    },
    meet(element) {
      if (element === document.body) return;
      this.met.push(element);
      // the field of the search comes into view a moment after the focus: a test of its own waits for it
      if (!seen(element) && !element.matches(".md-search__input")) this.wrong.add(`the focus goes to ${name(element)}, which nobody sees`);
      const before = this.before.get(element);
      if (before && shown(element).map(look).join("|") === before) this.wrong.add(`the focus does not show on ${name(element)}`);
    },
    /** Whether the focus came to the last of what it must come to. */
    done() {
      return !this.wanted.length || [...this.met, document.activeElement].includes(this.wanted.at(-1));
    },
    /** Everything that is wrong with the way that was gone, as far as that was. */
    told() {
      this.meet(document.activeElement);
      const met = new Set(this.met);
      const last = Math.max(...this.wanted.map((one, i) => (met.has(one) ? i : -1)));
      if (last < 0 && this.wanted.length) this.wrong.add("the focus comes to nothing");
      for (const one of this.wanted.slice(0, last)) if (!met.has(one)) this.wrong.add(`the focus never comes to ${name(one)}`);
      const places = this.met.filter((one, i) => this.met.indexOf(one) === i);
      places.forEach((one, i) => {
        const next = places[i + 1];
        if (next && !(one.compareDocumentPosition(next) & Node.DOCUMENT_POSITION_FOLLOWING)) {
          this.wrong.add(`after ${name(one)} the focus goes back to ${name(next)}`);
        }
      });
      return [...this.wrong];
    },
  };
})();
