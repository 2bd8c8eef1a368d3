/**
 * Windows on a map that tell what is at a place, with a link to each thing.
 */

import { part, text } from "./leaflet-map.js";
import { cardOf, fetchCard } from "./map-cards.js";
import { opensSheets, PopupWindow, SheetWindow } from "./map-windows.js";

/** Degrees, about a metre: what is as near as this is at the same place. */
const SAME_PLACE = 1e-5;

/** How many members a window lists before it leads to the search page. */
const MEMBERS = 50;

/** Frames in which the focus is tried to be moved into a window that has just been opened. */
const FRAMES = 20;

/** Whether a cluster cannot be taken apart by coming nearer. */
export function isOnePlace([west, south, east, north]) {
  return east - west < SAME_PLACE && north - south < SAME_PLACE;
}

function around([west, south, east, north]) {
  return [west - SAME_PLACE, south - SAME_PLACE, east + SAME_PLACE, north + SAME_PLACE]
    .map((degrees) => degrees.toFixed(6))
    .join(",");
}

/** A copy of a card to be shown beside the one on the page, its name right below the page's. */
function inSheet(card) {
  const copy = card.cloneNode(true);
  copy.removeAttribute("id");
  const name = copy.querySelector(".card__name");
  const heading = document.createElement("h2");
  heading.className = name.className;
  heading.append(...name.childNodes);
  name.replaceWith(heading);
  copy.classList.remove("is-selected", "is-pointed");
  const item = document.createElement("li");
  item.className = "map-listing";
  item.append(copy);
  return item;
}

function entry(host, listing) {
  const element = part(host, `listing-${listing.kind}`);
  const link = element.querySelector("a");
  link.href = listing.url;
  link.textContent = listing.name;
  return element;
}

/** A page of the search, with only what is in a box. */
function onePage(address, parameters, box) {
  const page = new URL(address, window.location.href);
  const query = new URLSearchParams(parameters);
  for (const name of ["lang", "zoom"]) query.delete(name);
  query.set("bbox", around(box));
  return `${page.pathname}?${query}`;
}

/** Opens and closes the windows of one map. */
export class PlacePopup {
  /**
   * @param {HTMLElement} host - The element with the templates and `search-url`.
   * @param {L.Map} map
   */
  constructor(host, map) {
    this.host = host;
    this.map = map;
    const closed = () => {
      this.request?.abort();
      this.#returnFocus();
    };
    this.popup = new PopupWindow(map, closed);
    this.sheet = new SheetWindow(host, map, closed);
    this.window = this.popup;
  }

  /**
   * Tell of one thing: its name, and on a sheet all that its card says. A card that is not on the
   * page is fetched; `parameters` are those of the search.
   */
  async showListing(point, key, parameters, byKeyboard) {
    const content = this.#frame("", point.name);
    const list = content.querySelector("ul");
    const here = opensSheets() && cardOf(key);
    list.append(here ? inSheet(here) : entry(this.host, point));
    this.#open(point, content, byKeyboard);
    if (here || !opensSheets()) return;
    this.request = new AbortController();
    const { longitude, latitude } = point;
    const box = [longitude, latitude, longitude, latitude];
    const page = onePage(window.location.pathname, parameters, box);
    const card = await fetchCard(page, key, this.request.signal);
    if (!card) return;
    const full = this.#frame("", point.name);
    full.querySelector("ul").append(inSheet(card));
    this.#replace(full);
  }

  /** List everything of the search in a cluster; asks the server for it. */
  async showMembers(cluster, parameters, byKeyboard) {
    const title = text(this.host, "place", { count: cluster.count });
    const waiting = this.#frame(title, title);
    waiting.setAttribute("aria-busy", "true");
    this.#open(cluster, waiting, byKeyboard);
    this.request = new AbortController();
    const { signal } = this.request;
    const query = new URLSearchParams(parameters);
    query.delete("zoom");
    query.set("bbox", around(cluster.bbox));
    query.set("size", MEMBERS);
    query.set("sort", "name");
    try {
      const response = await fetch(`${this.host.getAttribute("search-url")}?${query}`, { signal });
      if (!response.ok) throw new Error(String(response.status));
      const answer = await response.json();
      const content = this.#frame(title, title);
      const list = content.querySelector("ul");
      list.append(...answer.results.map((listing) => entry(this.host, listing)));
      if (answer.total > answer.results.length) {
        const more = part(this.host, "more");
        const page = this.host.getAttribute("page-url") ?? window.location.pathname;
        more.querySelector("a").href = onePage(page, parameters, cluster.bbox);
        list.append(more);
      }
      this.#replace(content);
    } catch (error) {
      if (error.name === "AbortError") return;
      const content = this.#frame(title, title);
      const failure = part(this.host, "failure");
      failure.querySelector("button").addEventListener("click", () => {
        this.showMembers(cluster, parameters, true);
      });
      content.append(failure);
      this.#replace(content);
    }
  }

  /** Close the window, if one is open. */
  close() {
    this.window.close();
  }

  #frame(title, label) {
    const content = part(this.host, "popup");
    content.setAttribute("aria-label", label);
    const heading = content.querySelector("p");
    if (title) heading.textContent = title;
    else heading.remove();
    content.querySelector("button").addEventListener("click", () => this.close());
    content.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      this.close();
    });
    return content;
  }

  #open(place, content, byKeyboard) {
    this.window.close();
    this.request?.abort();
    this.window = opensSheets() ? this.sheet : this.popup;
    // A sheet is far from its place: whoever hears the page is taken there, too.
    this.follows = byKeyboard || opensSheets();
    this.byKeyboard = byKeyboard;
    this.opener = this.follows ? document.activeElement : null;
    this.window.open(place, content);
    if (this.follows) this.#focus(content);
  }

  #replace(content) {
    const inside = this.window.element?.contains(document.activeElement);
    this.window.change(content);
    if (inside || this.arriving) this.#focus(content);
  }

  /**
   * Focus the first link, or the window itself if no key opened it, once Leaflet has measured the window, which it hides meanwhile. Until
   * that has come about the focus is on its way, wherever it is: markers may be drawn anew.
   */
  #focus(content) {
    const link = content.querySelector("li a") ?? content.querySelector("button");
    const first = this.byKeyboard ? link : content;
    this.arriving = true;
    const land = (attempts) => {
      if (!first.isConnected || !this.arriving) return;
      first.focus({ preventScroll: true });
      this.arriving = document.activeElement !== first;
      if (this.arriving && attempts) window.requestAnimationFrame(() => land(attempts - 1));
    };
    window.requestAnimationFrame(() => land(FRAMES));
  }

  /** Give the focus back to the marker, or to the one that has been drawn in its place. */
  #returnFocus() {
    const { opener } = this;
    this.opener = null;
    this.arriving = false;
    if (!opener) return;
    const same = `.map-marker[data-key="${CSS.escape(opener.dataset.key ?? "")}"]`;
    const marker = opener.isConnected ? opener : this.host.querySelector(same);
    (marker ?? this.map.getContainer()).focus({ preventScroll: true });
  }
}
