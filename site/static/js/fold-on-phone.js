/**
 * Folds the parts of a long page on a narrow screen, where the headings alone are a list that one
 * can look through. Without a script all parts are open. The part that the address names opens.
 *
 * @example
 * <details id="part" data-fold open><summary>Heading</summary>…</details>
 */
const NARROW = "(max-width: 47.99rem)";

function openNamed() {
  const id = decodeURIComponent(window.location.hash.slice(1));
  const part = id && document.getElementById(id);
  if (!part) return;
  const details = part.closest("details[data-fold]");
  if (!details || details.open) return;
  details.open = true;
  details.scrollIntoView();
}

if (window.matchMedia(NARROW).matches) {
  for (const details of document.querySelectorAll("details[data-fold]")) details.open = false;
  openNamed();
}
window.addEventListener("hashchange", openNamed);
