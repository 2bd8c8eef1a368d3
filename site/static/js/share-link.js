/**
 * The address of a page with a button that copies it. The button is in a template, so that without
 * a script there is only the address. What happened is said in the element with `role="status"`.
 *
 * @example
 * <share-link data-url="https://example.org/">
 *   <p>https://example.org/</p>
 *   <template><button type="button">Copy link</button></template>
 *   <p role="status" data-copied="Copied." data-failed="Select the address."></p>
 * </share-link>
 */
class ShareLink extends HTMLElement {
  #life = null;

  connectedCallback() {
    const template = this.querySelector("template");
    const status = this.querySelector("[role=status]");
    if (!template || !status || this.querySelector("button")) return;
    this.#life = new AbortController();
    status.before(template.content.cloneNode(true));
    this.querySelector("button").addEventListener("click", () => this.#copy(status), {
      signal: this.#life.signal,
    });
  }

  disconnectedCallback() {
    this.#life?.abort();
    this.querySelector("button")?.remove();
  }

  async #copy(status) {
    // Emptied first, so that the same words are said again.
    status.textContent = "";
    try {
      // Without a secure connection there is no clipboard, and this fails like a refusal.
      await navigator.clipboard.writeText(this.dataset.url);
      status.textContent = status.dataset.copied;
    } catch {
      status.textContent = status.dataset.failed;
    }
  }
}

customElements.define("share-link", ShareLink);
