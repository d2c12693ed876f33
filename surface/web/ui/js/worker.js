// The service worker keeps files whose name carries their hash, and nothing else: never a page, so no name,
// address or balance stays on a phone that is shared or sold.

const SHELF = "timebank-assets";
const PREFIX = "/assets/";

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(SHELF).then((shelf) => shelf.addAll(KEPT.map((name) => PREFIX + name))));
  self.skipWaiting();
});

self.addEventListener("activate", (event) => {
  event.waitUntil(tidy().then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  const ours = event.request.method === "GET" && url.origin === self.location.origin && url.pathname.startsWith(PREFIX);
  if (ours) event.respondWith(fromShelf(event.request));
});

async function fromShelf(request) {
  const shelf = await caches.open(SHELF);
  const kept = await shelf.match(request);
  if (kept) return kept;
  const fresh = await fetch(request);
  if (fresh.ok) shelf.put(request, fresh.clone());
  return fresh;
}

/** Drops files of earlier releases. */
async function tidy() {
  const shelf = await caches.open(SHELF);
  const current = new Set(KEPT.map((name) => PREFIX + name));
  for (const request of await shelf.keys()) {
    if (!current.has(new URL(request.url).pathname)) await shelf.delete(request);
  }
}
