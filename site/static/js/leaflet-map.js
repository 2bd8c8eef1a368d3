/**
 * A Leaflet map as django-leaflet makes it (its settings, its `map:init` event), with the bundled
 * basemap, controls in the reader's language, and a line that opens to name the data's sources.
 *
 * The element that holds the map carries `basemap-url`, `leaflet-config` (JSON of the setting
 * LEAFLET_CONFIG) and the templates of `components/map_parts.html`.
 */

import { addBasemap } from "./basemap.js";

const leaflet = window.L;

/** The outermost view: degrees around the region that one can still move to. */
const MARGIN = 0.8;

/** Whether the reader asked for less motion. */
export function calm() {
  return window.matchMedia("(prefers-reduced-motion: reduce)").matches;
}

/** Return a fresh copy of what the template `data-part="name"` inside the element holds. */
export function part(host, name) {
  const template = host.querySelector(`template[data-part="${name}"]`);
  return template.content.firstElementChild.cloneNode(true);
}

/** Return a text of the template `data-part="texts"` with its {placeholders} filled in. */
export function text(host, name, values = {}) {
  const found = host.querySelector('template[data-part="texts"]').dataset[name];
  return found.replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);
}

const Sources = leaflet.Control.extend({
  options: { position: "bottomright" },

  initialize(element) {
    this._element = element;
  },

  onAdd() {
    leaflet.DomEvent.disableClickPropagation(this._element);
    return this._element;
  },
});

async function showBasemap(host, map, signal) {
  try {
    const lines = await addBasemap(map, host.getAttribute("basemap-url"), signal);
    if (signal.aborted) return;
    const sources = part(host, "sources");
    const list = sources.querySelector("ul");
    for (const line of lines) {
      const item = document.createElement("li");
      item.textContent = line;
      list.append(item);
    }
    new Sources(sources).addTo(map);
    host.dataset.basemap = "ready";
  } catch {
    // What is on the map stays of use over plain land.
    host.dataset.basemap = "failed";
  }
}

/**
 * Build a map inside the element.
 *
 * @param {HTMLElement} host
 * @param {object} settings
 * @param {number[]} [settings.bounds] - west, south, east, north of the region, in degrees.
 * @param {object} [settings.options] - More options of `L.Map`.
 * @param {AbortSignal} settings.signal - Ends what waits when the map goes away.
 * @returns {L.Map}
 */
export function createMap(host, { bounds, options = {}, signal }) {
  const config = JSON.parse(host.getAttribute("leaflet-config") || "{}");
  const frame = document.createElement("div");
  frame.className = "map__frame";
  frame.setAttribute("role", "group");
  frame.setAttribute("aria-label", text(host, options.keyboard === false ? "name" : "keys"));
  host.append(frame);
  const [west, south, east, north] = bounds ?? [];
  const moving = !calm();
  const map = leaflet.Map.djangoMap(frame, {
    zoomControl: false,
    zoomSnap: 0.5,
    zoomAnimation: moving,
    fadeAnimation: moving,
    markerZoomAnimation: moving,
    inertia: moving,
    ...options,
    djoptions: {
      extent: bounds && [
        [south - MARGIN, west - MARGIN * 2],
        [north + MARGIN, east + MARGIN * 2],
      ],
      fitextent: false,
      minzoom: config.MIN_ZOOM,
      maxzoom: config.MAX_ZOOM,
      layers: config.TILES,
      overlays: config.OVERLAYS,
      attributionprefix: config.ATTRIBUTION_PREFIX ?? "",
      scale: config.SCALE,
    },
  });
  leaflet.control
    .zoom({
      position: "topright",
      zoomInTitle: text(host, "zoomIn"),
      zoomOutTitle: text(host, "zoomOut"),
    })
    .addTo(map);
  showBasemap(host, map, signal);
  return map;
}
