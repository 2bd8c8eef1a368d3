/**
 * Small windows on a map that name what is at a place, with a link to each thing.
 */

import { part, text } from "./leaflet-map.js";

const leaflet = window.L;

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

function entry(host, listing) {
  const element = part(host, `listing-${listing.kind}`);
  const link = element.querySelector("a");
  link.href = listing.url;
  link.textContent = listing.name;
  return element;
}

/** The page that lists all that is in a box: this one, or the one that `page-url` names. */
function onePage(host, parameters, box) {
  const page = new URL(host.getAttribute("page-url") ?? window.location.href, window.location.href);
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
    this.popup = leaflet.popup({
      closeButton: false,
      className: "map-popup",
      minWidth: 220,
      maxWidth: 300,
      maxHeight: 280,
      autoPanPadding: [16, 16],
      offset: [0, -8],
    });
    map.on("popupclose", () => {
      this.request?.abort();
      this.#returnFocus();
    });
  }

  /** Name one thing. */
  showListing(point, byKeyboard) {
    const content = this.#frame("");
    content.querySelector("ul").append(entry(this.host, point));
    this.#open(point, content, byKeyboard);
  }

  /** List everything of the search in a cluster; asks the server for it. */
  async showMembers(cluster, parameters, byKeyboard) {
    const title = text(this.host, "place", { count: cluster.count });
    const waiting = this.#frame(title);
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
      const content = this.#frame(title);
      const list = content.querySelector("ul");
      list.append(...answer.results.map((listing) => entry(this.host, listing)));
      if (answer.total > answer.results.length) {
        const more = part(this.host, "more");
        more.querySelector("a").href = onePage(this.host, parameters, cluster.bbox);
        list.append(more);
      }
      this.#replace(content);
    } catch (error) {
      if (error.name === "AbortError") return;
      const content = this.#frame(title);
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
    this.popup.close();
  }

  #frame(title) {
    const content = part(this.host, "popup");
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
    this.popup.close();
    this.request?.abort();
    this.opener = byKeyboard ? document.activeElement : null;
    this.popup.setLatLng([place.latitude, place.longitude]).setContent(content).openOn(this.map);
    if (byKeyboard) this.#focus(content);
  }

  #replace(content) {
    const inside = this.popup.getElement()?.contains(document.activeElement);
    this.popup.setContent(content);
    if (inside || this.arriving) this.#focus(content);
  }

  /**
   * Focus the first link, once Leaflet has measured the window, which it hides meanwhile. Until
   * that has come about the focus is on its way, wherever it is: markers may be drawn anew.
   */
  #focus(content) {
    const first = content.querySelector("li a") ?? content.querySelector("button");
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
