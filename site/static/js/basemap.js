/**
 * The bundled vector basemap: municipalities, built-up areas, lakes, railways, roads and names,
 * drawn on one canvas below everything else. Colours are custom properties of the map's element
 * (`--map-land`, `--map-water` …), so that style sheets decide them, in light and in dark.
 */

const leaflet = window.L;

/** Lines are cut into pieces of this many vertices, to draw only those that are in view. */
const PIECE = 12;

/** From which zoom on a road class is drawn, and its width in pixels at zoom 10. */
const ROADS = {
  regional: { from: 8.5, width: 1.1 },
  main: { from: 7, width: 1.7 },
  highway: { from: 7, width: 2.3 },
};

/** From which zoom on a name is written, by kind and rank; size in pixels at zoom 10. */
const LABELS = {
  municipality: { from: { 1: 7, 2: 8.5 }, size: { 1: 17, 2: 15 }, weight: 620 },
  lake: { from: { 1: 8.5, 3: 10, 4: 11.5 }, size: { 1: 15, 3: 13.5, 4: 13 }, weight: 560 },
  district: { from: { 3: 11 }, size: { 3: 14 }, weight: 600 },
  village: { from: { 5: 12 }, size: { 5: 13.5 }, weight: 560 },
};

/** Where a name may go to make room, in its own heights. */
const PLACES = [0, 1.9, -1.9, 3, -3];

const loaded = new Map();

/** What the names keep clear of, by map: [{latitude, longitude, radius}], radius in pixels. */
const obstacles = new WeakMap();
const layers = new WeakMap();

/** Web Mercator, 0–1 from the north-west corner of the world (EPSG:3857 scaled). */
function project([longitude, latitude]) {
  const sine = Math.sin((latitude * Math.PI) / 180);
  return [longitude / 360 + 0.5, 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)];
}

function boxOf(points) {
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of points) {
    box[0] = Math.min(box[0], x);
    box[1] = Math.min(box[1], y);
    box[2] = Math.max(box[2], x);
    box[3] = Math.max(box[3], y);
  }
  return box;
}

function overlap(one, other) {
  return one[0] <= other[2] && one[2] >= other[0] && one[1] <= other[3] && one[3] >= other[1];
}

function trace(path, points) {
  points.forEach(([x, y], index) => (index ? path.lineTo(x, y) : path.moveTo(x, y)));
}

function polygonsOf(geometry) {
  return geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
}

function linesOf(geometry) {
  return geometry.type === "LineString" ? [geometry.coordinates] : geometry.coordinates;
}

function area(rings) {
  const path = new Path2D();
  for (const ring of rings) {
    trace(path, ring);
    path.closePath();
  }
  return { path, box: boxOf(rings[0]) };
}

function pieces(points) {
  const cut = [];
  for (let start = 0; start < points.length - 1; start += PIECE) {
    const some = points.slice(start, start + PIECE + 1);
    const path = new Path2D();
    trace(path, some);
    cut.push({ path, box: boxOf(some) });
  }
  return cut;
}

/** The borders of neighbours, each drawn once: dashes drawn twice would close into a line. */
function borders(polygons) {
  const seen = new Set();
  const lines = [];
  for (const ring of polygons.flat()) {
    let line = [];
    for (let index = 1; index < ring.length; index += 1) {
      const ends = [ring[index - 1].join(), ring[index].join()].sort().join(" ");
      if (seen.has(ends)) {
        if (line.length) lines.push(line);
        line = [];
        continue;
      }
      seen.add(ends);
      if (!line.length) line.push(ring[index - 1]);
      line.push(ring[index]);
    }
    if (line.length) lines.push(line);
  }
  return lines.flatMap(pieces);
}

