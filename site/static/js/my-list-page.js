/**
 * The page of the reader's own list. The server renders the listings of the ids in an address;
 * here their order is the reader's, entries go and come back, and what leads elsewhere follows.
 * A list that somebody shared can be saved at the end of one's own.
 */

import { tell, tellOf } from "./list-status.js";
import { canKeep, filled, followList, MAX_ENTRIES, readList, writeList } from "./my-list-store.js";

const keysOf = (entries) => entries.map((entry) => entry.key);

class Entries {
  constructor(root) {
    this.root = root;
  }

  get list() {
    return this.root.querySelector("#my-list-entries");
  }

  /** The entries that are shown, without the rows that can bring some back. */
  get items() {
    return [...(this.list?.querySelectorAll(":scope > [data-key]") ?? [])];
  }

  get keys() {
    return this.items.map((item) => item.dataset.key);
  }

  part(name) {
    const template = this.root.querySelector(`template[data-part="${name}"]`);
    return template.content.firstElementChild.cloneNode(true);
  }

  /** What leads elsewhere with the list's ids, and what has an end to reach. */
  sync() {
    const { items, keys } = this;
    const ids = keys.join(",");
    for (const link of this.root.querySelectorAll("[data-of-list]")) {
      link.setAttribute("href", `${link.getAttribute("href").split("?")[0]}?ids=${ids}`);
    }
    const share = this.root.querySelector("share-link");
    if (share) {
      share.dataset.url = `${share.dataset.url.split("?")[0]}?ids=${ids}`;
      share.querySelector(".share__address").textContent = share.dataset.url;
    }
    const activities = this.root.querySelector("[data-activities]");
    const lasting = items.filter((item) => !("gone" in item.dataset));
    if (activities) activities.hidden = !lasting.some((item) => item.dataset.kind === "activity");
    items.forEach((item, index) => {
      item.querySelector('[data-move="up"]').disabled = index === 0;
      item.querySelector('[data-move="down"]').disabled = index === items.length - 1;
    });
    const ways = this.root.querySelector("#my-list-ways");
    if (ways) ways.hidden = items.length === 0;
    this.root.querySelector("#my-list-empty").hidden = items.length > 0;
  }

  /** The list in words, an empty line between entries. */
  get text() {
    const texts = this.items
      .map((item) => item.querySelector('template[data-part="text"]'))
      .filter(Boolean)
      .map(({ content }) => content.textContent.split("\n").map((line) => line.trim()))
      .map((lines) => lines.filter(Boolean).join("\n"));
    return `${texts.join("\n\n")}\n`;
  }
}

/** What one's own list and a shared one have in common. */
class ListPage {
  constructor(root) {
    this.root = root;
    this.entries = new Entries(root);
    this.status = root.querySelector("#my-list-status");
  }

  start() {
    this.root.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (button) this.pressed(button);
    });
  }

  pressed(button) {
    if ("print" in button.dataset) window.print();
    if ("copyText" in button.dataset) this.#copy();
  }

  reveal() {
    for (const part of this.root.querySelectorAll("[data-scripted]")) part.hidden = false;
  }

  /** For those who do not see what happens. */
  say(name, values = {}) {
    // Emptied first, so that the same words are said again.
    this.status.textContent = "";
    this.status.textContent = filled(this.root.dataset[name], values);
  }

  async #copy() {
    try {
      await navigator.clipboard.writeText(this.entries.text);
      tell(this.root.dataset.copied);
    } catch {
      tell(this.root.dataset.copyFailed);
    }
  }
}

class SharedList extends ListPage {
  start() {
    super.start();
    this.reveal();
    this.save = this.root.querySelector("#my-list-save");
    if (!this.save || !canKeep()) return;
    this.#show();
    followList(() => this.#show());
  }

  /** Everything that is still published and not yet on the reader's own list. */
  get #fresh() {
    const own = new Set(keysOf(readList()));
    return this.entries.items
      .filter(({ dataset }) => !("gone" in dataset) && !own.has(dataset.key))
      .map(({ dataset: { key, name, url } }) => ({ key, name, url }));
  }

  #show() {
    const [button, link] = this.save.children;
    const hadFocus = document.activeElement === button;
    this.save.hidden = false;
    link.hidden = readList().length === 0;
    button.hidden = this.#fresh.length === 0;
    if (button.hidden && hadFocus) link.focus();
  }

  pressed(button) {
    super.pressed(button);
    if (button.parentElement !== this.save) return;
    const own = readList();
    const fresh = this.#fresh;
    const { filledUp, saved } = this.root.dataset;
    if (!writeList([...own, ...fresh])) tellOf("failed");
    else tell(own.length + fresh.length > MAX_ENTRIES ? filledUp : saved);
  }
}

