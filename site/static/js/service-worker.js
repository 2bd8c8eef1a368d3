/**
 * Keeps the site's frame and the pages of the reader's own list for reading without a connection.
 * `self.KEPT` says what there is to keep; see pages/offline/views.py.
 *
 * Pages always come from the network while there is one. Of pages only those are kept that the
 * reader's list asks for; nothing of the admin, the API or a form is ever touched.
 */

const { version, core, ofLists, offline, lists } = self.KEPT;
const PREFIX = "seutukartta-";
const SHELL = `${PREFIX}shell-${version}`;
const PAGES = `${PREFIX}pages-${version}`;
const FILES = new Set([...core, ...ofLists]);
const LANGUAGE = new RegExp(`^/(${Object.keys(offline).join("|")})/`);

/** A name with the hash of its content stands for the same content for ever. */
const LASTING = /\.[0-9a-f]{12}\.\w+$/;

/** Pages kept at most, fetched at a time, and milliseconds after which one is fetched again. */
const MOST = 120;
const AT_ONCE = 4;
const DAY = 24 * 60 * 60 * 1000;

const ANY = { ignoreVary: true };

/** When the copies were saved that pages were answered with, by client. */
const copies = new Map();

let keeping = Promise.resolve();

async function addMissing(files) {
  const cache = await caches.open(SHELL);
  const missing = [];
  for (const file of files) {
    if (!(await cache.match(file, ANY))) missing.push(file);
  }
  await cache.addAll(
    missing.map((file) => new Request(file, { cache: LASTING.test(file) ? "default" : "no-cache" })),
  );
}

/** Whether anybody may see the page: nothing of one reader's own, no form, no way elsewhere. */
function isKeepable(response) {
  const { headers, ok, redirected, type } = response;
  const isPage = (headers.get("Content-Type") ?? "").startsWith("text/html");
  const isClosed = /no-store|private/.test(headers.get("Cache-Control") ?? "");
  return ok && !redirected && type === "basic" && isPage && !isClosed;
}

/** Fetch a page and keep it; false where that has to be tried again. */
async function savePage(cache, address) {
  try {
    const response = await fetch(address, { cache: "no-cache", credentials: "omit" });
    if (isKeepable(response)) await cache.put(address, response);
    else if (response.status < 500) await cache.delete(address, ANY);
    return response.status < 500;
  } catch {
    // An older copy stays of use.
    return Boolean(await cache.match(address, ANY));
  }
}

/** Whether a copy is missing or has to be fetched again; without a date it counts as old. */
function isOld(copy) {
  return !copy || !(Date.now() - Date.parse(copy.headers.get("Date") ?? "") < DAY);
}

/** Names and menus on the offline pages change without a new version. */
async function renewOffline() {
  const cache = await caches.open(SHELL);
  for (const address of Object.values(offline)) {
    if (isOld(await cache.match(address, ANY))) await savePage(cache, address);
  }
}

/** Keep these pages and no others. */
async function keepPages(addresses) {
  const wanted = addresses
    .map((address) => new URL(address, self.location.origin))
    .filter((url) => url.origin === self.location.origin && LANGUAGE.test(url.pathname))
    .map((url) => url.href)
    .slice(0, MOST);
  const cache = await caches.open(PAGES);
  const missing = [];
  for (const address of wanted) {
    if (isOld(await cache.match(address, ANY))) missing.push(address);
  }
  if (wanted.length) await addMissing(ofLists).catch(() => {});
  const done = [];
  for (let start = 0; start < missing.length; start += AT_ONCE) {
    const some = missing.slice(start, start + AT_ONCE);
    done.push(...(await Promise.all(some.map((address) => savePage(cache, address)))));
  }
  // At last, so that without a connection the list's older copy is there.
  const complete = done.every(Boolean);
  for (const { url } of await cache.keys()) {
    const isList = lists.includes(new URL(url).pathname);
    if (!wanted.includes(url) && (complete || !isList)) await cache.delete(url, ANY);
  }
  return complete && wanted.length > 0;
}

/** The pages that the worker before this one kept. */
async function keptBefore() {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith(`${PREFIX}pages-`) && name !== PAGES);
  const requests = await Promise.all(old.map(async (name) => (await caches.open(name)).keys()));
  return requests.flat().map(({ url }) => url);
}

async function install() {
  await addMissing([...core, ...Object.values(offline)]);
  const pages = await keptBefore();
  if (pages.length) await keepPages(pages);
  await self.skipWaiting();
}

async function activate() {
  for (const name of await caches.keys()) {
    if (name.startsWith(PREFIX) && name !== SHELL && name !== PAGES) await caches.delete(name);
  }
  await self.clients.claim();
}

async function answerFile(request, path) {
  const cache = await caches.open(SHELL);
  const copy = await cache.match(path, ANY);
  if (copy && LASTING.test(path)) return copy;
  try {
    const response = await fetch(request);
    if (response.ok) await cache.put(path, response.clone());
    return response;
  } catch (error) {
    if (copy) return copy;
    throw error;
  }
}

/** A copy of the page; for the script of the list's own page, one of the list as it was. */
async function copyOf(request, url) {
  const cache = await caches.open(PAGES);
  const same = await cache.match(request.url, ANY);
  if (same || request.mode === "navigate" || !url.search) return same;
  const keys = await cache.keys();
  const other = keys.map((key) => new URL(key.url)).find(
    (each) => each.pathname === url.pathname && each.search,
  );
  return other && cache.match(other.href, ANY);
}

async function answerPage(event, url) {
  const { request } = event;
  try {
    const response = await fetch(request);
    if (isKeepable(response)) event.waitUntil(renew(request.url, response.clone()));
    return response;
  } catch (error) {
    const copy = await copyOf(request, url);
    if (copy) {
      if (event.resultingClientId) copies.set(event.resultingClientId, copy.headers.get("Date"));
      return copy;
    }
    if (request.mode !== "navigate") throw error;
    const [language] = LANGUAGE.exec(url.pathname)?.slice(1) ?? Object.keys(offline);
    return caches.match(offline[language], ANY);
  }
}

/** A page that is kept and has been seen anew. */
async function renew(address, response) {
  const cache = await caches.open(PAGES);
  if (await cache.match(address, ANY)) await cache.put(address, response);
}

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (FILES.has(url.pathname)) {
    event.respondWith(answerFile(request, url.pathname));
    return;
  }
  const isPage = request.mode === "navigate" && LANGUAGE.test(url.pathname);
  if (isPage || lists.includes(url.pathname)) event.respondWith(answerPage(event, url));
});

self.addEventListener("message", (event) => {
  const { data, source } = event;
  if (data?.type !== "keep" || !Array.isArray(data.addresses)) return;
  const date = copies.get(source.id);
  if (date !== undefined) source.postMessage({ type: "copy", date });
  keeping = keeping
    .catch(() => {})
    .then(renewOffline)
    .then(() => keepPages(data.addresses));
  event.waitUntil(keeping.then((complete) => source.postMessage({ type: "kept", complete })));
});