/** Turn the file into paths around its own middle, where 32-bit canvas coordinates are exact. */
function prepare(data) {
  const [west, south, east, north] = data.bounds;
  const origin = project([(west + east) / 2, (south + north) / 2]);
  const place = (position) => {
    const [x, y] = project(position);
    return [x - origin[0], y - origin[1]];
  };
  const areas = (layer) =>
    layer.features.flatMap((feature) =>
      polygonsOf(feature.geometry).map((rings) => rings.map((ring) => ring.map(place))),
    );
  const lines = (features) =>
    features.flatMap((feature) =>
      linesOf(feature.geometry).flatMap((line) => pieces(line.map(place))),
    );
  const land = areas(data.layers.municipalities);
  const roads = Object.keys(ROADS).map((name) => ({
    ...ROADS[name],
    pieces: lines(data.layers.roads.features.filter((road) => road.properties.class === name)),
  }));
  const labels = data.layers.labels.features
    .map(({ properties, geometry }) => ({ ...properties, at: place(geometry.coordinates) }))
    .sort((one, other) => one.rank - other.rank);
  const region = new Path2D();
  for (const ring of land.flat()) trace(region, ring);
  return {
    origin,
    attribution: data.attribution,
    region,
    land: land.map(area),
    borders: borders(land),
    builtup: areas(data.layers.builtup).map(area),
    lakes: areas(data.layers.lakes).map(area),
    railways: lines(data.layers.railways.features),
    roads,
    labels,
  };
}

async function fetchBasemap(url) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return prepare(await response.json());
}

/** Load the basemap once for all maps of the page; a failed attempt is not kept. */
function loadBasemap(url) {
  if (!loaded.has(url)) {
    const promise = fetchBasemap(url);
    promise.catch(() => loaded.delete(url));
    loaded.set(url, promise);
  }
  return loaded.get(url);
}

function grown(size, zoom, rate) {
  return size * rate ** (zoom - 10);
}

