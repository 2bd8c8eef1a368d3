/**
 * The windows of a map: one beside the place where there is room for it, a sheet at the map's lower
 * edge on a phone. Both open, change what they hold and close in the same way.
 */

const leaflet = window.L;

/** Where the list is not beside the map. */
const PHONE = window.matchMedia("(max-width: 49.99rem)");

/** Pixels that are kept free between a place and the edges or the sheet. */
const ROOM = 40;

/** Whether windows open as sheets now. */
export function opensSheets() {
  return PHONE.matches;
}

/** A window beside its place, with a tip that points at it. */
export class PopupWindow {
  /**
   * @param {L.Map} map
   * @param {function(): void} closed - Called each time it has closed.
   */
  constructor(map, closed) {
    this.map = map;
    this.popup = leaflet.popup({
      closeButton: false,
      className: "map-popup",
      minWidth: 220,
      maxWidth: 300,
      maxHeight: 280,
      // On the right are the map's buttons.
      autoPanPaddingTopLeft: [16, 16],
      autoPanPaddingBottomRight: [76, 16],
      offset: [0, -8],
    });
    map.on("popupclose", closed);
  }

  get element() {
    return this.popup.getElement();
  }

  open({ latitude, longitude }, content) {
    this.popup.setLatLng([latitude, longitude]).setContent(content).openOn(this.map);
  }

  change(content) {
    this.popup.setContent(content);
  }

  close() {
    this.popup.close();
  }
}

/** A sheet over the lower part of the map; the map moves so that the place is above it. */
export class SheetWindow {
  /**
   * @param {HTMLElement} host - The element that holds the map.
   * @param {L.Map} map
   * @param {function(): void} closed - Called each time it has closed.
   */
  constructor(host, map, closed) {
    this.host = host;
    this.map = map;
    this.closed = closed;
    this.element = document.createElement("div");
    this.element.className = "map-sheet";
    leaflet.DomEvent.disableClickPropagation(this.element);
    leaflet.DomEvent.disableScrollPropagation(this.element);
    PHONE.addEventListener("change", () => this.close());
    map.on("click", () => this.close());
  }

  open(place, content) {
    this.place = place;
    this.element.replaceChildren(content);
    this.host.append(this.element);
    this.#uncover();
  }

  change(content) {
    this.element.replaceChildren(content);
    this.#uncover();
  }

  close() {
    if (!this.element.isConnected) return;
    this.element.remove();
    this.closed();
  }

  #uncover() {
    // Such a move is not the reader's, and is told as Leaflet tells that of its own windows.
    const tell = () => this.map.fire("autopanstart");
    this.map.once("movestart", tell);
    this.map.panInside([this.place.latitude, this.place.longitude], {
      paddingTopLeft: [ROOM, ROOM],
      paddingBottomRight: [ROOM, this.element.offsetHeight + ROOM],
    });
    this.map.off("movestart", tell);
  }
}
