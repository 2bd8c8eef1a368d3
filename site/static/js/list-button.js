import { tellOf } from "./list-status.js";
import { canKeep, followList, MAX_ENTRIES, readList, writeList } from "./my-list-store.js";

/**
 * A button that puts a listing on the reader's own list or takes it off; pressed while it is on.
 * Without a script, where the browser keeps nothing, and on pages that cannot say what happened
 * (without `.list-status`, as in another site's frame), the button stays hidden.
 *
 * @example
 * <list-button data-key="activity-12" data-name="Vesijumppa" data-url="/fi/toiminta/vesijumppa/">
 *   <button type="button" aria-pressed="false" hidden>My list</button>
 * </list-button>
 */
class ListButton extends HTMLElement {
  #life = null;

  connectedCallback() {
    const button = this.querySelector("button");
    if (!button || !canKeep() || !document.querySelector(".list-status")) return;
    this.#life = new AbortController();
    const { signal } = this.#life;
    const show = () => {
      button.setAttribute("aria-pressed", String(this.#isOn()));
      button.hidden = false;
    };
    show();
    followList(show, { signal });
    button.addEventListener("click", () => this.#toggle(), { signal });
  }

  disconnectedCallback() {
    this.#life?.abort();
  }

  #isOn() {
    return readList().some((entry) => entry.key === this.dataset.key);
  }

  #toggle() {
    const { key, name, url } = this.dataset;
    const entries = readList();
    const others = entries.filter((entry) => entry.key !== key);
    const removed = others.length < entries.length;
    if (!removed && entries.length >= MAX_ENTRIES) {
      tellOf("full");
      return;
    }
    const kept = writeList(removed ? others : [...entries, { key, name, url }]);
    if (!kept) tellOf("failed");
    else tellOf(removed ? "removed" : "added", { name });
  }
}

function showCount() {
  const { length } = readList();
  for (const count of document.querySelectorAll("[data-list-count]")) {
    count.textContent = length;
    count.hidden = length === 0;
  }
}

customElements.define("list-button", ListButton);
showCount();
followList(showCount);