const BasemapLayer = leaflet.Renderer.extend({
  options: { padding: 0.3, pane: "basemap" },

  initialize(basemap, options) {
    leaflet.Renderer.prototype.initialize.call(this, options);
    this._basemap = basemap;
  },

  /** Draw again, in the colours that now hold. */
  redraw() {
    if (this._map && this._bounds) this._draw();
  },

  _initContainer() {
    this._container = document.createElement("canvas");
    this._container.className = "map__basemap";
    this._container.setAttribute("aria-hidden", "true");
  },

  _destroyContainer() {
    this._container.remove();
    delete this._container;
  },

  _updatePaths() {},

  _update() {
    if (this._map._animatingZoom && this._bounds) return;
    leaflet.Renderer.prototype._update.call(this);
    this._draw();
  },

  _draw() {
    const canvas = this._container;
    const size = this._bounds.getSize();
    const ratio = Math.min(window.devicePixelRatio || 1, 2);
    leaflet.DomUtil.setPosition(canvas, this._bounds.min);
    canvas.width = Math.round(size.x * ratio);
    canvas.height = Math.round(size.y * ratio);
    canvas.style.width = `${size.x}px`;
    canvas.style.height = `${size.y}px`;

    const zoom = this._map.getZoom();
    const scale = 256 * 2 ** zoom;
    const { origin } = this._basemap;
    const corner = this._map.getPixelOrigin().add(this._bounds.min);
    const shift = [origin[0] * scale - corner.x, origin[1] * scale - corner.y];
    const styles = getComputedStyle(this._map.getContainer());
    this._brush = {
      context: canvas.getContext("2d"),
      colour: (name) => styles.getPropertyValue(`--map-${name}`).trim(),
      font: styles.fontFamily,
      ratio,
      scale,
      shift,
      size,
      zoom,
      view: [
        -shift[0] / scale,
        -shift[1] / scale,
        (size.x - shift[0]) / scale,
        (size.y - shift[1]) / scale,
      ],
    };
    this._drawShapes();
    this._drawLabels();
  },

  _drawShapes() {
    const { context, colour, ratio, scale, shift, zoom } = this._brush;
    const basemap = this._basemap;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.fillStyle = colour("outside");
    context.fillRect(0, 0, this._brush.size.x, this._brush.size.y);
    context.setTransform(
      scale * ratio,
      0,
      0,
      scale * ratio,
      shift[0] * ratio,
      shift[1] * ratio,
    );
    context.lineJoin = "round";
    context.lineCap = "round";
    this._fill(basemap.land, colour("land"));
    this._fill(basemap.builtup, colour("builtup"));
    this._fill(basemap.lakes, colour("water"));
    this._stroke(basemap.lakes, colour("shore"), 1);
    context.save();
    context.clip(basemap.region);
    const roads = basemap.roads.filter((road) => zoom >= road.from);
    const width = (road) => Math.min(14, Math.max(0.8, grown(road.width, zoom, 1.27)));
    for (const road of roads) this._stroke(road.pieces, colour("casing"), width(road) + 2);
    for (const road of roads) this._stroke(road.pieces, colour("road"), width(road));
    context.lineCap = "butt";
    if (zoom >= 8.5) {
      this._stroke(basemap.railways, colour("railway"), zoom < 12 ? 1.2 : 1.8, [6, 4]);
    }
    context.restore();
    this._stroke(basemap.borders, colour("border"), zoom < 10 ? 1 : 1.4, [7, 4]);
  },

  _fill(shapes, colour) {
    const { context, view } = this._brush;
    context.fillStyle = colour;
    for (const { path, box } of shapes) {
      if (overlap(box, view)) context.fill(path, "evenodd");
    }
  },

  _stroke(shapes, colour, width, dashes = []) {
    const { context, scale, view } = this._brush;
    context.strokeStyle = colour;
    context.lineWidth = width / scale;
    context.setLineDash(dashes.map((length) => length / scale));
    for (const { path, box } of shapes) {
      if (overlap(box, view)) context.stroke(path);
    }
  },

  _drawLabels() {
    const { context, colour, font, ratio, scale, shift, view, zoom } = this._brush;
    const taken = this._takenBoxes();
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.setLineDash([]);
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.lineWidth = 3.5;
    context.strokeStyle = colour("halo");
    for (const label of this._basemap.labels) {
      const { from, size, weight } = LABELS[label.kind];
      const [x, y] = label.at;
      if (!(zoom >= from[label.rank]) || !overlap([x, y, x, y], view)) continue;
      const pixels = Math.min(22, Math.max(12.5, grown(size[label.rank], zoom, 1.05)));
      const text = (document.documentElement.lang === "sv" && label.name_sv) || label.name;
      context.font = `${weight} ${pixels}px ${font}`;
      const half = context.measureText(text).width / 2;
      const left = x * scale + shift[0];
      const top = y * scale + shift[1];
      const place = this._freePlace(left, top, half, pixels, taken);
      if (place === null) continue;
      context.fillStyle = colour(label.kind === "lake" ? "label-water" : "label");
      context.strokeStyle = colour(label.kind === "lake" ? "halo-water" : "halo");
      context.strokeText(text, left, place);
      context.fillText(text, left, place);
    }
  },

  /** The boxes of the markers on the canvas. */
  _takenBoxes() {
    const corner = this._bounds.min;
    return (obstacles.get(this._map) ?? []).map(({ latitude, longitude, radius }) => {
      const { x, y } = this._map.latLngToLayerPoint([latitude, longitude]).subtract(corner);
      return [x - radius, y - radius, x + radius, y + radius];
    });
  },

  /** Find a height where the name overlaps nothing, take it, and return it; null if none is. */
  _freePlace(left, top, half, pixels, taken) {
    for (const offset of PLACES) {
      const place = top + offset * pixels;
      const rise = pixels * 0.5 + 3;
      const box = [left - half - 5, place - rise, left + half + 5, place + rise];
      if (taken.some((other) => overlap(box, other))) continue;
      taken.push(box);
      return place;
    }
    return null;
  },
});

/**
 * Keep the names on the map clear of what lies on it.
 *
 * @param {L.Map} map
 * @param {{latitude: number, longitude: number, radius: number}[]} places - Radius in pixels.
 */
export function keepClear(map, places) {
  obstacles.set(map, places);
  layers.get(map)?.redraw();
}

/**
 * Draw the basemap below everything on the map, and keep it in the page's colour scheme.
 *
 * @param {L.Map} map
 * @param {string} url - Address of `map/basemap.json`.
 * @param {AbortSignal} signal - Ends the watching when the map goes away.
 * @returns {Promise<string[]>} The lines that name the data's sources.
 */
export async function addBasemap(map, url, signal) {
  const pane = map.createPane("basemap");
  pane.style.zIndex = "100";
  pane.style.pointerEvents = "none";
  const basemap = await loadBasemap(url);
  if (signal.aborted) return basemap.attribution;
  const layer = new BasemapLayer(basemap).addTo(map);
  layers.set(map, layer);
  const redraw = () => layer.redraw();
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw, { signal });
  // Names are written again once the page's own typeface is there.
  document.fonts.ready.then(redraw);
  return basemap.attribution;
}
