// What was on main on a date: of the tables that are there without this script, it leaves the rows of the day that was chosen,
// of the documents that were named. Nothing that is typed leaves the browser but into the address, so that it can be sent.
"use strict";
for (const form of document.querySelectorAll("form[data-r-pick]")) {
  const sections = [...form.parentElement.querySelectorAll("[data-r-document]")];
  const told = form.querySelector("[role=status]");
  const { on, about } = form.elements;

  // The rows are newest first: the one of a date is the first that had begun, if it had not ended.
  const stoodOn = (rows, day) => {
    const found = rows.find((row) => row.dataset.rFirst <= day);
    return found && (!found.dataset.rLast || day <= found.dataset.rLast) ? found : undefined;
  };

  const words = () => about.value.toLowerCase().split(/\s+/).filter(Boolean);

  const show = () => {
    const day = on.value;
    const wanted = words();
    let documents = 0;
    let overdue = 0;
    let open = 0;
    for (const section of sections) {
      const rows = [...section.querySelectorAll("tr[data-r-first]")];
      const text = (section.dataset.rText ??= section.textContent.toLowerCase());
      const named = wanted.every((word) => text.includes(word));
      const stood = day ? stoodOn(rows, day) : undefined;
      for (const row of rows) {
        row.hidden = day !== "" && row !== stood;
      }
      section.hidden = !named || (day !== "" && !stood);
      if (!section.hidden) {
        documents += 1;
        overdue += stood && stood.dataset.rDue && day > stood.dataset.rDue ? 1 : 0;
        open += stood && !stood.dataset.rDue && stood.querySelector(".r-verdict-unapproved, .r-verdict-undecidable") ? 1 : 0;
      }
    }
    told.textContent = day || wanted.length ? sentence(day, documents, overdue, open) : "";
  };

  const sentence = (day, documents, overdue, open) => {
    const count = documents === 1 ? "1 document" : `${documents || "No"} documents`;
    const parts = [`${count}${day ? ` as of ${day}` : ""}`];
    if (overdue) {
      parts.push(`${overdue} with its review overdue that day`);
    }
    if (open) {
      parts.push(`${open} changed without an approval`);
    }
    return `${parts.join(", ")}.`;
  };

  const remember = () => {
    const address = new URL(location.href);
    for (const field of [on, about]) {
      if (field.value) {
        address.searchParams.set(field.name, field.value);
      } else {
        address.searchParams.delete(field.name);
      }
    }
    history.replaceState(history.state, "", address);
  };

  const asked = new URLSearchParams(location.search);
  on.value = asked.get("on") ?? "";
  about.value = asked.get("about") ?? "";
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", () => { show(); remember(); });
  form.addEventListener("reset", () => setTimeout(() => { on.value = about.value = ""; show(); remember(); }));
  form.hidden = false;
  show();
}
