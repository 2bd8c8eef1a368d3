/**
 * What a map says of itself, in words over it: that it is loading, that it failed, and that what
 * was found is not to be seen.
 */

import { part, text } from "./leaflet-map.js";

/** Milliseconds after which a reader is told that something is being loaded. */
const SLOW = 600;

/** The messages of one map. */
export class MapStatus {
  #timer = null;

  /**
   * @param {HTMLElement} host - The element with the templates; its state is in `data-state`.
   * @param {HTMLElement} element - What holds the message.
   */
  constructor(host, element) {
    this.host = host;
    this.element = element;
  }

  /** Something is being asked for. It is said when that takes long. */
  loading() {
    this.#become("loading");
    this.#timer = setTimeout(() => this.element.replaceChildren(part(this.host, "loading")), SLOW);
  }

  /** The answer did not come; `retry` asks again. */
  failed(retry) {
    this.#become("failed");
    this.element.replaceChildren(this.#withButton("failure", retry));
  }

  /** All is there and can be seen. */
  ready() {
    this.#become("ready");
    this.element.replaceChildren();
  }

  /** Nothing of what was found has a place. */
  nowhere() {
    this.#become("ready");
    this.#say(part(this.host, "nowhere"));
  }

  /** All that was found lies out of view; `show` goes there. */
  elsewhere(count, where, show) {
    this.#become("ready");
    const message = this.#withButton("elsewhere", show);
    const name = where ? "elsewhere" : "outside";
    const number = count.toLocaleString(document.documentElement.lang);
    message.querySelector("span").textContent = text(
      this.host,
      `${name}${count === 1 ? "One" : "Many"}`,
      { count: number, where },
    );
    this.#say(message);
  }

  /** Say it unless it is said already: a screen reader would say it again at each move. */
  #say(message) {
    if (this.element.textContent !== message.textContent) this.element.replaceChildren(message);
  }

  #become(state) {
    clearTimeout(this.#timer);
    this.host.dataset.state = state;
    this.host.setAttribute("aria-busy", String(state === "loading"));
  }

  #withButton(name, act) {
    const message = part(this.host, name);
    message.querySelector("button").addEventListener("click", act);
    return message;
  }
}
