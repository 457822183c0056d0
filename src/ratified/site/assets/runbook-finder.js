// Which runbook: by the words of whoever looks and by what was ticked above, the fitting ones first and why.
"use strict";
{
  const TYPED = 3; // letters of the word being typed that count as its beginning
  const SAME_STEM = 5; // letters after which another ending is the same word
  const EMPTY = new Set(
    ("a all also am an and are as at be been but by ca can cannot could did do does for from get got had has have he her him his i if im in is it its just " +
      "me my no not now of on one or our out she so some somebody someone than that the their them they this to us was we " +
      "were while will with wo would you your").split(" "),
  );
  const WEIGHTS = { title: 3, said: 0.5, signals: 0.5, synonym: 3, phrase: 5 }; // where a word stands
  const BY_TICK = { tag: 9, led: 6, raised: 0.5, word: 1 }; // what a ticked criterion adds
  const ENOUGH = 0.75; // of the best score, to be called fitting
  const LEAST = 1.5; // a score that one word of a sign does not reach

  const wordsOf = (text) => {
    const plain = text.toLowerCase().replace(/n['’]t\b|['’]s?\b/g, "");
    const found = plain.match(/[\p{L}\p{N}]+/gu) ?? [];
    return [...new Set(found.filter((word) => !EMPTY.has(word)))];
  };

  /** A word without its ending: wire, wired and wires are one. */
  const stem = (word) => (word.length < 4 ? word : word.replace(/(?:ing|ed|es|s)$/, "").replace(/(?<=...)e$/, ""));

  const begins = (whole, part) => part.length >= SAME_STEM && whole.startsWith(part);

  const alike = (asked, word) =>
    stem(asked.word) === stem(word) ||
    begins(word, asked.word) ||
    begins(asked.word, word) ||
    (asked.unfinished && asked.word.length >= TYPED && word.startsWith(asked.word));

  const among = (asked, words) => words.some((word) => alike(asked, word));

  /** What a word counts for a runbook: most in a phrase of which every word was asked. */
  const weigh = (asked, { words, synonyms }, all) => {
    const wasAsked = (word) => [asked, ...all].some((one) => alike(one, word));
    const said = synonyms.filter((phrase) => among(asked, phrase) && phrase.every(wasAsked));
    const kinds = Object.keys(words).filter((kind) => among(asked, words[kind]));
    if (said.length) kinds.push(said.some((phrase) => phrase.length > 1) ? "phrase" : "synonym");
    return Math.max(0, ...kinds.map((kind) => WEIGHTS[kind]));
  };

  /** What the words are worth for each runbook. What all of them say tells nothing. */
  const worth = (runbooks, asked) => {
    const sums = runbooks.map(() => 0);
    for (const one of asked) {
      const whole = runbooks.map((runbook) => weigh(one, runbook, asked));
      const weights =
        !one.last || whole.some(Boolean) ? whole : runbooks.map((runbook) => weigh({ ...one, unfinished: true }, runbook, asked));
      const found = weights.filter(Boolean).length;
      const rarity = found ? Math.log((runbooks.length + 1) / found) : 0;
      weights.forEach((weight, at) => (sums[at] += weight * rarity));
    }
    return sums;
  };

  const scored = (runbooks, text, criteria) => {
    const typed = wordsOf(text);
    const words = typed.map((word, at) => ({ word, last: at === typed.length - 1 && /\S$/.test(text) }));
    const ticked = wordsOf(criteria.map(({ short }) => short).join(" ")).map((word) => ({ word, last: false }));
    const [byWords, byTicks] = [worth(runbooks, words), worth(runbooks, ticked)];
    return runbooks.map((one, at) => {
      const count = (test) => criteria.filter(test).length;
      const tags = count((criterion) => criterion.tags.some((tag) => one.tags.includes(tag)));
      const led = count(({ id }) => one.ledBy.includes(id));
      const raised = count(({ id }) => one.raisedBy.includes(id));
      const by = byWords[at] + BY_TICK.word * byTicks[at];
      const score = by ? by + BY_TICK.raised * raised : 0;
      return { ...one, score: score + BY_TICK.tag * tags + BY_TICK.led * led };
    });
  };

  /** The sign of a runbook that has most of the words; empty where none has one. */
  const sign = (one, asked) => {
    const words = wordsOf(asked).map((word) => ({ word, last: false }));
    const count = (text) => words.filter((word) => among(word, wordsOf(text))).length;
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
      const synonyms = (element.getAttribute("data-r-synonyms") ?? "").split(";").map(wordsOf).filter(({ length }) => length);
      const [title] = text("[data-r-title]");
      return { element, title, tags: given("tags"), ledBy: given("led-by"), raisedBy: given("raised-by"), signals, words, synonyms };
    });
    let criteria = globalThis.ratifiedCard?.criteria() ?? []; // somebody may have ticked before this script was here

    const find = () => {
      const found = scored(runbooks, field.value, criteria).sort((one, other) => other.score - one.score);
      const best = found[0]?.score ?? 0;
      const fitting = found.filter(({ score }) => score >= LEAST && score >= best * ENOUGH);
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
