/**
 * Points and clusters on a map. A point says its kind by shape and colour and its name in words,
 * a cluster how many it stands for; both are buttons to the keyboard and to a screen reader.
 */

import { keepClear } from "./basemap.js";
import { part, text } from "./leaflet-map.js";

const leaflet = window.L;

/** What a thing or a cluster is known by, however often its marker is drawn anew. */
export function keyOf(item) {
  return item.kind ? `${item.kind}-${item.id}` : `cluster-${item.bbox.join("-")}`;
}

/** The radius of a point or a cluster on the map, in pixels. */
function radiusOf({ count }) {
  if (!count) return 11;
  if (count < 10) return 22;
  return count < 100 ? 25 : 29;
}

function icon(element, size) {
  return leaflet.divIcon({ html: element, className: "map-marker", iconSize: [size, size] });
}

/** Make the marker of one thing. */
export function pointMarker(host, point) {
  const pin = part(host, "pin");
  pin.classList.add(`pin--${point.kind}`);
  return leaflet.marker([point.latitude, point.longitude], { icon: icon(pin, 36) });
}

function clusterMarker(host, cluster) {
  const disc = part(host, "cluster");
  const size = radiusOf(cluster) * 2;
  disc.classList.add(`cluster--${size}`);
  disc.textContent = cluster.count.toLocaleString(document.documentElement.lang);
  return leaflet.marker([cluster.latitude, cluster.longitude], { icon: icon(disc, size) });
}

function tooltip(name) {
  const element = document.createElement("span");
  element.textContent = name;
  return element;
}

/** Whether the clusters' box holds the place, to a metre. */
function holds([west, south, east, north], latitude, longitude) {
  const edge = 1e-5;
  return (
    longitude >= west - edge &&
    longitude <= east + edge &&
    latitude >= south - edge &&
    latitude <= north + edge
  );
}

/** All markers of an answer; those far out of view are not in the page. */
export class MarkerLayer {
  /**
   * @param {HTMLElement} host - The element with the templates.
   * @param {L.Map} map
   * @param {object} handlers
   * @param {function(object, boolean): void} handlers.activate - A marker was chosen: its point
   *   or cluster, and whether by the keyboard.
   * @param {function(?object): void} handlers.point - A marker is pointed at, or none any more.
   */
  constructor(host, map, handlers) {
    this.host = host;
    this.map = map;
    this.handlers = handlers;
    this.markers = new Map();
    this.items = [];
    this.selectedKey = null;
    this.pointed = null;
  }

  /** Show an answer of the map's address: `{clusters, points}`. */
  show(answer) {
    // From north to south, so that the keyboard walks the map in one direction.
    this.items = [...answer.clusters, ...answer.points].sort(
      (one, other) => other.latitude - one.latitude,
    );
    const focused = document.activeElement?.closest?.(".map-marker");
    for (const marker of this.markers.values()) marker.remove();
    this.markers.clear();
    this.pointed = null;
    this.cull();
    if (focused) this.#refocus(focused.dataset.key);
  }

  /** Whether anything that is known of lies there. */
  isAnyIn(bounds) {
    return this.items.some((item) => bounds.contains([item.latitude, item.longitude]));
  }

  /** Add the markers that have come near the view, drop those that have gone. */
  cull() {
    const near = this.map.getBounds().pad(0.5);
    for (const item of this.items) {
      const marker = this.markers.get(item);
      const wanted = near.contains([item.latitude, item.longitude]);
      if (wanted && !marker) this.#add(item);
      if (!wanted && marker) {
        marker.remove();
        this.markers.delete(item);
      }
    }
    keepClear(
      this.map,
      [...this.markers.keys()].map((item) => ({ ...item, radius: radiusOf(item) })),
    );
  }

  /** Give the thing's marker, if it has one of its own, the halo of the chosen one. */
  select(key) {
    this.selectedKey = key;
    for (const item of this.markers.keys()) this.#mark(item);
  }

  /** Point out where a thing is: its own marker, or the cluster it is in. None with no place. */
  pointOut(place) {
    const before = this.pointed;
    this.pointed = place && this.#find(place);
    if (before === this.pointed) return;
    for (const item of [before, this.pointed]) {
      if (item && this.markers.has(item)) this.#mark(item);
    }
  }

  /** The marker with the keyboard's focus is gone: go on from its successor, or from the map. */
  #refocus(key) {
    const element = this.host.querySelector(`.map-marker[data-key="${CSS.escape(key)}"]`);
    (element || this.map.getContainer()).focus({ preventScroll: true });
  }

  #find({ key, latitude, longitude }) {
    return (
      this.items.find((item) => item.kind && keyOf(item) === key) ??
      this.items.find((item) => item.bbox && holds(item.bbox, latitude, longitude)) ??
      null
    );
  }

  #add(item) {
    const marker = item.kind ? pointMarker(this.host, item) : clusterMarker(this.host, item);
    marker.addTo(this.map);
    this.markers.set(item, marker);
    const element = marker.getElement();
    element.dataset.key = keyOf(item);
    if (item.kind) {
      marker.bindTooltip(tooltip(item.name), { direction: "top", offset: [0, -14] });
      element.setAttribute("aria-label", `${item.name}, ${text(this.host, item.kind)}`);
    } else {
      element.dataset.count = item.count;
      element.setAttribute("aria-label", text(this.host, "cluster", { count: item.count }));
    }
    marker.on("click", () => this.handlers.activate(item, false));
    element.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      event.stopPropagation();
      this.handlers.activate(item, true);
    });
    for (const type of ["mouseenter", "focus"]) {
      element.addEventListener(type, () => this.handlers.point(item));
    }
    for (const type of ["mouseleave", "blur"]) {
      element.addEventListener(type, () => this.handlers.point(null));
    }
    this.#mark(item);
  }

  #mark(item) {
    const marker = this.markers.get(item);
    const selected = Boolean(item.kind) && keyOf(item) === this.selectedKey;
    const pointed = item === this.pointed;
    marker.getElement().classList.toggle("is-selected", selected);
    marker.getElement().classList.toggle("is-pointed", pointed);
    marker.setZIndexOffset(selected || pointed ? 10_000 : 0);
  }
}
