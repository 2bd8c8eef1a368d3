/**
 * A video of another service, of which nothing is asked before the reader presses the button. Both
 * the button and the frame are in templates: without a script there is only the link beside it.
 *
 * @example
 * <consent-video>
 *   <template data-part="consent"><p>…</p><button type="button">Play</button></template>
 *   <template data-part="frame"><iframe src="…" title="…"></iframe></template>
 * </consent-video>
 */
class ConsentVideo extends HTMLElement {
  #life = null;

  connectedCallback() {
    if (this.#life) return;
    this.#life = new AbortController();
    this.append(this.#part("consent"));
    this.querySelector("button").addEventListener("click", () => this.#play(), {
      signal: this.#life.signal,
    });
  }

  #part(name) {
    return this.querySelector(`template[data-part=${name}]`).content.cloneNode(true);
  }

  #play() {
    const frame = this.#part("frame");
    const templates = [...this.querySelectorAll("template")];
    this.replaceChildren(...templates, frame);
    this.querySelector("iframe").focus();
  }
}

customElements.define("consent-video", ConsentVideo);
