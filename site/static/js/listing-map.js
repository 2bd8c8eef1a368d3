import { createMap } from "./leaflet-map.js";
import { pointMarker } from "./map-markers.js";

const leaflet = window.L;

/** The zoom at which both the surroundings and the place are seen. */
const ZOOM = 12.5;

/**
 * The small map on a listing's page: where it is, and the shape of a route or an area if its
 * geometry (GeoJSON) is given in a `<script type="application/json">` inside the element. It holds
 * the templates of `components/map_parts.html`.
 *
 * @example
 * <listing-map data-latitude="60.9827" data-longitude="25.6612" data-kind="facility"
 *              basemap-url="/static/map/basemap.json" leaflet-config='{"MIN_ZOOM": 4}'>
 *   <template data-part="pin">…</template>
 * </listing-map>
 */
class ListingMap extends HTMLElement {
  #life = null;
  #map = null;

  connectedCallback() {
    this.#life = new AbortController();
    const touch = window.matchMedia("(pointer: coarse)").matches;
    // A small map must not catch the finger or the wheel that scrolls the page.
    this.#map = createMap(this, {
      signal: this.#life.signal,
      options: { scrollWheelZoom: false, dragging: !touch, keyboard: false },
    });
    const { latitude, longitude, kind } = this.dataset;
    this.#map.setView([latitude, longitude], ZOOM, { animate: false });
    this.#showGeometry();
    const marker = pointMarker(this, { latitude, longitude, kind });
    marker.options.keyboard = false;
    marker.options.interactive = false;
    marker.addTo(this.#map);
    // The address is beside the map in words.
    marker.getElement().setAttribute("aria-hidden", "true");
  }

  disconnectedCallback() {
    this.#life.abort();
    this.#map.remove();
    this.querySelector(".map__frame")?.remove();
  }

  #showGeometry() {
    const script = this.querySelector('script[type="application/json"]');
    const geometry = script && JSON.parse(script.textContent);
    if (!geometry || geometry.type === "Point") return;
    const shape = leaflet.geoJSON(geometry, { interactive: false, className: "map-shape" });
    // As SVG, the shape takes its colour from the style sheet.
    shape.options.renderer = leaflet.svg({ padding: 0.5 });
    for (const layer of shape.getLayers()) layer.options.renderer = shape.options.renderer;
    shape.addTo(this.#map);
    this.#map.fitBounds(shape.getBounds(), { animate: false, maxZoom: 15, padding: [24, 24] });
  }
}

customElements.define("listing-map", ListingMap);
