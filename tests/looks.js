// Marks one element of each look: what is read is styled by the names of its element and of those round it, so that one
// of each is enough to judge the colours of all. Run in the page, it gives how many it marked.
(within) => {
  const seen = new Set();
  const name = (element) => `${element.localName}.${[...element.classList].sort().join(".")}`;
  const root = document.querySelector(within);
  const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    const element = text.parentElement;
    if (!text.data.trim() || element.closest("script, style, noscript")) continue;
    const style = getComputedStyle(element);
    const way = [style.color, style.fontSize, style.fontWeight, style.textDecorationLine];
    for (let one = element; one && one !== root; one = one.parentElement) {
      way.push(name(one), getComputedStyle(one).backgroundColor);
    }
    const look = way.join(" ");
    if (seen.has(look)) continue;
    seen.add(look);
    element.setAttribute("data-test-look", "");
  }
  return seen.size;
}
