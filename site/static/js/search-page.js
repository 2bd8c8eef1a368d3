/**
 * The search page and its calendar without reloads: what the server renders is fetched again and
 * put in place.
 * Everything is in the address, so that links, reloading and going back all hold. Without this
 * script the page does the same by submitting its form.
 */

import { canLocate, locate } from "./near-me.js";
import {
  keepShown,
  searchedPlace,
  showAddressed,
  showAlikeElsewhere,
  showList,
  withShown,
} from "./shown-view.js";

/** The parts that a new answer replaces, by id; not every page has all of them. */
const PARTS = ["near", "active-filters", "filters", "results"];

/** Parameters that only the form's hidden fields carry. */
const HIDDEN = 'input[type="hidden"]';

/** What stays the same from one answer to the next says so by a name. */
const KEPT = "[data-keep]";

/** How an element can be found again in a new copy of the page. */
function trail(element) {
  if (element?.id) return `#${CSS.escape(element.id)}`;
  if (element?.name && element.value !== undefined) {
    const { name, value } = element;
    return `[name="${CSS.escape(name)}"][value="${CSS.escape(value)}"]`;
  }
  const kept = element?.closest(KEPT);
  if (kept && element.localName === "summary") {
    return `[data-keep="${CSS.escape(kept.dataset.keep)}"] > summary`;
  }
  if (kept && element === kept) return `[data-keep="${CSS.escape(kept.dataset.keep)}"]`;
  return null;
}

/** What is read out of new results: how the words were read, and the count. */
function summaryOf(results) {
  const told = results.querySelectorAll("[data-announce], #results-count");
  return [...told].map((one) => one.textContent.replace(/\s+/g, " ").trim()).join(" ");
}

/** Whether the page need not be moved to read an element from its start. */
function startsInView(element) {
  const { top } = element.getBoundingClientRect();
  return top >= 0 && top < window.innerHeight / 2;
}

class SearchPage {
  constructor(root) {
    this.root = root;
    this.form = root.querySelector("#search-form");
    this.map = root.querySelector("service-map");
    this.status = root.querySelector("#search-status");
    this.failure = root.querySelector("#search-failure");
    this.shown = searchedPlace();
  }

