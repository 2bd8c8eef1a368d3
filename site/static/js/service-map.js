import { addPart, calm, createMap, part } from "./leaflet-map.js";
import { MapAnswers } from "./map-answers.js";
import { boundsOf, boundsOfAnswer, boxText, numbersIn, shared } from "./map-bounds.js";
import { cardOf, firstPlaces, markCard, watchCards } from "./map-cards.js";
import { keyOf, MarkerLayer } from "./map-markers.js";
import { MapStatus } from "./map-status.js";
import { isOnePlace, PlacePopup } from "./place-popup.js";

const leaflet = window.L;

/** From this zoom on only what is near the view is asked for; below, the whole answer is small. */
const NEAR_ZOOM = 12;

/** At this zoom the whole result is asked for, to see where it lies. */
const OVERVIEW_ZOOM = 9;

/** How near the map goes by itself. */
const FIT_ZOOM = 13;

/** How many results are in view at first when a place is searched near to. */
const NEAREST = 5;

/** Pixels around what is fitted into view: half the largest disc, and what keeps it off the edge. */
const DISC = 32;
const ROOM = 44;

/**
 * The results of a search on a map. It shows what `map-url` answers, in clusters that open as one
 * comes nearer, and keeps step with the cards of the page (`.card[data-key]`). Where all of them
 * lie out of view it says so, and `where`, and goes there on request: `located` is how many have a
 * place. It holds the
 * templates of `components/map_parts.html` and `search/_map_parts.html`.
 *
 * @example
 * <service-map map-url="/api/v1/map?q=uimahalli&lang=fi" search-url="/api/v1/search"
 *              basemap-url="/static/map/basemap.json" leaflet-config='{"MIN_ZOOM": 4}'
 *              located="12" where="Lahti, Heinola" west="24.8555" south="60.6715" east="26.545" north="61.8014">
 *   <template data-part="pin">…</template>
 * </service-map>
 *
 * @fires service-map:area - The reader wants to search in view: `detail.bbox` is
 *   "west,south,east,north". Whoever listens sets a `map-url` with that box.
 */
class ServiceMap extends HTMLElement {
  static observedAttributes = ["map-url"];

  #life = null;
  #answers = new MapAnswers();
  #map = null;
  #markers = null;
  #popup = null;
  #status = null;
  #actions = null;
  #legend = null;
  #here = null;
  #sizes = null;
  #fitting = false;
  #fitted = null;
  #quiet = false;
  #keepView = false;
  #waiting = true;
  #loaded = null;

