/** Finds a point by its address or name, which the site itself looks up. */
export class PinAddress {
  /**
   * @param {HTMLElement} host the `<map-pin>`, with `[data-search]` in it
   * @param {AbortSignal} signal when to stop listening
   * @param {(found: {label: string, latitude: number, longitude: number, exact: boolean}) => void}
   *   choose what to do with a place that was found
   */
  constructor(host, signal, choose) {
    this.host = host;
    this.choose = choose;
    const box = host.querySelector("[data-search]");
    this.field = box.querySelector("input");
    this.list = box.querySelector("[data-found]");
    this.said = box.querySelector("[data-said]");
    box.hidden = false;
    box.querySelector("button").addEventListener("click", () => this.find(), { signal });
    this.field.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      // Enter would send the whole form.
      event.preventDefault();
      this.find();
    }, { signal });
  }

  /** What is looked for: what is typed here, else the form's own address. */
  get words() {
    const typed = this.field.value.trim();
    if (typed) return typed;
    const { addressIds, municipalityId } = this.host.dataset;
    const parts = (addressIds ?? "").split(" ").filter(Boolean)
      .map((id) => document.getElementById(id)?.value.trim());
    const town = document.getElementById(municipalityId);
    const name = town?.value ? town.selectedOptions[0].textContent.trim() : "";
    return parts[0] ? [parts[0], name].filter(Boolean).join(", ") : "";
  }

  async find() {
    const { dataset } = this.host;
    const { words } = this;
    this.asking?.abort();
    this.list.replaceChildren();
    if (!words) {
      this.said.textContent = dataset.textTypeAddress;
      this.field.focus();
      return;
    }
    this.asking = new AbortController();
    const { signal } = this.asking;
    try {
      const response = await fetch(`${dataset.findUrl}?${new URLSearchParams({ q: words })}`, { signal });
      if (!response.ok) throw new Error(response.statusText);
      const { found, like } = await response.json();
      if (found.length === 1) this.take(found[0]);
      else if (found.length) this.offer(found, dataset.textSeveral);
      else if (like.length) this.offer(like, dataset.textLike.replace("{words}", words));
      else this.say(dataset.textNotFound.replace("{words}", words));
    } catch (error) {
      if (error.name !== "AbortError") this.say(dataset.textFailed);
    }
  }

  /** Says why nothing has happened, above the bar of buttons that covers the end of the page. */
  say(text) {
    this.said.textContent = text;
    this.said.scrollIntoView({ block: "nearest" });
  }

  /** Lets the editor choose. */
  offer(found, text) {
    this.said.textContent = text;
    this.list.replaceChildren(...found.map((place) => {
      const item = document.createElement("li");
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button button-small button-secondary";
      button.textContent = place.label;
      button.addEventListener("click", () => this.take(place));
      item.append(button);
      return item;
    }));
  }

  take(place) {
    const { dataset } = this.host;
    this.list.replaceChildren();
    this.choose(place);
    this.said.textContent = (place.exact ? dataset.textFound : dataset.textNearest)
      .replace("{place}", place.label);
  }
}