class OwnList extends ListPage {
  start() {
    super.start();
    this.content = this.root.querySelector("#my-list-content");
    this.waiting = this.root.querySelector("#my-list-waiting");
    this.failure = this.root.querySelector("#my-list-failure");
    this.failure.querySelector("button").addEventListener("click", () => this.load());
    followList(() => this.#follow());
    this.load();
  }

  /** Ask the server for what the list's listings say now. */
  async load() {
    this.request?.abort();
    this.failure.hidden = true;
    const entries = readList();
    if (entries.length === 0) {
      this.content.replaceChildren();
      this.entries.sync();
      return;
    }
    this.request = new AbortController();
    const { signal } = this.request;
    this.waiting.hidden = this.entries.items.length > 0;
    try {
      const address = `${this.root.dataset.url}?ids=${keysOf(entries).join(",")}`;
      const response = await fetch(address, { signal, headers: { Accept: "text/html" } });
      if (!response.ok) throw new Error(`${address}: ${response.status}`);
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      const fresh = page.getElementById("my-list-content");
      if (!fresh?.querySelector("#my-list-entries")) throw new Error(`${address}: no list`);
      this.content.replaceChildren(...fresh.childNodes);
      this.reveal();
      for (const part of this.root.querySelectorAll("[data-own]")) part.hidden = false;
      this.#arrange();
      this.#remember();
    } catch {
      if (signal.aborted) return;
      this.failure.hidden = false;
    }
    this.waiting.hidden = true;
  }

  /** Show the entries of the list, and only them, in its order. */
  #arrange() {
    const shown = new Map(this.entries.items.map((item) => [item.dataset.key, item]));
    const wanted = readList().map((entry) => {
      const item = shown.get(entry.key) ?? this.#unseen(entry);
      this.#makeOwn(item, entry);
      return item;
    });
    this.entries.list.replaceChildren(...wanted);
    this.entries.sync();
  }

  /** An entry of which only the browser knows anything: what is shown was fetched earlier. */
  #unseen({ key, name, url }) {
    const item = this.entries.part("unseen");
    item.dataset.key = key;
    [item.dataset.kind] = key.split("-");
    item.dataset.unseen = "";
    const link = item.querySelector("a");
    link.textContent = name;
    if (url.startsWith("/")) link.setAttribute("href", url);
    return item;
  }

  #makeOwn(item, { name }) {
    item.querySelector("list-button")?.remove();
    item.querySelector(".entry__controls").hidden = false;
    if (item.dataset.name || !name) return;
    // What is no longer published has its name from when it was put here.
    item.dataset.name = name;
    const title = item.querySelector("[data-name-here]");
    if (title) {
      title.textContent = name;
      title.hidden = false;
    }
    for (const place of item.querySelectorAll("[data-name-there]")) place.textContent = name;
  }

  /** Names and addresses may have changed since they were kept. */
  #remember() {
    const seen = new Map(this.entries.items.map((item) => [item.dataset.key, item.dataset]));
    const before = readList();
    const now = before.map((entry) => {
      const { name, url, gone } = seen.get(entry.key) ?? {};
      // What is no longer published has no page.
      const known = gone === undefined ? url || entry.url : "";
      return { ...entry, name: name || entry.name, url: known };
    });
    if (JSON.stringify(now) !== JSON.stringify(before)) writeList(now);
  }

  /** The list was changed, by this page or in another tab. */
  #follow() {
    const kept = keysOf(readList());
    if (kept.join() === this.entries.keys.join()) return;
    const shown = new Set(this.entries.keys);
    if (kept.length > 0 && kept.every((key) => shown.has(key))) this.#arrange();
    else this.load();
  }

  /** Keep what the page now shows. */
  #keep() {
    this.entries.sync();
    const known = new Map(readList().map((entry) => [entry.key, entry]));
    const entries = this.entries.items.map(({ dataset: { key, name = "", url = "" } }) => ({
      name,
      url,
      ...known.get(key),
      key,
    }));
    if (!writeList(entries)) tellOf("failed");
  }

  pressed(button) {
    super.pressed(button);
    const item = button.closest("[data-key]");
    const { dataset } = button;
    if (dataset.move) this.#move(item, dataset.move, button);
    else if ("remove" in dataset) this.#take([item], "removed", { name: item.dataset.name ?? "" });
    else if ("clear" in dataset) this.#take(this.entries.items, "cleared");
  }

  #move(item, way, button) {
    const { items } = this.entries;
    const other = items[items.indexOf(item) + (way === "up" ? -1 : 1)];
    if (!other) return;
    if (way === "up") other.before(item);
    else other.after(item);
    this.#keep();
    const next = button.disabled ? item.querySelector("[data-move]:enabled") : button;
    next?.focus({ preventScroll: true });
    item.scrollIntoView({ block: "nearest" });
    const place = this.entries.items.indexOf(item) + 1;
    this.say("moved", { name: item.dataset.name ?? "", place, count: items.length });
  }

  /** Take entries off the list; the row in their place can bring them back. */
  #take(items, told, values = {}) {
    const row = this.entries.part("undo");
    row.querySelector("span").textContent = filled(this.root.dataset[told], values);
    items[0].before(row);
    for (const item of items) item.remove();
    this.#keep();
    const undo = row.querySelector("button");
    undo.addEventListener("click", () => {
      row.replaceWith(...items);
      this.#keep();
      const first = items[0].querySelector("a, [data-remove]");
      first?.focus();
      this.say("restored");
    });
    undo.focus();
    this.say(told, values);
  }
}

const root = document.querySelector("#my-list");
if (root) new ("shared" in root.dataset ? SharedList : OwnList)(root).start();
