/* global L */

const STYLES = {
  municipalities: { color: '#9a8fb0', dashArray: '4 4', fill: false, weight: 1 },
  builtup: { color: '#e6e1d4', fillColor: '#e6e1d4', fillOpacity: 1, weight: 0 },
  lakes: { color: '#8fbbd0', fillColor: '#b9d8e6', fillOpacity: 1, weight: 1 },
  railways: { color: '#b8b2a6', dashArray: '6 4', weight: 1 },
  roads: { color: '#d5cfc0', weight: 2 },
};
const ORDER = ['builtup', 'lakes', 'railways', 'roads', 'municipalities'];
const DIGITS = 6;
const NEAR_ZOOM = 12;
const CLOSER_ZOOM = 8;

/**
 * A map on which a click or a drag fills in two number fields, and the fields move the pin.
 *
 * @example
 * <map-pin data-latitude-id="id_latitude" data-longitude-id="id_longitude"
 *          data-basemap-url="/static/map/basemap.json" data-icon-url="/static/pin.svg"
 *          data-label="Map"></map-pin>
 * <button type="button" data-map-pin-clear hidden>Remove the pin</button>
 */
class MapPin extends HTMLElement {
  connectedCallback() {
    this.latitude = document.getElementById(this.dataset.latitudeId);
    this.longitude = document.getElementById(this.dataset.longitudeId);
    this.clear = this.parentElement.querySelector('[data-map-pin-clear]');
    this.controller = new AbortController();
    // The map is made when its tab is opened: Leaflet needs to know its size.
    this.observer = new ResizeObserver(() => this.onSize());
    this.observer.observe(this);
  }

  disconnectedCallback() {
    this.observer.disconnect();
    this.controller.abort();
    this.map?.remove();
    this.map = null;
  }

  onSize() {
    if (!this.clientHeight || !this.latitude || !this.longitude) return;
    if (this.map) this.map.invalidateSize();
    else this.start();
  }

  async start() {
    const { signal } = this.controller;
    const element = document.createElement('div');
    element.setAttribute('role', 'application');
    element.setAttribute('aria-label', this.dataset.label);
    this.append(element);
    this.map = L.map(element, { preferCanvas: true, maxZoom: 18, minZoom: 7 });
    this.map.attributionControl.setPrefix(false);
    this.map.setView([61.1, 25.7], 9);
    this.map.on('click', (event) => this.put(event.latlng.wrap()));
    [this.latitude, this.longitude].forEach((field) => {
      field.addEventListener('change', () => this.read(true), { signal });
    });
    this.clear.addEventListener('click', () => this.put(null), { signal });
    if (this.dataset.tilesUrl) {
      const attribution = document.createElement('span');
      attribution.textContent = this.dataset.tilesAttribution;
      L.tileLayer(this.dataset.tilesUrl, { attribution: attribution.innerHTML }).addTo(this.map);
    }
    const response = await fetch(this.dataset.basemapUrl, { signal });
    this.draw(await response.json());
    this.read(true);
  }

  /** @param {{bounds: number[], attribution: string[], layers: Object}} basemap */
  draw(basemap) {
    const [west, south, east, north] = basemap.bounds;
    this.map.fitBounds([[south, west], [north, east]]);
    basemap.attribution.forEach((text) => this.map.attributionControl.addAttribution(text));
    // Over raster tiles only the borders are of use.
    (this.dataset.tilesUrl ? ['municipalities'] : ORDER).forEach((name) => {
      const layer = basemap.layers[name];
      if (layer) L.geoJSON(layer, { interactive: false, style: STYLES[name] }).addTo(this.map);
    });
    this.names = basemap.layers.labels?.features || [];
    this.labels = L.layerGroup().addTo(this.map);
    this.map.on('zoomend', () => this.drawNames());
    this.drawNames();
  }

  /** Shows the more names the closer the map is. */
  drawNames() {
    const rank = Math.max(1, this.map.getZoom() - CLOSER_ZOOM);
    this.labels.clearLayers();
    this.names.filter((feature) => feature.properties.rank <= rank).forEach((feature) => {
      const [longitude, latitude] = feature.geometry.coordinates;
      const name = document.createElement('span');
      name.textContent = feature.properties.name;
      L.tooltip({ permanent: true, direction: 'center', className: 'map-pin__label' })
        .setLatLng([latitude, longitude]).setContent(name).addTo(this.labels);
    });
  }

  /** Moves the pin to where the fields say. @param {boolean} follow whether to go there */
  read(follow) {
    const [latitude, longitude] = [this.latitude, this.longitude].map((field) => (
      field.value.trim() === '' ? NaN : Number(field.value.replace(',', '.'))
    ));
    const known = Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180;
    this.clear.hidden = !known;
    if (!known) {
      this.pin?.remove();
      this.pin = null;
      return;
    }
    if (this.pin) this.pin.setLatLng([latitude, longitude]);
    else this.pin = this.newPin([latitude, longitude]);
    if (follow) this.map.setView([latitude, longitude], Math.max(this.map.getZoom(), NEAR_ZOOM));
  }

  newPin(position) {
    const icon = L.icon({
      iconUrl: this.dataset.iconUrl, iconSize: [32, 42], iconAnchor: [16, 41],
    });
    const pin = L.marker(position, { icon, draggable: true, alt: this.dataset.label });
    pin.on('dragend', () => this.put(pin.getLatLng().wrap()));
    return pin.addTo(this.map);
  }

  /** Writes a point, or nothing, into the fields. @param {?{lat: number, lng: number}} point */
  put(point) {
    this.latitude.value = point ? point.lat.toFixed(DIGITS) : '';
    this.longitude.value = point ? point.lng.toFixed(DIGITS) : '';
    this.read(false);
    // Previews and the warning about unsaved changes listen to the fields.
    this.longitude.dispatchEvent(new Event('input', { bubbles: true }));
  }
}

customElements.define('map-pin', MapPin);
