/**
 * Asks for the results in a box of the map, one request at a time.
 */

import { boxText } from "./map-bounds.js";

/** Milliseconds after which an answer is given up. */
const TOO_SLOW = 20_000;

const NOTHING = { clusters: [], points: [] };

/** The answers to one map's questions; a new question aborts the one before. */
export class MapAnswers {
  #request = null;

  /** Give up what is being asked. */
  abort() {
    this.#request?.abort();
  }

  /**
   * @param {URL} address - The search, as the map's address.
   * @param {number} zoom
   * @param {?L.LatLngBounds} [box] - Only what lies here: undefined for all there is, null for
   *   nothing at all.
   * @returns {Promise<?object>} `{clusters, points, total, unlocated}`, or null when another
   *   question has come in between.
   * @throws {Error} The server did not answer, or not in time.
   */
  async ask(address, zoom, box) {
    this.abort();
    if (box === null) return NOTHING;
    const request = new AbortController();
    this.#request = request;
    const question = new URL(address);
    question.searchParams.set("zoom", zoom);
    // Not its bbox: that would be another search, which may be read in another way.
    if (box) question.searchParams.set("view", boxText(box));
    const timer = setTimeout(() => request.abort(TOO_SLOW), TOO_SLOW);
    try {
      const response = await fetch(question, { signal: request.signal });
      if (!response.ok) throw new Error(`${question}: ${response.status}`);
      const answer = await response.json();
      return request.signal.aborted ? null : answer;
    } catch (error) {
      if (request.signal.aborted && request.signal.reason !== TOO_SLOW) return null;
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }
}
