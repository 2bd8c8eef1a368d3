/**
 * The reader's own list: kept in this browser only, the same in all its tabs. An entry is
 * `{key, name, url}`, its key like "activity-12"; the name and the address are as last seen.
 */

/** Entries of a list: as many as the server shows. */
export const MAX_ENTRIES = 100;

const PLACE = "seutukartta.my-list";
const CHANGE = "my-list:change";
const KEY = /^(association|facility|activity)-[1-9]\d{0,17}$/;

/** What the browser holds may be anything: what is no entry is left out. */
function entriesOf(kept) {
  if (!Array.isArray(kept)) return [];
  const found = new Map();
  for (const entry of kept) {
    if (!KEY.test(entry?.key) || found.has(entry.key)) continue;
    const { key, name, url } = entry;
    found.set(key, { key, name: String(name ?? ""), url: String(url ?? "") });
  }
  return [...found.values()].slice(0, MAX_ENTRIES);
}

/** Return the list's entries in the reader's order; none where the browser keeps nothing. */
export function readList() {
  try {
    return entriesOf(JSON.parse(window.localStorage.getItem(PLACE) ?? "[]"));
  } catch {
    return [];
  }
}

/** Keep these entries; false where the browser does not allow it. */
export function writeList(entries) {
  try {
    window.localStorage.setItem(PLACE, JSON.stringify(entries.slice(0, MAX_ENTRIES)));
  } catch {
    return false;
  }
  window.dispatchEvent(new Event(CHANGE));
  return true;
}

/** Whether the browser lets the site keep anything. */
export function canKeep() {
  try {
    return Boolean(window.localStorage);
  } catch {
    return false;
  }
}

/** Call back whenever the list changes, here or in another tab. */
export function followList(callback, { signal } = {}) {
  window.addEventListener(CHANGE, callback, { signal });
  window.addEventListener(
    "storage",
    (event) => {
      // Without a key, everything was cleared.
      if (event.key === PLACE || event.key === null) callback();
    },
    { signal },
  );
  // A page that comes back as it was has missed what was changed meanwhile.
  window.addEventListener("pageshow", (event) => event.persisted && callback(), { signal });
}

/** Return a text with its {placeholders} filled in. */
export function filled(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}