  start() {
    this.root.dataset.live = "";
    keepShown(this.root);
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      // On a touch screen the keyboard would cover what was found.
      if (window.matchMedia("(pointer: coarse)").matches) this.form.elements.q.blur();
      const sheet = this.#isSheetOpen();
      if (sheet) this.#closeSheet();
      this.#search({ replace: sheet });
    });
    // Filters and the order are outside the form element but belong to it.
    document.addEventListener("change", (event) => {
      const field = event.target;
      if (field.form !== this.form || field.type === "search") return;
      this.#search({ replace: this.#isSheetOpen() });
    });
    this.root.addEventListener("click", (event) => {
      const button = event.target.closest("[data-near-me]");
      if (button) this.#searchNearMe(button);
      else this.#follow(event);
    });
    this.#closeByItself();
    this.root.addEventListener("submit", (event) => {
      if (event.target.matches("form[data-in-place]")) this.#submit(event);
    });
    this.map?.addEventListener("service-map:area", (event) => {
      this.#setHidden("bbox", event.detail.bbox);
      this.#search();
    });
    window.addEventListener("popstate", () => {
      showAddressed(this.root);
      if (searchedPlace() !== this.shown) this.#load(window.location.href, { entry: null });
    });
    this.failure.querySelector("button").addEventListener("click", () => this.retry());
    this.#offerNearMe();
  }

  /** A panel over the page goes when the reader turns elsewhere, or by Escape. */
  #closeByItself() {
    const close = (event) => {
      const open = this.root.querySelector("details[data-closes][open]");
      if (open && !open.contains(event.target)) open.open = false;
    };
    document.addEventListener("pointerdown", close);
    document.addEventListener("focusin", close);
    document.addEventListener("focusin", ({ target }) => {
      const isOutside = !this.root.querySelector("#filters").contains(target);
      if (isOutside && this.#isSheetOpen()) this.#closeSheet(target);
    });
    this.root.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      const open = event.target.closest("details[data-closes][open]");
      if (open) {
        open.open = false;
        open.querySelector("summary").focus();
      } else if (event.target.closest("#filters") && this.#isSheetOpen()) {
        this.#closeSheet(this.root.querySelector(".filter-button"));
      }
    });
  }

  #isSheetOpen() {
    const filters = this.root.querySelector("#filters");
    return window.location.hash === "#filters" && getComputedStyle(filters).position === "fixed";
  }

  /** The results have the focus then, if nothing else shall keep it. */
  #closeSheet(focused = null) {
    if (focused) window.addEventListener("hashchange", () => focused.focus(), { once: true });
    window.location.replace("#results");
  }

  #setHidden(name, value) {
    let field = this.form.querySelector(`${HIDDEN}[name="${name}"]`);
    if (!field) {
      field = document.createElement("input");
      field.type = "hidden";
      field.name = name;
      this.form.append(field);
    }
    field.value = value;
  }

  /** The address of what the form now says; defaults and empty fields stay out of it. */
  #formAddress() {
    const parameters = new URLSearchParams();
    const usual = this.root.querySelector("#search-sort option")?.value;
    for (const [name, value] of new FormData(this.form)) {
      if (value !== "" && !(name === "sort" && value === usual)) parameters.append(name, value);
    }
    const address = new URL(this.form.action);
    // Commas and points read better as they are; both are allowed in a query.
    address.search = parameters.toString().replaceAll("%2C", ",");
    return address.href;
  }

  #search({ replace = false } = {}) {
    this.#load(this.#formAddress(), { entry: replace ? "replace" : "push" });
  }

  /** A small form beside the search's own, such as that for another day. */
  #submit(event) {
    event.preventDefault();
    const address = new URL(event.target.action);
    address.search = new URLSearchParams(new FormData(event.target));
    const isElsewhere = event.target.closest("details[data-closes]") !== null;
    this.#load(address.href, { entry: "push", toTop: isElsewhere });
  }

  /** Links to the page itself (chips, pages, “clear all”) are followed in place. */
  #follow(event) {
    if (event.defaultPrevented || event.button || event.metaKey || event.ctrlKey) return;
    if (event.shiftKey || event.altKey) return;
    const link = event.target.closest("a[href]");
    if (!link || link.target || link.closest(".card")) return;
    const address = new URL(link.href);
    const form = new URL(this.form.action);
    if (address.origin !== form.origin || address.pathname !== form.pathname) return;
    if (address.hash) {
      if (link.matches(".filters__close")) {
        event.preventDefault();
        this.#closeSheet();
      }
      return;
    }
    event.preventDefault();
    // What the map leads to is a list.
    if (link.closest("service-map")) showList(this.root);
    const turned = link.closest(
      ".pagination, .calendar__onward, details[data-closes], service-map",
    );
    this.#load(address.href, { entry: "push", toTop: turned !== null });
  }

  /** Try again what failed. */
  retry() {
    this.#load(...this.attempt);
  }

  async #load(address, options) {
    this.attempt = [address, options];
    this.request?.abort();
    this.request = new AbortController();
    const { signal } = this.request;
    this.#busy(true);
    this.failure.hidden = true;
    try {
      const asShown = (url) => (options.entry ? withShown(this.root, url) : url);
      const wanted = asShown(address);
      const response = await fetch(wanted, { signal, headers: { Accept: "text/html" } });
      if (!response.ok) throw new Error(`${address}: ${response.status}`);
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      if (!page.getElementById("results")) throw new Error(`${address}: not a search page`);
      // List or map may have been chosen in the meantime.
      this.#record(asShown(response.redirected ? response.url : wanted), options.entry);
      this.#show(page, options);
      this.#busy(false);
    } catch {
      if (signal.aborted) return;
      this.#busy(false);
      this.failure.hidden = false;
    }
  }

  #busy(busy) {
    this.root.querySelector("#results").setAttribute("aria-busy", String(busy));
  }

  #record(address, entry) {
    // An open sheet is known by its fragment, which therefore stays.
    const hash = entry === "replace" && this.#isSheetOpen() ? "#filters" : "";
    if (entry === "push") window.history.pushState(null, "", address);
    if (entry === "replace") window.history.replaceState(null, "", address + hash);
    this.shown = searchedPlace();
    showAddressed(this.root);
  }

  #show(page, { entry, toTop = false }) {
    const focused = document.activeElement;
    const path = trail(focused);
    const parts = PARTS.filter((id) => document.getElementById(id));
    const inPart = parts.find((id) => document.getElementById(id).contains(focused));
    for (const id of parts) this.#swap(document.getElementById(id), page.getElementById(id));
    this.#offerNearMe();
    this.#syncForm(page, entry === null);
    this.#syncLinks(page);
    document.title = page.title;
    this.#syncMap(page.querySelector("service-map"));
    this.status.textContent = summaryOf(document.getElementById("results"));
    const results = document.getElementById("results");
    results.scrollTop = 0;
    const wrong = this.root.querySelector('details[open] [aria-invalid="true"]');
    if (wrong) wrong.focus();
    else if (toTop) {
      results.focus({ preventScroll: true });
      if (!startsInView(results)) results.scrollIntoView({ block: "start" });
    } else if (inPart) {
      this.#refocus(path, document.getElementById(inPart));
    }
  }

  #swap(old, fresh) {
    const scrolls = [old.scrollTop, old.scrollLeft];
    for (const kept of old.querySelectorAll("details[data-keep]")) {
      const same = fresh.querySelector(`details[data-keep="${CSS.escape(kept.dataset.keep)}"]`);
      if (same) same.open ||= kept.open;
    }
    old.replaceChildren(...fresh.childNodes);
    [old.scrollTop, old.scrollLeft] = scrolls;
  }

  /** Where the focus was, or else the start of that part: never lost to the page's start. */
  #refocus(path, part) {
    const again = path && part.querySelector(path);
    if (again) again.focus({ preventScroll: true });
    else if (part.id === "active-filters") {
      (part.querySelector(".chips__list a") ?? this.form.elements.q).focus({ preventScroll: true });
    } else {
      part.focus({ preventScroll: true });
    }
  }

  #syncForm(page, wentBack) {
    const fresh = page.getElementById("search-form");
    for (const field of this.form.querySelectorAll(HIDDEN)) field.remove();
    this.form.append(...fresh.querySelectorAll(HIDDEN));
    const { q } = this.form.elements;
    // Words that are being typed are not taken away.
    if (wentBack || document.activeElement !== q) q.value = fresh.elements.q.value;
  }

  /** Its address last: that is what it starts anew for. */
  #syncMap(fresh) {
    if (!fresh) return;
    this.map.toggleAttribute("found", fresh.hasAttribute("found"));
    for (const name of ["located", "where", "map-url"]) {
      this.map.setAttribute(name, fresh.getAttribute(name));
    }
  }

  /** The other languages lead to the same search, and paper says which one it is. */
  #syncLinks(page) {
    for (const selector of [".languages__link", 'link[rel="alternate"][hreflang]']) {
      const fresh = page.querySelectorAll(selector);
      document.querySelectorAll(selector).forEach((link, index) => {
        if (fresh[index]) link.href = fresh[index].getAttribute("href");
      });
    }
    showAlikeElsewhere(this.root);
    const printed = page.querySelector("[data-page-address]");
    if (printed) document.querySelector("[data-page-address]").textContent = printed.textContent;
  }

  /** The reader's place is asked for only when the button is pressed. */
  #offerNearMe() {
    const button = this.root.querySelector("[data-near-me]");
    if (button) button.hidden = !canLocate();
  }

  async #searchNearMe(button) {
    const { notice } = this;
    notice.textContent = "";
    button.setAttribute("aria-busy", "true");
    try {
      this.#searchNear(await locate(), new URLSearchParams(button.dataset.nearMe));
    } catch (error) {
      const { locationDenied, locationUnknown } = notice.dataset;
      const denied = error.code === error.PERMISSION_DENIED;
      notice.textContent = denied ? locationDenied : locationUnknown;
    } finally {
      button.removeAttribute("aria-busy");
    }
  }

  get notice() {
    return this.root.querySelector("#search-notice");
  }

  /** What goes along with a place depends on the page: the nearest first, or no farther than. */
  #searchNear(near, along) {
    const address = new URL(this.#formAddress());
    for (const name of ["bbox", "place"]) address.searchParams.delete(name);
    address.searchParams.set("near", near);
    for (const [name, value] of along) address.searchParams.set(name, value);
    this.#load(address.href.replaceAll("%2C", ","), { entry: "push", toTop: true });
  }
}

const root = document.querySelector("[data-searching]");
if (root) new SearchPage(root).start();
