/**
 * List or map, where there is room for one of them. What is chosen is in the address, as
 * `show=map`, so that going back, reloading and sharing keep it.
 */

const NAME = "show";

/** The address with the choice that the page has now, if it has one. */
export function withShown(root, address) {
  const map = root.querySelector("#view-map");
  const url = new URL(address, window.location.href);
  if (map?.checked) url.searchParams.set(NAME, "map");
  else if (map) url.searchParams.delete(NAME);
  // Commas and points read better as they are; both are allowed in a query.
  return url.href.replaceAll("%2C", ",");
}

/** The present address but for the choice: what is searched for. */
export function searchedPlace() {
  const { pathname, searchParams } = new URL(window.location.href);
  searchParams.delete(NAME);
  return `${pathname}?${searchParams}`;
}

/** Choose what the address says. */
export function showAddressed(root) {
  const parameters = new URLSearchParams(window.location.search);
  choose(root, parameters.get(NAME) === "map" ? "map" : "list");
}

/** Choose the list: what the map leads to is one. */
export function showList(root) {
  choose(root, "list");
}

function choose(root, value) {
  const choice = root.querySelector(`#view-${value}`);
  if (choice) choice.checked = true;
}

/** Put the choice into the addresses of the other languages. */
export function showAlikeElsewhere(root) {
  for (const link of document.querySelectorAll(".languages__link")) {
    link.href = withShown(root, link.href);
  }
}

/** Put each choice that is made into the address, and into those of the other languages. */
export function keepShown(root) {
  root.querySelector(".view-switch")?.addEventListener("change", () => {
    window.history.pushState(null, "", withShown(root, window.location.href));
    showAlikeElsewhere(root);
  });
}
