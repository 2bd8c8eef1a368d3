/**
 * Clusters that would lie on each other become one. The server counts in squares of a grid, so
 * two neighbours may be near a common edge; here they are seen in pixels.
 */

/** How much of a marker may be covered by another. */
const TOUCH = 0.8;

/** The radius of a point or a cluster on the map, in pixels. */
export function radiusOf({ count }) {
  if (!count) return 11;
  if (count < 10) return 22;
  return count < 100 ? 25 : 29;
}

function boxOf({ bbox, latitude, longitude }) {
  return bbox ?? [longitude, latitude, longitude, latitude];
}

function joined(one, other) {
  const [oneCount, otherCount] = [one.count ?? 1, other.count ?? 1];
  const count = oneCount + otherCount;
  const [a, b] = [boxOf(one), boxOf(other)];
  return {
    latitude: (one.latitude * oneCount + other.latitude * otherCount) / count,
    longitude: (one.longitude * oneCount + other.longitude * otherCount) / count,
    count,
    bbox: [
      Math.min(a[0], b[0]),
      Math.min(a[1], b[1]),
      Math.max(a[2], b[2]),
      Math.max(a[3], b[3]),
    ],
  };
}

/**
 * Join what overlaps, biggest first.
 *
 * @param {object[]} items - Clusters and points as the map's address answers them.
 * @param {function(object): {x: number, y: number}} place - Where an item is, in pixels.
 * @returns {object[]} As many things as before, in fewer clusters and points.
 */
export function merged(items, place) {
  const kept = [];
  const waiting = [...items].sort((one, other) => (other.count ?? 1) - (one.count ?? 1));
  while (waiting.length) {
    const item = waiting.shift();
    const at = place(item);
    const reach = radiusOf(item);
    const index = kept.findIndex(
      (other) =>
        Math.hypot(other.at.x - at.x, other.at.y - at.y) < (other.reach + reach) * TOUCH,
    );
    if (index < 0) {
      kept.push({ item, at, reach });
    } else {
      // The joined one has another middle: it is looked at again.
      const [other] = kept.splice(index, 1);
      waiting.unshift(joined(other.item, item));
    }
  }
  return kept.map(({ item }) => item);
}
