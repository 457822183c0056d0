// A button at each criterion that copies its row of evidence: as text, and with its links for a program that takes them.
"use strict";
{
  const flat = (text) => text.replace(/\s+/g, " ").trim();

  /** What is copied of a part of the page: folds by their summary alone, and links that lead there from anywhere. */
  const clean = (part) => {
    const copy = part.cloneNode(true);
    copy.querySelectorAll(".r-copy, .headerlink").forEach((one) => one.remove());
    copy.querySelectorAll("details").forEach((one) => one.replaceWith(one.querySelector("summary").textContent));
    part.querySelectorAll("a[href]").forEach((link) => {
      const same = [...copy.querySelectorAll("a[href]")].filter((one) => one.getAttribute("href") === link.getAttribute("href"));
      same.forEach((one) => one.setAttribute("href", link.href));
    });
    copy.querySelectorAll("li, p, .r-small").forEach((one) => one.append("\n"));
    return copy;
  };

  const lines = (part) => part.textContent.split("\n").map(flat).filter(Boolean);

  const row = (section) => {
    const list = section.querySelector(".r-assess-parts");
    const [head, intent] = [section.querySelector("h2"), section.querySelector("p")].map(clean);
    const parts = [...list.children].map((part) => {
      const [name, ...rest] = [...part.children].map(clean);
      return [flat(name.textContent), rest.flatMap(lines), rest.map((one) => one.innerHTML).join("")];
    });
    const from = `${document.title}, ${document.querySelector(".r-assess .r-note").textContent.trim()}`;
    const address = `${location.href.split("#")[0]}#${section.getAttribute("aria-labelledby")}`;
    const title = flat(head.textContent);
    return {
      text: [title, flat(intent.textContent), ...parts.map(([name, said]) => `${name}:\n${said.map((line) => `  ${line}`).join("\n")}`), from, address].join("\n"),
      html: `<table><tr><th colspan="2">${head.innerHTML}<br>${intent.innerHTML}</th></tr>${parts
        .map(([name, , markup]) => `<tr><th>${name}</th><td>${markup}</td></tr>`)
        .join("")}<tr><td colspan="2"><a href="${encodeURI(address)}">${head.innerHTML}</a></td></tr></table>`,
    };
  };

  const copy = async (section, said) => {
    const { text, html } = row(section);
    const as = (kind, content) => [kind, new Blob([content], { type: kind })];
    try {
      await navigator.clipboard.write([new ClipboardItem(Object.fromEntries([as("text/plain", text), as("text/html", html)]))]);
      said.textContent = "Copied.";
    } catch {
      getSelection().selectAllChildren(section.querySelector(".r-assess-parts"));
      said.textContent = "This browser does not let a page copy: copy it yourself, it is selected.";
    }
  };

  for (const section of document.querySelectorAll(".r-assess:has(.r-assess-parts)")) {
    const [box, button, said] = ["p", "button", "span"].map((name) => document.createElement(name));
    box.className = "r-copy";
    Object.assign(button, { type: "button", textContent: "Copy for the workpaper" });
    button.setAttribute("aria-describedby", section.getAttribute("aria-labelledby"));
    said.setAttribute("role", "status");
    box.append(button, " ", said);
    button.addEventListener("click", () => copy(section, said));
    section.querySelector(".r-assess-parts").after(box);
  }
}
