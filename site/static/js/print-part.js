/**
 * A button that prints the part of the page it stands in, alone. The style sheet for print hides
 * the rest while the part is marked (block-print.css).
 *
 * @example
 * <section><h2>Rules</h2>
 *   <print-part><template><button type="button">Print this board</button></template></print-part>
 * </section>
 */
class PrintPart extends HTMLElement {
  #life = null;

  connectedCallback() {
    if (this.#life) return;
    this.#life = new AbortController();
    this.append(this.querySelector("template").content.cloneNode(true));
    this.querySelector("button").addEventListener("click", () => this.#print(), {
      signal: this.#life.signal,
    });
  }

  #print() {
    const part = this.parentElement;
    part.dataset.printed = "";
    window.addEventListener("afterprint", () => delete part.dataset.printed, { once: true });
    window.print();
  }
}

customElements.define("print-part", PrintPart);
