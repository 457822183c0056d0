// Lets the browser keep Start here, the runbooks and the people for when the site does not answer.
"use strict";
{
  const worker = new URL("../service-worker.js", document.currentScript.src);
  if (navigator.serviceWorker && worker.origin === location.origin) {
    // A browser that may not keep anything, or a site served for writing, which has no worker: the page works without.
    const begin = () => navigator.serviceWorker.register(worker, { updateViaCache: "none" }).catch(() => {});
    if (document.readyState === "complete") begin();
    else addEventListener("load", begin);

    // Whoever reads a page that is kept is told so, once it is.
    const here = location.href.replace(/[?#].*$/, "");
    const tell = async () => {
      const foot = document.querySelector(".md-copyright");
      if (foot && (await caches.match(here, { ignoreVary: true }))) {
        foot.append(Object.assign(document.createElement("div"), {
          className: "r-copy",
          textContent: "This browser keeps a copy of this page for when the site does not answer.",
        }));
      }
    };
    navigator.serviceWorker.ready.then(tell).catch(() => {});
  }

  // On a page that came from the cache no verdict stands without its day, whatever is on the screen.
  const kept = document.querySelector("[data-r-kept]");
  if (kept) {
    const mark = () => {
      for (const verdict of document.querySelectorAll("[data-r-until]")) {
        if (!("rOver" in verdict.dataset)) verdict.append(` on ${kept.dataset.rKept}`);
      }
    };
    if (document.readyState === "loading") addEventListener("DOMContentLoaded", mark);
    else mark();
  }
}
