/**
 * A Leaflet map as django-leaflet makes it (its settings, its `map:init` event), with the bundled
 * basemap, controls in the reader's language, and a line that opens to name the data's sources.
 *
 * The element that holds the map carries `basemap-url`, `leaflet-config` (JSON of the setting
 * LEAFLET_CONFIG) and the templates of `components/map_parts.html`.
 */

import { addBasemap } from "./basemap.js";

const leaflet = window.L;

/** One can move to wherever a listing may be, but not round the globe to a second copy of it. */
const WORLD = [
  [-85, -180],
  [85, 180],
];

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

/** An element of the page in a corner of the map. */
const ElementControl = leaflet.Control.extend({
  initialize(element, options) {
    leaflet.Util.setOptions(this, options);
    this._element = element;
  },

  onAdd() {
    leaflet.DomEvent.disableClickPropagation(this._element);
    return this._element;
  },
});

/** Put a fresh copy of the template `data-part="name"` into a corner of the map. */
export function addPart(host, map, name, position) {
  const element = part(host, name);
  new ElementControl(element, { position }).addTo(map);
  return element;
}

async function showBasemap(host, map, signal) {
  // It is there from the start, so that what the map shows at first stays clear of it.
  const sources = addPart(host, map, "sources", "bottomright");
  try {
    const lines = await addBasemap(map, host.getAttribute("basemap-url"), signal);
    if (signal.aborted) return;
    const list = sources.querySelector("ul");
    for (const line of lines) {
      const item = document.createElement("li");
      item.textContent = line;
      list.append(item);
    }
    host.dataset.basemap = "ready";
  } catch {
    // What is on the map stays of use over plain land, which has no source to name.
    sources.remove();
    host.dataset.basemap = "failed";
  }
}

/**
 * Build a map inside the element.
 *
 * @param {HTMLElement} host
 * @param {object} settings
 * @param {object} [settings.options] - More options of `L.Map`.
 * @param {AbortSignal} settings.signal - Ends what waits when the map goes away.
 * @returns {L.Map}
 */
export function createMap(host, { options = {}, signal }) {
  const config = JSON.parse(host.getAttribute("leaflet-config") || "{}");
  const frame = document.createElement("div");
  frame.className = "map__frame";
  frame.setAttribute("role", "group");
  frame.setAttribute("aria-label", text(host, options.keyboard === false ? "name" : "keys"));
  host.append(frame);
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
      extent: WORLD,
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
