/**
 * Boxes on a map, as addresses write them, as answers hold them and as Leaflet does.
 */

const leaflet = window.L;

/** A box as addresses have it: "west,south,east,north". */
export function boxText(bounds) {
  return [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()]
    .map((degrees) => degrees.toFixed(5))
    .join(",");
}

/** Leaflet's bounds of [west, south, east, north]. */
export function boundsOf([west, south, east, north]) {
  return leaflet.latLngBounds([south, west], [north, east]);
}

/** The bounds of everything in an answer, or null. */
export function boundsOfAnswer({ clusters, points }) {
  const bounds = leaflet.latLngBounds([]);
  for (const cluster of clusters) bounds.extend(boundsOf(cluster.bbox));
  for (const point of points) bounds.extend([point.latitude, point.longitude]);
  return bounds.isValid() ? bounds : null;
}

/** The part that two boxes share; null when they share nothing. */
export function shared(one, other) {
  if (!one.intersects(other)) return null;
  return boundsOf([
    Math.max(one.getWest(), other.getWest()),
    Math.max(one.getSouth(), other.getSouth()),
    Math.min(one.getEast(), other.getEast()),
    Math.min(one.getNorth(), other.getNorth()),
  ]);
}

/** The numbers of a parameter like `near` or `bbox`, if there are so many, or null. */
export function numbersIn(parameters, name, count) {
  const numbers = (parameters.get(name) ?? "").split(",").map(Number);
  return numbers.length === count && numbers.every(Number.isFinite) ? numbers : null;
}
