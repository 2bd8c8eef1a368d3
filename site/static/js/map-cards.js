/**
 * The cards of the page that a map keeps step with: `.card[data-key]`, with a latitude and a
 * longitude if they have a place.
 */

const LOCATED = ".card[data-key][data-latitude]";

function place({ dataset }) {
  return {
    key: dataset.key,
    latitude: Number(dataset.latitude),
    longitude: Number(dataset.longitude),
  };
}

/** The first cards that have a place, as `{key, latitude, longitude}`. */
export function firstPlaces(count) {
  return [...document.querySelectorAll(LOCATED)].slice(0, count).map(place);
}

/** The card of a thing in the list, or null. */
export function cardOf(key) {
  return listedIn(document, key);
}

function listedIn(page, key) {
  return page.querySelector(`.cards .card[data-key="${CSS.escape(key)}"]`);
}

/** The card of a thing from another page of the search; null if it cannot be had. */
export async function fetchCard(address, key, signal) {
  try {
    const response = await fetch(address, { signal, headers: { Accept: "text/html" } });
    if (!response.ok) return null;
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    return listedIn(page, key);
  } catch {
    return null;
  }
}

/** Give one card a class, and take it from all others. */
export function markCard(className, key) {
  for (const card of document.querySelectorAll(`.card.${className}`)) {
    card.classList.remove(className);
  }
  if (key) cardOf(key)?.classList.add(className);
}

/** Tell where a card that comes under the pointer or gets the focus is; null of anything else. */
export function watchCards(pointOut, signal) {
  const tell = (event) => {
    const card = event.target.closest?.(LOCATED);
    pointOut(card ? place(card) : null);
  };
  document.addEventListener("pointerover", tell, { signal });
  document.addEventListener("focusin", tell, { signal });
}
