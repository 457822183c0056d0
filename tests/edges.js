// Where what an article is made of begins at the left, in px, each with a few that begin there.
() => {
  const found = {};
  for (const part of document.querySelector("article").children) {
    const [style, box] = [getComputedStyle(part), part.getBoundingClientRect()];
    if (!part.checkVisibility() || style.position === "fixed" || style.float !== "none") continue;
    if (box.width < 2 || box.height < 2) continue;
    const names = (found[Math.round(box.left)] ??= []);
    if (names.length < 5) names.push(`${part.tagName.toLowerCase()}.${part.className}`);
  }
  return found;
}
