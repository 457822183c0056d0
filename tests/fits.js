// What somebody cannot read of the page as it stands: run in the page, it gives sentences, none if all is well.
(smallest) => {
  const said = new Set();
  const wide = document.documentElement.clientWidth;
  const name = (element) => {
    const classes = [...element.classList].slice(0, 2).map((one) => `.${one}`).join("");
    return `${element.localName}${element.id ? `#${element.id}` : classes}`;
  };
  const quoted = (text) => `"${text.replace(/\s+/g, " ").trim().slice(0, 40)}"`;
  const hides = (style) => ["hidden", "clip"].includes(style.overflowX);
  const scrolls = (style) => ["auto", "scroll"].includes(style.overflowX);

  if (document.documentElement.scrollWidth > wide) {
    said.add(`the page is ${document.documentElement.scrollWidth} px wide at ${wide} px`);
  }

  // Text: large enough, and inside everything that would cut it off.
  const lines = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    const element = text.parentElement;
    if (!text.data.trim() || !element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
    if (element.closest("script, style, noscript, option, svg [aria-hidden]")) continue;
    if (element.closest(".md-header__topic")) continue; // the title of the page once more, shortened as room is
    const range = document.createRange();
    range.selectNodeContents(text);
    const boxes = [...range.getClientRects()].filter((box) => box.width > 1 && box.height > 1);
    if (!boxes.length) continue;
    const scale = element.ownerSVGElement ? element.getScreenCTM().a : 1;
    const size = parseFloat(getComputedStyle(element).fontSize) * scale;
    const inside = [];
    let kept = true; // for the ears only, or out of the way until it is called
    let held = false; // inside a box that scrolls
    for (let one = element; one && one !== document.body; one = one.parentElement) {
      const style = getComputedStyle(one);
      const box = one.getBoundingClientRect();
      if (style.clipPath !== "none" || (hides(style) && (box.width <= 1 || box.height <= 1))) kept = false;
      if (style.position === "fixed" && (box.right <= 0 || box.left >= wide || box.bottom <= 0)) kept = false;
      if (scrolls(style) && one.scrollWidth > one.clientWidth) held = true;
      if (hides(style) && !held && !(one instanceof SVGElement)) inside.push([one, box]);
    }
    if (!kept) continue;
    const least = element.ownerSVGElement ? smallest - 1 : smallest; // a picture has its words beside it
    if (size < least - 0.05) said.add(`${quoted(text.data)} in ${name(element)} is ${size.toFixed(1)} px small`);
    for (const box of boxes) {
      if (!held && (box.right > wide + 1 || box.left < -1)) said.add(`${quoted(text.data)} in ${name(element)} leaves the page`);
      for (const [one, edge] of inside) {
        if (box.right > edge.right + 1 && box.left < edge.right) {
          said.add(`${quoted(text.data)} in ${name(element)} is cut off by ${name(one)}`);
        }
      }
      if (!element.closest(".md-sidebar")) lines.push({ text, element, left: box.left, right: box.right, top: box.top + box.height * 0.3, bottom: box.bottom - box.height * 0.3 });
    }
  }

  // Lines of text on one another, but for what is pinned to the window and lies over the page.
  const pinned = (element) => {
    for (let one = element; one; one = one.parentElement) {
      if (["fixed", "sticky"].includes(getComputedStyle(one).position)) return true;
    }
    return false;
  };
  lines.sort((one, other) => one.top - other.top);
  lines.forEach((one, i) => {
    for (let j = i + 1; j < lines.length && lines[j].top < one.bottom; j += 1) {
      const other = lines[j];
      const across = Math.min(one.right, other.right) - Math.max(one.left, other.left);
      if (one.text === other.text || across < 3 || pinned(one.element) !== pinned(other.element)) continue;
      said.add(`${quoted(one.text.data)} in ${name(one.element)} lies on ${quoted(other.text.data)} in ${name(other.element)}`);
    }
  });

  // What scrolls sideways: a thing that the keyboard reaches, and that says what it is.
  for (const element of document.querySelectorAll(".md-content *, .md-main")) {
    if (element.scrollWidth <= element.clientWidth + 1 || !element.clientWidth || !scrolls(getComputedStyle(element))) continue;
    if (element.matches("textarea, input, select")) continue;
    if (element.tabIndex < 0) said.add(`${name(element)} scrolls sideways and the keyboard does not reach it`);
    if (!element.ariaLabel && !element.getAttribute("aria-labelledby")) said.add(`${name(element)} scrolls sideways without a name`);
  }

  // The way to Start here.
  const alarm = document.querySelector(".md-header .r-alarm").getBoundingClientRect();
  if (alarm.left < 0 || alarm.right > wide + 0.5 || alarm.top < 0 || alarm.height < 24) said.add("Start here is not in the header");
  return [...said];
}
