/**
 * What may be meant, under the search field while one types: a combobox with a list, after the
 * ARIA Authoring Practices. The field works without it; a failed request only shows nothing.
 */

/** Milliseconds without a key after which suggestions are asked for. */
const PAUSE = 120;

/** A place comes first where its name begins as typed: it stands for all that is there. */
function groupsOf(found) {
  const begun = found.q.toLocaleLowerCase();
  const place = found.places[0]?.label.toLocaleLowerCase() ?? "";
  const groups = ["listings", "categories"];
  if (place.startsWith(begun)) groups.unshift("places");
  else groups.push("places");
  return groups.filter((name) => found[name].length);
}

let lists = 0;

class SearchSuggestions extends HTMLElement {
  connectedCallback() {
    if (this.list) return;
    this.field = this.querySelector("input");
    this.status = this.querySelector("[role=status]");
    this.list = this.#part("list");
    this.list.id = `suggestions-${++lists}`;
    this.field.after(this.list);
    this.field.setAttribute("role", "combobox");
    this.field.setAttribute("aria-autocomplete", "list");
    this.field.setAttribute("aria-controls", this.list.id);
    this.#close();
    this.field.addEventListener("input", () => this.#later());
    this.field.addEventListener("keydown", (event) => this.#onKey(event));
    this.field.form.addEventListener("submit", () => this.#stop());
    this.addEventListener("focusout", (event) => {
      if (!this.contains(event.relatedTarget)) this.#stop();
    });
    // The field keeps the focus, so that one can go on typing.
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", () => this.#stop());
  }

  #part(name) {
    const template = this.querySelector(`template[data-part="${name}"]`);
    return template.content.firstElementChild.cloneNode(true);
  }

  #text(name, values = {}) {
    const text = this.querySelector('template[data-part="texts"]').dataset[name] ?? "";
    return text.replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);
  }

  /** A text that differs between one and many. */
  #counted(name, count) {
    const number = count.toLocaleString(this.getAttribute("language"));
    return this.#text(`${name}${count === 1 ? "One" : "Many"}`, { count: number });
  }

  get #options() {
    return [...this.list.querySelectorAll("[role=option]")];
  }

  get #chosen() {
    return this.list.querySelector('[aria-selected="true"]');
  }

  #later() {
    clearTimeout(this.timer);
    this.request?.abort();
    if (!this.field.value.trim()) {
      this.#close();
      return;
    }
    this.timer = setTimeout(() => this.#ask(), PAUSE);
  }

  /** Close, and forget what was asked for. */
  #stop() {
    clearTimeout(this.timer);
    this.request?.abort();
    this.#close();
  }

  async #ask() {
    this.request = new AbortController();
    const { signal } = this.request;
    const address = new URL(this.getAttribute("suggest-url"), window.location.href);
    address.searchParams.set("q", this.field.value.trim());
    address.searchParams.set("lang", this.getAttribute("language"));
    try {
      const answer = await fetch(address, { signal });
      if (!answer.ok) throw new Error(answer.statusText);
      const found = await answer.json();
      if (!signal.aborted) this.#show(found);
    } catch (error) {
      if (error.name !== "AbortError") this.#close();
    }
  }

  #show(found) {
    this.list.replaceChildren(...groupsOf(found).map((name) => this.#group(name, found[name])));
    const count = this.#options.length;
    for (const [index, option] of this.#options.entries()) {
      option.id = `${this.list.id}-${index}`;
    }
    this.#choose(null);
    this.list.hidden = !count;
    this.field.setAttribute("aria-expanded", String(count > 0));
    this.status.textContent = count ? this.#counted("found", count) : this.#text("foundNone");
  }

  #group(name, rows) {
    const group = this.#part("group");
    const title = group.firstElementChild;
    title.id = `${this.list.id}-${name}`;
    title.textContent = this.#text(name);
    group.setAttribute("aria-labelledby", title.id);
    group.append(...rows.map((row) => this.#option(name, row)));
    return group;
  }

  #option(group, row) {
    const option = this.#part("option");
    option.href = this.#pageOf(group, row.url);
    option.querySelector(".suggestions__name").textContent = row.name ?? row.label;
    option.querySelector(".suggestions__more").append(...this.#more(group, row));
    return option;
  }

  /** Where an option leads: topics and places are shown on this very page, if it can. */
  #pageOf(group, url) {
    const page = this.getAttribute("page-url");
    return page && group !== "listings" ? page + new URL(url, window.location.href).search : url;
  }

  /** What tells an option from others: its kind and municipality, its count, its type. */
  #more(group, row) {
    if (group === "listings") return [row.municipality, this.#part(`kind-${row.kind}`)];
    if (group === "categories") return [this.#counted("results", row.count)];
    const type = this.#text(`type${row.type[0].toUpperCase()}${row.type.slice(1)}`);
    const where = row.municipality && row.municipality !== row.label ? `, ${row.municipality}` : "";
    return [type + where];
  }

  #close() {
    this.list.hidden = true;
    this.list.replaceChildren();
    this.status.textContent = "";
    this.field.setAttribute("aria-expanded", "false");
    this.field.removeAttribute("aria-activedescendant");
  }

  #choose(option) {
    this.#chosen?.setAttribute("aria-selected", "false");
    if (!option) {
      this.field.removeAttribute("aria-activedescendant");
      return;
    }
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    this.field.setAttribute("aria-activedescendant", option.id);
  }

  #onKey(event) {
    if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
    const open = !this.list.hidden;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (open) this.#move(event.key === "ArrowDown" ? 1 : -1);
      else this.#later();
    } else if (event.key === "Enter" && open && this.#chosen) {
      event.preventDefault();
      this.#chosen.click();
    } else if (event.key === "Escape" && open) {
      event.preventDefault();
      this.#stop();
    }
  }

  /** Go to the next option; past the last and before the first is the field itself. */
  #move(step) {
    const options = this.#options;
    const places = options.length + 1;
    const place = (options.indexOf(this.#chosen) + 1 + step + places) % places;
    this.#choose(options[place - 1] ?? null);
  }
}

customElements.define("search-suggestions", SearchSuggestions);
