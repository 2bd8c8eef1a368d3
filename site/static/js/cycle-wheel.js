/**
 * Shows what belongs together on the annual cycle: pointing at an entry or focusing it marks its
 * arcs, the line to its label and its rows in the list.
 *
 * ```html
 * <cycle-wheel>
 *   <svg><a data-cycle-item="entry-1" href="#entry-1">…</a></svg>
 *   <ul><li data-cycle-item="entry-1" id="entry-1">…</li></ul>
 * </cycle-wheel>
 * ```
 */
class CycleWheel extends HTMLElement {
  connectedCallback() {
    for (const type of ["pointerover", "focusin"]) {
      this.addEventListener(type, (event) => this.mark(event.target));
    }
    this.addEventListener("pointerleave", () => this.mark(document.activeElement));
    this.addEventListener("focusout", (event) => this.mark(event.relatedTarget));
  }

  /** @param {EventTarget | null} target what is pointed at or focused; marks nothing elsewhere */
  mark(target) {
    const inside = target instanceof Element && this.contains(target);
    const key = inside ? target.closest("[data-cycle-item]")?.dataset.cycleItem : undefined;
    if (key === this.marked) {
      return;
    }
    for (const element of this.querySelectorAll(".is-active")) {
      element.classList.remove("is-active");
    }
    this.marked = key;
    if (key !== undefined) {
      for (const element of this.querySelectorAll(`[data-cycle-item="${CSS.escape(key)}"]`)) {
        element.classList.add("is-active");
      }
    }
  }
}

customElements.define("cycle-wheel", CycleWheel);
