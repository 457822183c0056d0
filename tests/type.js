// The sizes of all text that is shown, in px, each with the first few elements that have it.
() => {
  const found = {};
  const add = (size, element, part = "") => {
    const name = `${element.tagName.toLowerCase()}${[...element.classList].map((one) => `.${one}`).join("")}${part}`;
    const key = Math.round(size * 100) / 100;
    (found[key] ??= new Map()).set(name, (found[key].get(name) ?? 0) + 1);
  };
  const shown = (element) => {
    if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return false;
    const box = element.getBoundingClientRect();
    return box.width > 1 && box.height > 1; // what only a reader aloud meets is one pixel
  };
  const size = (element) => parseFloat(getComputedStyle(element).fontSize);
  const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node; (node = words.nextNode()); ) {
    const element = node.parentElement;
    if (!node.data.trim() || element.closest("script, style, noscript, template, title, desc") || !shown(element)) continue;
    const picture = element.ownerSVGElement;
    const scale = picture ? picture.getBoundingClientRect().width / (picture.viewBox.baseVal?.width || picture.getBoundingClientRect().width) : 1;
    add(size(element) * (scale || 1), element);
  }
  for (const element of document.querySelectorAll("input:not([type=checkbox], [type=radio], [type=hidden]), select, textarea")) {
    if (shown(element)) add(size(element), element);
  }
  for (const element of document.body.querySelectorAll("*")) {
    for (const part of ["::before", "::after"]) {
      const style = getComputedStyle(element, part);
      const content = style.content;
      if (/^(none|normal|"\s*"|""\s.*)$/.test(content) || style.display === "none" || !shown(element)) continue;
      if (content.startsWith('"') && content.replace(/^"|"( \/ ".*")?$/g, "").trim() && parseFloat(style.opacity) > 0) add(parseFloat(style.fontSize), element, part);
    }
  }
  return Object.fromEntries(Object.entries(found).map(([key, names]) => [key, [...names].sort((a, b) => b[1] - a[1]).slice(0, 6).map(([name, count]) => `${name} ${count}`)]));
}
