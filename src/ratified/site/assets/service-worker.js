// Keeps the pages of an emergency for when the site does not answer. The build writes BUILD above this text.
//
// What is kept is of one build and named by its content. The network always comes first; a page that comes from the
// cache says of which build it is, on top of everything else it says.
"use strict";
const WAIT = 4000; // milliseconds after which a site that has not answered does not answer
const OURS = `ratified ${self.registration.scope} `; // several sites may share an origin
const CACHE = OURS + BUILD.name;

const addressOf = (path) => new URL(path, self.registration.scope).href;
const bare = (url) => url.replace(/[?#].*$/, "").replace(/index\.html$/, "");
const kept = new Set([...BUILD.pages.map(([path]) => path), ...BUILD.files].map(addressOf));
const alone = new Set(); // windows whose page came from the cache: what it loads must be of the same build

const keep = async (cache, url) => {
  const answer = await fetch(url, { cache: "reload" });
  if (!answer.ok || answer.redirected) throw new Error(`${url} was not answered as itself`); // a login page, perhaps
  await cache.put(url, answer);
};

const keepAll = async () => {
  const cache = await caches.open(CACHE);
  await Promise.all([...kept].map((url) => keep(cache, url)));
};

const forgetOthers = async () => {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(OURS) && name !== CACHE).map((name) => caches.delete(name)));
};

const late = () => new Promise((_, reject) => setTimeout(reject, WAIT, new Error("no answer in time")));

/** The site's own answer. Throws where it gives none in time, or one that says it is down. */
const live = async (request, url) => {
  const answer = await (kept.has(url) ? Promise.race([fetch(request), late()]) : fetch(request));
  if (answer.status >= 500 && kept.has(url)) throw new Error("the site is down");
  return answer;
};

const fromCache = async (url) => (await caches.open(CACHE)).match(url, { ignoreVary: true });

/** A kept page with the notice of which build it is, before anything else in it. */
const keptPage = async (url) => {
  const found = await fromCache(url);
  if (!found) return null;
  const headers = new Headers(found.headers);
  headers.delete("content-length");
  headers.delete("content-encoding");
  const text = await found.text();
  return new Response(text.replace(/<body[^>]*>/, (body) => body + BUILD.notice), { headers });
};

const nothing = () => {
  const links = BUILD.pages.map(([path, title]) => `<li><a href="${addressOf(path)}">${title}</a></li>`).join("");
  const sheets = BUILD.files.filter((path) => path.endsWith(".css"));
  const styles = sheets.map((path) => `<link rel="stylesheet" href="${addressOf(path)}">`).join("");
  const head = '<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">';
  const dark = '<script>if(matchMedia("(prefers-color-scheme: dark)").matches)document.body.dataset.mdColorScheme="slate"</script>';
  const text =
    `${head}<title>No answer</title>${styles}<body data-md-color-scheme="default">${dark}` +
    `<main class="md-main"><div class="md-main__inner md-grid"><article class="md-content md-content__inner md-typeset">` +
    `${BUILD.notice}<h1>The site does not answer, and this page is not kept</h1>` +
    `<p>These pages are, and the search finds what is on them:</p><ul>${links}</ul></article></div></main>`;
  return new Response(text, { status: 503, headers: { "content-type": "text/html; charset=utf-8" } });
};

const page = async (event, url) => {
  try {
    // asked anew: what the browser still holds of an earlier visit is the site's answer of then
    return await live(kept.has(url) ? new Request(event.request, { cache: "no-cache" }) : event.request, url);
  } catch {
    alone.add(event.resultingClientId);
    return (await keptPage(url)) ?? nothing();
  }
};

const file = async (event, url) => {
  if (alone.has(event.clientId)) {
    const found = await fromCache(url);
    if (found) return found;
  }
  try {
    return await live(event.request, url);
  } catch {
    return (await fromCache(url)) ?? Response.error();
  }
};

self.addEventListener("install", (event) => event.waitUntil(keepAll().then(() => self.skipWaiting())));
self.addEventListener("activate", (event) => event.waitUntil(forgetOthers().then(() => self.clients.claim())));
self.addEventListener("fetch", (event) => {
  const url = bare(event.request.url);
  if (event.request.method !== "GET" || !url.startsWith(self.registration.scope)) return;
  if (event.request.mode === "navigate") event.respondWith(page(event, url));
  else if (kept.has(url)) event.respondWith(file(event, url));
});
