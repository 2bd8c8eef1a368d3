/**
 * List or map, where there is room for one of them. What is chosen is in the address, as
 * `show=map`, so that going back, reloading and sharing keep it.
 */

const NAME = "show";

/** The address with the same choice as the page has, unless it makes its own. */
export function withShown(root, address) {
  const map = root.querySelector("#view-map");
  const url = new URL(address, window.location.href);
  if (map?.checked && !url.searchParams.has(NAME)) url.searchParams.set(NAME, "map");
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

/** Put each choice that is made into the address, and into those of the other languages. */
export function keepShown(root) {
  root.querySelector(".view-switch")?.addEventListener("change", (event) => {
    const there = (address) => {
      const url = new URL(address);
      if (event.target.value === "map") url.searchParams.set(NAME, "map");
      else url.searchParams.delete(NAME);
      return url.href.replaceAll("%2C", ",");
    };
    window.history.pushState(null, "", there(window.location.href));
    for (const link of document.querySelectorAll(".languages__link")) link.href = there(link.href);
  });
}
