/**
 * What a search on the page finds, as a list for paper: the frame that shows it on the screen is
 * not printed. The list is fetched once the page has nothing better to do, or, where the reader
 * wants to save data, when printing begins.
 *
 * @example
 * <found-names class="names" data-address="/fi/upota/nimet/?kind=facility"></found-names>
 */
class FoundNames extends HTMLElement {
  #life = null;
  #isAsked = false;

  connectedCallback() {
    if (this.#life) return;
    this.#life = new AbortController();
    const { signal } = this.#life;
    window.addEventListener("beforeprint", () => this.#fetch(), { signal });
    if (navigator.connection?.saveData) return;
    const whenIdle = () => {
      const wait = window.requestIdleCallback ?? ((call) => setTimeout(call, 500));
      wait(() => this.#fetch(), { timeout: 3000 });
    };
    if (document.readyState === "complete") whenIdle();
    else window.addEventListener("load", whenIdle, { once: true, signal });
  }

  disconnectedCallback() {
    this.#life?.abort();
    this.#life = null;
    this.#isAsked = false;
  }

  async #fetch() {
    if (this.#isAsked || !this.#life) return;
    this.#isAsked = true;
    const { signal } = this.#life;
    try {
      const response = await fetch(this.dataset.address, { signal });
      if (!response.ok) return;
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      this.replaceChildren(...page.body.childNodes);
    } catch {
      // Without the list there is the address of the search.
    }
  }
}

customElements.define("found-names", FoundNames);
