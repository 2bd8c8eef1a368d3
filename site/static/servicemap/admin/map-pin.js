/* global L */

import { PinAddress } from "./map-pin-address.js";
import { drawBasemap } from "./map-pin-basemap.js";

const DIGITS = 6;
const NEAR_ZOOM = 13;
const STEP_PX = 8;
const LEAP_PX = 64;
const PAUSE_MS = 500;
const CHECK_MS = 200;
const ZOOMS = { "+": 1, "=": 1, "-": -1 };
const ARROWS = {
  ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1],
};

/** Takes back what the site said of a field whose value was mended since, if it said anything. */
function forgetError(field) {
  if (!field.hasAttribute("aria-invalid")) return;
  const box = field.closest("[data-field]");
  box?.classList.remove("w-field--error");
  box?.querySelector("[data-field-errors]")?.replaceChildren();
  field.removeAttribute("aria-invalid");
  // Wagtail watches no form that was refused: without this it would save no draft by itself.
  const detail = { type: "edits" };
  field.form?.dispatchEvent(new CustomEvent("w-unsaved:add", { bubbles: true, cancelable: true, detail }));
}

/**
 * A map on which a click, a drag or the arrow keys fill in two number fields, and the fields move
 * the pin. It says where the pin is and warns when that is not the chosen municipality. Without
 * the script the fields alone do.
 *
 * `data-check-url` answers `?latitude=…&longitude=…` with `{key, name}`, and
 * `data-find-url` answers `?q=…` with `{found, like: [{label, latitude, longitude, exact}]}`.
 *
 * @example
 * <map-pin data-latitude-id="id_latitude" data-longitude-id="id_longitude"
 *          data-municipality-id="id_municipality" data-address-ids="id_street_address"
 *          data-basemap-url="/static/map/basemap.json" data-icon-url="/static/pin.svg"
 *          data-check-url="/admin/map/municipality/" data-find-url="/admin/map/address/"
 *          data-label="Map" data-pin-label="Pin" data-text-at="{point}, {place}">
 *   <div data-search hidden><input type="search"><button type="button">Find</button>
 *     <ul data-found></ul></div>
 *   <div data-map></div>
 *   <p data-status role="status"></p>
 *   <p data-warning role="alert" hidden></p>
 *   <button type="button" data-undo hidden>Back to the previous point</button>
 *   <button type="button" data-clear hidden>Remove the pin</button>
 * </map-pin>
 */
class MapPin extends HTMLElement {
  connectedCallback() {
    const { dataset } = this;
    this.latitude = document.getElementById(dataset.latitudeId);
    this.longitude = document.getElementById(dataset.longitudeId);
    this.municipality = document.getElementById(dataset.municipalityId);
    if (!this.latitude || !this.longitude) return;
    this.controller = new AbortController();
    this.earlier = [];
    this.movedAt = 0;
    // The map is made when its tab is opened: Leaflet needs to know its size.
    this.observer = new ResizeObserver(() => this.onSize());
    this.observer.observe(this.piece("map"));
    this.piece("map").hidden = false;
  }

  disconnectedCallback() {
    this.observer?.disconnect();
    this.controller?.abort();
    clearTimeout(this.waiting);
    this.map?.remove();
    this.map = null;
  }

  /** What is in the element under a name. */
  piece(name) {
    return this.querySelector(`[data-${name}]`);
  }

  onSize() {
    if (!this.piece("map").clientHeight) return;
    if (this.map) this.map.invalidateSize();
    else this.start();
  }

  async start() {
    const { signal } = this.controller;
    const element = this.piece("map");
    this.map = L.map(element, { preferCanvas: true, maxZoom: 18, minZoom: 7 });
    this.map.attributionControl.setPrefix(false);
    this.map.setView([61.1, 25.7], 9);
    this.map.on("click", (event) => this.put(event.latlng.wrap(), { focus: true }));
    element.addEventListener("keydown", (event) => this.onMapKey(event), { signal });
    [this.latitude, this.longitude].forEach((field) => {
      field.addEventListener("change", () => this.read({ follow: true }), { signal });
    });
    this.municipality?.addEventListener("change", () => this.check(), { signal });
    this.piece("clear").addEventListener("click", () => this.put(null), { signal });
    this.piece("undo").addEventListener("click", () => this.undo(), { signal });
    this.address = new PinAddress(this, signal, (found) => {
      this.put({ lat: found.latitude, lng: found.longitude }, { follow: true, focus: true });
    });
    // A fetch that the browser breaks off when the page is left is no error.
    const response = await fetch(this.dataset.basemapUrl, { signal }).catch(() => null);
    if (response?.ok && this.map) drawBasemap(this.map, await response.json(), this.dataset);
    if (this.map) this.read({ follow: true });
  }

  /** The point in the fields, or null. @returns {?{lat: number, lng: number}} */
  get point() {
    const [lat, lng] = [this.latitude, this.longitude].map((field) => (
      field.value.trim() === "" ? NaN : Number(field.value.replace(",", "."))
    ));
    return Math.abs(lat) <= 90 && Math.abs(lng) <= 180 ? { lat, lng } : null;
  }