  connectedCallback() {
    this.#life = new AbortController();
    this.#waiting = true;
    // On a phone the map is hidden until it is chosen: it is built when it first has a size.
    this.#sizes = new ResizeObserver(() => this.#resized());
    this.#sizes.observe(this);
    watchCards((place) => this.#markers?.pointOut(place), this.#life.signal);
  }

  disconnectedCallback() {
    this.#life.abort();
    this.#answers.abort();
    this.#sizes.disconnect();
    this.#map?.remove();
    this.#map = null;
    for (const child of [...this.children]) {
      if (child.localName !== "template") child.remove();
    }
  }

  attributeChangedCallback(name, before, now) {
    if (before === null || before === now) return;
    this.#waiting = true;
    if (this.#map && this.#isVisible()) this.#start();
  }

  #isVisible() {
    return this.clientWidth > 0 && this.clientHeight > 0;
  }

  #resized() {
    if (!this.#isVisible()) return;
    if (!this.#map) this.#build();
    this.#quietly(() => this.#map.invalidateSize({ animate: false, pan: !this.#waiting }));
    if (this.#waiting) this.#start();
    else if (this.#fitted) this.#fit(this.#fitted);
  }

  #build() {
    const { signal } = this.#life;
    // The size is watched here: Leaflet's own late moves would pass for the reader's.
    this.#map = createMap(this, { options: { trackResize: false }, signal });
    this.#map.fitBounds(boundsOf(this.#region()), { animate: false });
    this.#legend = addPart(this, this.#map, "legend", "bottomleft");
    this.#popup = new PlacePopup(this, this.#map);
    this.#markers = new MarkerLayer(this, this.#map, {
      activate: (item, byKeyboard) => this.#activate(item, byKeyboard),
      point: (item) => this.#pointAtCard(item),
    });
    this.#overlay();
    this.#map.on("moveend", () => this.#moved());
    this.#map.on("autopanstart", () => {
      this.#quiet = true;
    });
    this.#map.on("click", () => this.#select(null));
  }

  /** What lies over the map's upper edge: what a reader who has moved it can do, and messages. */
  #overlay() {
    const over = part(this, "over");
    this.#status = new MapStatus(this, over.querySelector(".map-status"));
    this.#actions = over.querySelector(".map-actions");
    over.querySelector(".map-area")?.addEventListener("click", () => this.#searchArea());
    over.querySelector(".map-all").addEventListener("click", () => this.#showAll());
    this.append(over);
  }

  #region() {
    return ["west", "south", "east", "north"].map((side) => Number(this.getAttribute(side)));
  }

  get #address() {
    return new URL(this.getAttribute("map-url"), window.location.href);
  }

  /** The box that the search itself is limited to, or null. */
  get #searchedBox() {
    const numbers = numbersIn(this.#address.searchParams, "bbox", 4);
    return numbers && boundsOf(numbers);
  }

  /** Move the map without taking it for the reader's wish. */
  #quietly(move) {
    this.#fitting = true;
    move();
    this.#fitting = false;
  }

  /** A new search: show all of it, unless it is for what the reader already looks at. */
  #start() {
    this.#waiting = false;
    this.#loaded = null;
    this.#fitted = null;
    this.#popup.close();
    this.#select(null);
    this.#actions.hidden = true;
    this.#showHere();
    const stay = this.#keepView;
    this.#keepView = false;
    const bounds = this.#searchedBox ?? this.#nearBounds();
    if (!stay && bounds) this.#fit(bounds);
    this.#load({ fit: !stay && !bounds });
  }

  /** The place that results are near to, or null. */
  get #near() {
    return numbersIn(this.#address.searchParams, "near", 2);
  }

  /** A search near a place shows the place and the first results of the list. */
  #nearBounds() {
    if (!this.#near) return null;
    const bounds = leaflet.latLngBounds([this.#near]);
    for (const { latitude, longitude } of firstPlaces(NEAREST)) {
      bounds.extend([latitude, longitude]);
    }
    return bounds;
  }

  #showHere() {
    this.#here?.remove();
    this.#here = null;
    if (!this.#near) return;
    const icon = leaflet.divIcon({ html: part(this, "here"), className: "", iconSize: [24, 24] });
    this.#here = leaflet
      .marker(this.#near, { icon, interactive: false, keyboard: false })
      .addTo(this.#map);
  }

  /** The part of the map that nothing lies on: left of the buttons and above the legend. */
  #room() {
    const { right, bottom } = this.getBoundingClientRect();
    const beside = right - this.querySelector(".leaflet-bar").getBoundingClientRect().left;
    const below = bottom - this.#legend.getBoundingClientRect().top;
    // On a very low map something may be covered, or nothing could be shown at all.
    const foot = Math.min(below + ROOM, this.clientHeight * 0.6);
    return { paddingTopLeft: [ROOM, ROOM], paddingBottomRight: [beside + DISC, foot] };
  }

  /** Show all of it, and again when the map's size changes, until the reader moves the map. */
  #fit(bounds) {
    this.#fitted = bounds;
    this.#quietly(() => {
      this.#map.fitBounds(bounds, { ...this.#room(), animate: false, maxZoom: FIT_ZOOM });
    });
    this.#refresh();
  }

  #zoom() {
    return Math.floor(this.#map.getZoom());
  }

  /** The box to ask for: undefined for all there is, null when nothing can be in view. */
  #wantedBox(whole) {
    if (whole || this.#zoom() < NEAR_ZOOM) return undefined;
    const near = this.#map.getBounds().pad(1);
    return this.#searchedBox ? shared(near, this.#searchedBox) : near;
  }

  async #load({ fit = false } = {}) {
    const zoom = fit ? Math.min(this.#zoom(), OVERVIEW_ZOOM) : this.#zoom();
    const box = this.#wantedBox(fit);
    this.#status.loading();
    try {
      const answer = await this.#answers.ask(this.#address, zoom, box);
      if (!answer || !this.#map) return;
      if (fit) this.#fit(boundsOfAnswer(answer) ?? boundsOf(this.#region()));
      if (this.#zoom() !== zoom) {
        await this.#load();
        return;
      }
      this.#loaded = { zoom, box };
      this.#markers.show(answer);
      this.#tell();
    } catch {
      this.#status.failed(() => this.#load({ fit }));
    }
  }

  /** Say where the results are if none of them can be seen. */
  #tell() {
    const located = Number(this.getAttribute("located"));
    const found = this.hasAttribute("found");
    if (!located && found) this.#status.nowhere();
    else if (!located || this.#markers.isAnyIn(this.#map.getBounds())) this.#status.ready();
    else this.#status.elsewhere(located, this.getAttribute("where"), () => this.#showAll());
  }

  /** Go to where the results are, as the reader asked. */
  #showAll() {
    this.#map.getContainer().focus({ preventScroll: true });
    this.#actions.hidden = true;
    this.#loaded = null;
    this.#load({ fit: true });
  }

  #moved() {
    if (this.#fitting || this.#waiting || !this.#loaded) return;
    this.#fitted = null;
    if (!this.#quiet) this.#actions.hidden = false;
    this.#quiet = false;
    this.#refresh();
  }

  /** Ask for what the view needs and has not. */
  #refresh() {
    if (!this.#loaded) return;
    if (this.#zoom() !== this.#loaded.zoom || this.#isBeyond()) this.#load();
    else {
      this.#markers.cull();
      this.#tell();
    }
  }

  /** Whether the view shows some of the searched area that has not been asked for. */
  #isBeyond() {
    const { box } = this.#loaded;
    if (box === undefined) return false;
    const view = this.#map.getBounds();
    const needed = this.#searchedBox ? shared(view, this.#searchedBox) : view;
    return needed !== null && !box?.contains(needed);
  }

  #searchArea() {
    this.#keepView = true;
    this.#actions.hidden = true;
    const bbox = boxText(this.#map.getBounds());
    this.dispatchEvent(new CustomEvent("service-map:area", { bubbles: true, detail: { bbox } }));
  }

  #activate(item, byKeyboard) {
    if (item.kind) this.#choose(item, byKeyboard);
    else this.#open(item, byKeyboard);
  }

  #open(cluster, byKeyboard) {
    const atEnd = this.#map.getZoom() >= this.#map.getMaxZoom();
    if (isOnePlace(cluster.bbox) || atEnd) {
      this.#select(null);
      this.#popup.showMembers(cluster, this.#address.searchParams, byKeyboard);
      return;
    }
    this.#map.fitBounds(boundsOf(cluster.bbox), {
      ...this.#room(),
      animate: !calm(),
      maxZoom: this.#map.getMaxZoom(),
    });
  }

  #choose(point, byKeyboard) {
    const key = keyOf(point);
    const card = cardOf(key);
    this.#popup.close();
    this.#select(key);
    if (!card?.getClientRects().length) {
      this.#popup.showListing(point, key, this.#address.searchParams, byKeyboard);
      return;
    }
    card.scrollIntoView({ block: "nearest", behavior: calm() ? "auto" : "smooth" });
    if (byKeyboard) card.querySelector("a").focus({ preventScroll: true });
  }

  #select(key) {
    markCard("is-selected", key);
    this.#markers.select(key);
  }

  #pointAtCard(item) {
    markCard("is-pointed", item?.kind ? keyOf(item) : null);
  }
}

customElements.define("service-map", ServiceMap);
