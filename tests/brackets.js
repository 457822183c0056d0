// Where a line of an article ends right after "(", or begins with ")": a piece of each.
() => {
  const found = [];
  const letters = [];
  const words = document.createTreeWalker(document.querySelector("article"), NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  for (let node; (node = words.nextNode()); ) {
    if (!node.parentElement.checkVisibility()) continue;
    for (let at = 0; at < node.data.length; at += 1) letters.push([node, at]);
  }
  const place = ([node, at]) => {
    range.setStart(node, at);
    range.setEnd(node, at + 1);
    return range.getBoundingClientRect();
  };
  const said = ([node, at]) => node.data[at];
  letters.forEach((letter, index) => {
    const [one, other] = { "(": [index, index + 1], ")": [index - 1, index] }[said(letter)] ?? [];
    if (one === undefined || !letters[one] || !letters[other]) return;
    const [before, after] = [place(letters[one]), place(letters[other])];
    if (before.width && after.width && after.top > before.bottom - 2) {
      found.push(letters.slice(Math.max(0, index - 20), index + 20).map(said).join(""));
    }
  });
  return found;
}