  /** Moves the pin to where the fields say. @param {{follow: boolean}} options whether to go there */
  read({ follow = false } = {}) {
    const { point } = this;
    this.piece("clear").hidden = !point;
    this.piece("undo").hidden = !this.earlier.length;
    if (!point) {
      this.pin?.remove();
      this.pin = null;
    } else {
      if (this.pin) this.pin.setLatLng(point);
      else this.pin = this.newPin(point);
      // While it zooms by steps, Leaflet takes no other zoom.
      const zoom = Math.max(this.map.getZoom(), NEAR_ZOOM);
      if (follow) this.map.setView(point, zoom, { animate: false });
    }
    this.check();
  }

  newPin(position) {
    const icon = L.icon({
      iconUrl: this.dataset.iconUrl, iconSize: [32, 42], iconAnchor: [16, 41],
    });
    const pin = L.marker(position, { icon, draggable: true, alt: this.dataset.pinLabel });
    pin.on("dragend", () => this.put(pin.getLatLng().wrap(), { focus: true }));
    pin.addTo(this.map);
    const element = pin.getElement();
    element.setAttribute("aria-describedby", this.piece("help").id);
    element.addEventListener("keydown", (event) => this.onPinKey(event));
    return pin;
  }

  /** Arrow keys move the pin, with Shift further; plus and minus zoom at it. */
  onPinKey(event) {
    const arrow = ARROWS[event.key];
    if (arrow && !event.altKey && !event.ctrlKey && !event.metaKey) {
      const length = event.shiftKey ? LEAP_PX : STEP_PX;
      const place = this.map.latLngToContainerPoint(this.pin.getLatLng());
      const next = this.map.containerPointToLatLng(
        place.add([arrow[0] * length, arrow[1] * length]),
      );
      // Steps in a row are one move to take back.
      const isGoingOn = event.timeStamp - this.movedAt < PAUSE_MS;
      this.movedAt = event.timeStamp;
      this.put(next.wrap(), { remember: !isGoingOn });
      this.map.panInside(this.pin.getLatLng(), { padding: [60, 60], animate: false });
    } else if (ZOOMS[event.key]) {
      const zoom = this.map.getZoom() + ZOOMS[event.key];
      // The next arrow key must not come in the middle of a zoom.
      this.map.setZoomAround(this.pin.getLatLng(), zoom, { animate: false });
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** Enter on the map itself puts the pin in its middle. */
  onMapKey(event) {
    if (event.key !== "Enter" || event.target !== this.piece("map")) return;
    event.preventDefault();
    this.put(this.map.getCenter().wrap(), { focus: true });
  }

  /**
   * Writes a point, or nothing, into the fields.
   *
   * @param {?{lat: number, lng: number}} point
   * @param {{follow: boolean, focus: boolean, remember: boolean}} options whether the map goes
   * there, the pin gets the focus, and the point before can be brought back
   */
  put(point, { follow = false, focus = false, remember = true } = {}) {
    if (remember) this.earlier.push(this.point);
    this.latitude.value = point ? point.lat.toFixed(DIGITS) : "";
    this.longitude.value = point ? point.lng.toFixed(DIGITS) : "";
    // A point of the map is always on the globe, and whole.
    [this.latitude, this.longitude].forEach(forgetError);
    this.read({ follow });
    if (focus) this.pin?.getElement().focus({ preventScroll: true });
    // Previews and the warning about unsaved changes listen to the fields.
    this.longitude.dispatchEvent(new Event("input", { bubbles: true }));
  }

  undo() {
    this.put(this.earlier.pop() ?? null, { follow: true, remember: false });
    if (this.piece("undo").hidden) (this.pin?.getElement() ?? this.piece("map")).focus();
  }

  /** Says where the pin is, and whether that is in the municipality that is chosen. */
  check() {
    this.asking?.abort();
    clearTimeout(this.waiting);
    // Arrow keys come in rows: only where they end is worth asking and telling.
    this.waiting = setTimeout(() => this.tell(), this.point ? CHECK_MS : 0);
  }

  async tell() {
    const { dataset, point } = this;
    const status = this.piece("status");
    const warning = this.piece("warning");
    if (!point) {
      status.textContent = dataset.textNone;
      warning.hidden = true;
      return;
    }
    const shown = `${point.lat.toFixed(4)}, ${point.lng.toFixed(4)}`;
    this.asking = new AbortController();
    const { signal } = this.asking;
    try {
      const query = new URLSearchParams({ latitude: point.lat, longitude: point.lng });
      const response = await fetch(`${dataset.checkUrl}?${query}`, { signal });
      if (!response.ok) throw new Error(response.statusText);
      const place = await response.json();
      status.textContent = dataset.textAt
        .replace("{point}", shown).replace("{place}", place.name || dataset.textElsewhere);
      const chosen = this.municipality?.value;
      const isElsewhere = Boolean(chosen) && String(place.key ?? "") !== chosen;
      if (isElsewhere) {
        warning.textContent = dataset.textWarning
          .replace("{place}", place.name || dataset.textElsewhere)
          .replace("{chosen}", this.municipality.selectedOptions[0].textContent.trim());
      }
      warning.hidden = !isElsewhere;
    } catch (error) {
      if (error.name === "AbortError") return;
      status.textContent = shown;
      warning.hidden = true;
    }
  }
}

customElements.define("map-pin", MapPin);
