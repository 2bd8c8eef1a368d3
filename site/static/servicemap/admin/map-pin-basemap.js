/* global L */

/** The bundled basemap under the pin: lakes, roads, borders and names. */

const STYLES = {
  municipalities: { color: "#9a8fb0", dashArray: "4 4", fill: false, weight: 1 },
  builtup: { color: "#e6e1d4", fillColor: "#e6e1d4", fillOpacity: 1, weight: 0 },
  lakes: { color: "#8fbbd0", fillColor: "#b9d8e6", fillOpacity: 1, weight: 1 },
  railways: { color: "#b8b2a6", dashArray: "6 4", weight: 1 },
  roads: { color: "#d5cfc0", weight: 2 },
};
const ORDER = ["builtup", "lakes", "railways", "roads", "municipalities"];
const CLOSER_ZOOM = 8;

/**
 * Draws the basemap, and raster tiles if the site has any.
 *
 * @param {L.Map} map
 * @param {{bounds: number[], attribution: string[], layers: Object}} basemap
 * @param {{tilesUrl: ?string, tilesAttribution: ?string}} tiles
 */
export function drawBasemap(map, basemap, { tilesUrl, tilesAttribution }) {
  const [west, south, east, north] = basemap.bounds;
  map.fitBounds([[south, west], [north, east]], { animate: false });
  basemap.attribution.forEach((text) => map.attributionControl.addAttribution(text));
  if (tilesUrl) {
    const attribution = document.createElement("span");
    attribution.textContent = tilesAttribution;
    L.tileLayer(tilesUrl, { attribution: attribution.innerHTML }).addTo(map);
  }
  // Over raster tiles only the borders are of use.
  (tilesUrl ? ["municipalities"] : ORDER).forEach((name) => {
    const layer = basemap.layers[name];
    if (layer) L.geoJSON(layer, { interactive: false, style: STYLES[name] }).addTo(map);
  });
  const names = basemap.layers.labels?.features ?? [];
  const labels = L.layerGroup().addTo(map);
  const draw = () => drawNames(map, labels, names);
  map.on("zoomend", draw);
  draw();
}

/** Shows the more names the closer the map is. */
function drawNames(map, labels, names) {
  const rank = Math.max(1, map.getZoom() - CLOSER_ZOOM);
  labels.clearLayers();
  names.filter((feature) => feature.properties.rank <= rank).forEach((feature) => {
    const [longitude, latitude] = feature.geometry.coordinates;
    const name = document.createElement("span");
    name.textContent = feature.properties.name;
    L.tooltip({ permanent: true, direction: "center", className: "map-pin__label" })
      .setLatLng([latitude, longitude]).setContent(name).addTo(labels);
  });
}
