/**
 * Registers the service worker and tells it which pages the reader's own list asks for. Without
 * one, or where the browser refuses it, everything works the same as long as there is a connection.
 */

import { filled, followList, readList } from "./my-list-store.js";

const WORKER = "/service-worker.js";

/** Milliseconds in which several changes of the list count as one. */
const PAUSE = 500;

function addresses() {
  const list = document.querySelector(".list-link")?.getAttribute("href");
  const entries = readList();
  if (!list || entries.length === 0) return [];
  const ids = entries.map((entry) => entry.key).join(",");
  const pages = entries.map((entry) => entry.url).filter((url) => url.startsWith("/"));
  return [list, `${list}?ids=${ids}`, ...pages];
}

function told({ data }) {
  if (data?.type === "copy") {
    const notice = document.querySelector(".offline-notice");
    if (!notice) return;
    const format = { day: "numeric", month: "numeric", hour: "numeric", minute: "2-digit" };
    const date = new Date(data.date).toLocaleString(document.documentElement.lang, format);
    notice.textContent = filled(notice.dataset.text, { date });
  }
  if (data?.type === "kept") document.documentElement.toggleAttribute("data-kept", data.complete);
}

async function start() {
  const { serviceWorker } = navigator;
  await serviceWorker.register(WORKER, { updateViaCache: "none" });
  let timer = null;
  const keep = async () => {
    const { active } = await serviceWorker.ready;
    active.postMessage({ type: "keep", addresses: addresses() });
  };
  serviceWorker.addEventListener("message", told);
  serviceWorker.startMessages();
  // Another worker has taken over: the site was updated.
  serviceWorker.addEventListener("controllerchange", keep);
  followList(() => {
    clearTimeout(timer);
    timer = setTimeout(keep, PAUSE);
  });
  await keep();
}

if ("serviceWorker" in navigator) {
  const begin = () => start().catch(() => {});
  // What the page itself needs comes first.
  if (document.readyState === "complete") begin();
  else window.addEventListener("load", begin, { once: true });
}
