/** What happened to the reader's list, to the eye and to a screen reader. */

import { filled } from "./my-list-store.js";

/** Milliseconds for which a message stays that asks nothing of the reader. */
const TELLING = 6_000;

let timer = null;

/**
 * Say a text in the page's `.list-status`, which has those of every page as its data.
 *
 * @param {string} text - With {placeholders}.
 * @param {object} [values] - What they stand for.
 * @param {boolean} [stays] - Whether it stays until the next one: something went wrong.
 */
export function tell(text, values = {}, stays = false) {
  const status = document.querySelector(".list-status");
  if (!status) return;
  clearTimeout(timer);
  // Emptied first, so that the same words are said again.
  status.textContent = "";
  status.textContent = filled(text, values);
  if (stays) return;
  timer = setTimeout(() => {
    status.textContent = "";
  }, TELLING);
}

/** Say one of the texts that every page has: "full", "failed" and the like. */
export function tellOf(name, values) {
  const text = document.querySelector(".list-status")?.dataset[name];
  if (text) tell(text, values, name === "full" || name === "failed");
}
