import { createMap } from "./leaflet-map.js";
import { MarkerLayer } from "./map-markers.js";

const leaflet = window.L;

/** How near the map goes by itself, and pixels around what is fitted into view. */
const FIT_ZOOM = 13;
const ROOM = [36, 36];
const ROOM_FOR_CONTROLS = [64, 44];

/**
 * The entries of a list on a map; a marker leads to its entry. It holds the templates of
 * `components/map_parts.html`, and follows the entries as they change.
 *
 * @example
 * <list-map basemap-url="/static/map/basemap.json" leaflet-config='{"MIN_ZOOM": 4}' hidden>
 *   <template data-part="pin">…</template>
 * </list-map>
 */
class ListMap extends HTMLElement {
  #life = null;
  #map = null;
  #markers = null;
  #shown = "";

  connectedCallback() {
    this.#life = new AbortController();
    const entries = document.querySelector("#my-list-entries");
    if (!entries) return;
    const watching = new MutationObserver(() => this.#show());
    watching.observe(entries, { childList: true });
    this.#life.signal.addEventListener("abort", () => watching.disconnect());
    this.#show();
  }

  disconnectedCallback() {
    this.#life.abort();
    this.#map?.remove();
    this.#map = null;
    this.#shown = "";
    this.querySelector(".map__frame")?.remove();
  }

  get #points() {
    const items = document.querySelectorAll("#my-list-entries > [data-latitude]");
    return [...items].map(({ dataset: { key, kind, name, latitude, longitude } }) => ({
      kind,
      id: key.slice(kind.length + 1),
      name,
      latitude: Number(latitude),
      longitude: Number(longitude),
    }));
  }

  #show() {
    const points = this.#points;
    this.hidden = points.length === 0;
    const told = points.map(({ kind, id }) => `${kind}-${id}`).sort();
    if (this.hidden || told.join() === this.#shown) return;
    this.#shown = told.join();
    if (!this.#map) this.#build();
    const bounds = leaflet.latLngBounds(points.map((point) => [point.latitude, point.longitude]));
    this.#map.invalidateSize({ animate: false, pan: false });
    this.#map.fitBounds(bounds, {
      animate: false,
      maxZoom: FIT_ZOOM,
      paddingTopLeft: ROOM,
      paddingBottomRight: ROOM_FOR_CONTROLS,
    });
    this.#markers.show({ clusters: [], points });
  }

  #build() {
    const touch = window.matchMedia("(pointer: coarse)").matches;
    // A small map must not catch the finger or the wheel that scrolls the page.
    this.#map = createMap(this, {
      signal: this.#life.signal,
      options: { scrollWheelZoom: false, dragging: !touch },
    });
    this.#markers = new MarkerLayer(this, this.#map, {
      activate: (point) => this.#open(point),
      point: () => {},
    });
    this.#map.on("moveend", () => this.#markers?.cull());
  }

  /** The entry is in the list beside the map. */
  #open({ kind, id }) {
    const item = document.querySelector(`#my-list-entries > [data-key="${kind}-${id}"]`);
    item?.querySelector("a")?.focus();
    item?.scrollIntoView({ block: "center" });
  }
}

customElements.define("list-map", ListMap);
