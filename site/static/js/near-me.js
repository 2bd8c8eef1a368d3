/**
 * The reader's own place, asked for when a button is pressed and never before.
 */

/** Degrees are kept to four decimals, about ten metres: an address is shared with others. */
const DECIMALS = 4;

/** Milliseconds to wait for the reader's place. */
const PATIENCE = 15_000;

/** Whether the browser can be asked at all: it tells places to secure pages only. */
export function canLocate() {
  return window.isSecureContext && "geolocation" in navigator;
}

/**
 * Ask the browser where the reader is.
 *
 * @returns {Promise<string>} "latitude,longitude" in degrees.
 * @throws {GeolocationPositionError} The reader or the device does not tell.
 */
export function locate() {
  return new Promise((resolve, reject) => {
    navigator.geolocation.getCurrentPosition(
      ({ coords: { latitude, longitude } }) => {
        resolve([latitude, longitude].map((degrees) => degrees.toFixed(DECIMALS)).join(","));
      },
      reject,
      { maximumAge: 60_000, timeout: PATIENCE },
    );
  });
}
