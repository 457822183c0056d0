// The theme's own script, for search and colours, waits until the page is painted; on Start here for a first sign of
// life or six seconds. It fetches the search index, which would hold up what is read.
{
  const asleep = document.querySelector("script[data-r-later]");
  const signs = ["pointerdown", "pointermove", "keydown", "focusin", "wheel", "touchstart"];
  const colours = matchMedia("(prefers-color-scheme: dark)");

  let awake = false;
  const wake = (event) => {
    if (awake) return;
    awake = true;
    for (const sign of signs) removeEventListener(sign, wake, { capture: true });
    colours.removeEventListener("change", wake);
    clearTimeout(timer);
    const script = document.createElement("script");
    script.src = asleep.src;
    script.onload = () => {
      document.dispatchEvent(new Event("DOMContentLoaded")); // the theme waits for it, and it is over
      // a key that opens the search is heard though it was what woke the script
      if (event?.type === "keydown") dispatchEvent(new KeyboardEvent("keydown", event));
    };
    document.body.append(script);
  };

  /** What the script would show when it wakes is there from the start: nothing moves under a finger. */
  const show = () => {
    document.documentElement.classList.replace("no-js", "js");
    const chosen = document.querySelector("[data-md-component='palette'] input:checked");
    const label = (chosen ?? document.querySelector("[data-md-component='palette'] input"))?.nextElementSibling;
    if (label) label.hidden = false;
  };

  const painted = () => requestAnimationFrame(() => setTimeout(wake));
  const timer = asleep && setTimeout(wake, asleep.dataset.rLater === "asked" ? 6000 : 1000);
  if (asleep) {
    show();
    if (asleep.dataset.rLater !== "asked") painted();
    for (const sign of signs) addEventListener(sign, wake, { capture: true, passive: true });
    colours.addEventListener("change", wake);
    if (location.search) wake();
  }
}
