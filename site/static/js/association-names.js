/**
 * Names of associations under a field while one types, in the browser's own list. Without a script,
 * or when a request fails, the field is a field.
 *
 *   <association-names names-url="/fi/…">
 *     <input data-list="names"><datalist id="names"></datalist>
 *   </association-names>
 */

/** Milliseconds without a key after which names are asked for. */
const PAUSE = 150;

class AssociationNames extends HTMLElement {
  connectedCallback() {
    this.field = this.querySelector("input[data-list]");
    this.list = this.querySelector("datalist");
    this.field.setAttribute("list", this.field.dataset.list);
    this.field.addEventListener("input", () => this.#later());
  }

  #later() {
    clearTimeout(this.timer);
    this.request?.abort();
    const typed = this.field.value.trim();
    // What has been chosen from the list needs no other suggestions.
    if (!typed || [...this.list.options].some((option) => option.value === typed)) return;
    this.timer = setTimeout(() => this.#ask(typed), PAUSE);
  }

  async #ask(typed) {
    this.request = new AbortController();
    const { signal } = this.request;
    const address = new URL(this.getAttribute("names-url"), window.location.href);
    address.searchParams.set("q", typed);
    try {
      const answer = await fetch(address, { signal });
      if (!answer.ok) throw new Error(answer.statusText);
      const { names } = await answer.json();
      if (!signal.aborted) this.#show(names);
    } catch (error) {
      if (error.name !== "AbortError") this.#show([]);
    }
  }

  #show(names) {
    this.list.replaceChildren(
      ...names.map((name) => {
        const option = document.createElement("option");
        option.value = name;
        return option;
      }),
    );
  }
}

customElements.define("association-names", AssociationNames);
