// Which runbook: by the words of whoever looks and by what was ticked above, the fitting ones first and why.
"use strict";
{
  const SHORTEST = 3; // letters of a word that counts
  const SAME_STEM = 5; // letters after which another ending is the same word
  const EMPTY = new Set(["all", "and", "are", "but", "can", "for", "from", "has", "have", "not", "one", "our", "than", "that", "the", "they", "this", "was", "with"]);
  const WEIGHTS = { title: 3, said: 2, signals: 1 }; // where a word stands
  const BY_TICK = { tag: 9, raised: 0.5, word: 1 }; // what a ticked criterion adds
  const ENOUGH = 0.6; // of the best score, to be called fitting

  const wordsOf = (text) => {
    const found = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
    return [...new Set(found.filter((word) => word.length >= SHORTEST && !EMPTY.has(word)))];
  };

  const alike = (asked, word) => word.startsWith(asked) || (word.length >= SAME_STEM && asked.startsWith(word));

  /** How rare a word is among the runbooks: what all of them say tells nothing. */
  const rarity = (word, runbooks) => {
    const found = runbooks.filter(({ words }) => Object.values(words).flat().some((one) => alike(word, one))).length;
    return found ? Math.log((runbooks.length + 1) / found) : 0;
  };

  const weigh = (word, { words }) =>
    Math.max(0, ...Object.entries(WEIGHTS).map(([part, weight]) => (words[part].some((one) => alike(word, one)) ? weight : 0)));

  const scored = (runbooks, asked, criteria) => {
    const typed = wordsOf(asked).map((word) => [word, 1]);
    const ticked = wordsOf(criteria.map(({ short }) => short).join(" ")).map((word) => [word, BY_TICK.word]);
    const words = [...typed, ...ticked].map(([word, part]) => [word, part * rarity(word, runbooks)]);
    return runbooks.map((one) => {
      const tags = criteria.filter((criterion) => criterion.tags.some((tag) => one.tags.includes(tag)));
      const raised = criteria.filter(({ id }) => one.raisedBy.includes(id));
      const by = words.reduce((sum, [word, worth]) => sum + worth * weigh(word, one), 0);
      const score = by ? by + BY_TICK.raised * raised.length : 0;
      return { ...one, score: score + BY_TICK.tag * tags.length };
    });
  };

  /** The sign of a runbook that has most of the words; empty where none has one. */
  const sign = (one, asked) => {
    const words = wordsOf(asked);
    const count = (text) => wordsOf(text).filter((word) => words.some((found) => alike(found, word))).length;
    const best = one.signals.reduce((found, text) => (count(text) > count(found) ? text : found), "");
    return best && `Use when: ${best}`;
  };

  const start = (finder) => {
    const list = finder.querySelector("[data-r-runbooks]");
    const [field, said] = [finder.querySelector("[data-r-seen]"), finder.querySelector("[data-r-found]")];
    const runbooks = [...list.children].map((element) => {
      const text = (selector) => [...element.querySelectorAll(selector)].map((one) => one.textContent.trim());
      const given = (name) => (element.getAttribute(`data-r-${name}`) ?? "").split(" ").filter(Boolean);
      const signals = text("[data-r-sign]");
      const words = {
        title: wordsOf([...text("[data-r-title]"), ...given("tags")].join(" ")),
        said: wordsOf(element.getAttribute("data-r-said-of") ?? ""),
        signals: wordsOf(signals.join(" ")),
      };
      return { element, title: text("[data-r-title]")[0], tags: given("tags"), raisedBy: given("raised-by"), signals, words };
    });
    let criteria = globalThis.ratifiedCard?.criteria() ?? []; // somebody may have ticked before this script was here

    const find = () => {
      const found = scored(runbooks, field.value, criteria).sort((one, other) => other.score - one.score);
      const best = found[0]?.score ?? 0;
      const fitting = found.filter(({ score }) => best && score >= best * ENOUGH);
      list.replaceChildren(...found.map(({ element }) => element));
      for (const one of found) {
        const fits = fitting.includes(one);
        one.element.toggleAttribute("data-r-fits", fits);
        one.element.querySelector("[data-r-why]").textContent = fits ? sign(one, field.value) : "";
      }
      const titles = fitting.map(({ title }) => title).join("; ");
      const asked = field.value.trim() || criteria.length;
      said.textContent = titles ? `Fits: ${titles}.` : asked ? "No runbook has these words: look through the list." : "";
    };

    for (const part of finder.querySelectorAll("[data-r-finding]")) part.hidden = false;
    field.addEventListener("input", find);
    document.addEventListener("ratified:severity", (event) => {
      criteria = event.detail.criteria;
      find();
    });
    if (criteria.length) find();
  };

  for (const finder of document.querySelectorAll("[data-r-finder]")) start(finder);
}
