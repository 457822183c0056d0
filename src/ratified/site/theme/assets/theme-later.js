// The theme's own script, for search and colours, waits for a first sign of life or six seconds: it fetches and reads
// the search index, which would hold up what is read.
{
  const asleep = document.querySelector("script[data-r-later]");
  const signs = ["pointerdown", "pointermove", "keydown", "focusin", "wheel", "touchstart"];
  const search = document.getElementById("__search");
  const words = document.querySelector(".md-search__input");
  const here = new AbortController(); // what is listened for only until the theme listens itself
  const { signal } = here;

  let awake = false;
  const wake = () => {
    if (awake) return;
    awake = true;
    const script = document.createElement("script");
    script.src = asleep.src;
    script.nonce = asleep.nonce; // the page's policy lets in what has its number
    script.onload = () => {
      document.dispatchEvent(new Event("DOMContentLoaded")); // the theme waits for it, and it is over
      here.abort();
    };
    document.body.append(script);
  };

  /** The theme's keys for search work from the start, so that what is typed after them is not lost. */
  const open = (event) => {
    if (!["/", "f", "s"].includes(event.key) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest?.("input, select, textarea")) return;
    event.preventDefault();
    words.focus();
  };
  /** A print shows what is folded, as the theme lets it. */
  const unfold = () => {
    const folded = document.querySelectorAll(".md-content details:not([open])");
    for (const part of folded) part.open = true;
    addEventListener("afterprint", () => { for (const part of folded) part.open = false; }, { once: true });
  };
  const listen = () => {
    for (const sign of signs) addEventListener(sign, wake, { capture: true, passive: true, signal });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", wake, { signal });
    addEventListener("beforeprint", unfold, { signal });
    if (!words) return;
    addEventListener("keydown", open, { signal });
    words.addEventListener("focus", () => search.checked || search.click(), { signal });
    search.addEventListener("change", () => search.checked && words.focus(), { signal });
  };

  /** The list of pages is where the script would put it (the header sees to the rest itself); in a drawer that is shut
   * there is nothing to measure. */
  const show = () => {
    if (!matchMedia("(min-width: 76.25em)").matches) return;
    const list = document.querySelector(".md-sidebar--primary .md-sidebar__scrollwrap");
    const page = list?.querySelector(".md-nav__link--active[href]");
    if (page?.clientHeight) list.scrollTop = page.offsetTop - list.offsetTop - list.clientHeight / 2;
  };

  if (location.protocol === "file:" && words) { // what searches is a worker, which a browser starts from no file
    words.placeholder = "Search needs the site on a server";
    words.setAttribute("aria-label", words.placeholder);
    words.disabled = true;
  }
  if (asleep) {
    show();
    listen();
    setTimeout(wake, 6000);
    if (location.search) wake();
  }
}
