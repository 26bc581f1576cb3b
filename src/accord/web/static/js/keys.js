// Shortcuts. An element says its own with data-key: one letter ("a"), or two in a row ("g h"). It is pressed or, with
// data-key-leads, only reached: what cannot be taken back takes Enter as well. Ctrl K, / and ? open what floats. Single
// letters can be turned off in the preferences (data-no-shortcuts on the body).
const PAUSE = 1200;
const ENTRIES = ":is(.rows, .pacts, .krs, .feed, .twigs) > li, .branch, .finding";

export function listenForKeys(page) {
  // Not by autofocus: a browser would try that on every page, and say so where the address names a place on it.
  page.addEventListener("toggle", (event) => focusOnTyping(event), true);
  let before = "";
  let at = 0;
  page.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") return open(page, "palette", event);
    if (event.ctrlKey || event.metaKey || event.altKey || "noShortcuts" in page.body.dataset) return;
    if (isTyping(event.target)) return;
    const first = event.timeStamp - at < PAUSE ? before : "";
    [before, at] = [event.key.toLowerCase(), event.timeStamp];
    act(page, first, before, event);
  });
}

function focusOnTyping(event) {
  if (event.newState === "open") event.target.querySelector("input[type=search]")?.focus();
}

function act(page, first, key, event) {
  if (key === "/") return open(page, "palette", event);
  if (key === "?") return open(page, "keys", event);
  if (key === "j" || key === "k") return step(page, key === "j" ? 1 : -1, event);
  const keyed = (first && named(page, `${first} ${key}`)) || named(page, key);
  if (!keyed) return;
  event.preventDefault();
  if ("keyLeads" in keyed.dataset) keyed.focus();
  else keyed.click();
}

function named(page, keys) {
  return page.querySelector(`[data-key="${CSS.escape(keys)}"]`);
}

function open(page, id, event) {
  const floating = page.getElementById(id);
  if (!floating) return;
  event.preventDefault();
  if (!floating.matches(":popover-open")) floating.showPopover();
  floating.querySelector("a, button, input")?.focus();
}

// J and K: from one entry of a list to the next, at the link that leads on (data-entry), else at its first. An entry may
// hold others: the innermost is where one is.
function step(page, way, event) {
  const stops = [...page.querySelectorAll(`main :is(${ENTRIES})`)]
    .map((entry) => ({ entry, link: entry.querySelector("[data-entry]") ?? entry.querySelector("a[href]") }))
    .filter(({ link }) => link?.checkVisibility());
  if (!stops.length) return;
  event.preventDefault();
  const here = stops.findLastIndex(({ entry }) => entry.contains(page.activeElement));
  const next = here < 0 && way < 0 ? stops.length - 1 : Math.min(Math.max(here + way, 0), stops.length - 1);
  stops[next].link.focus();
}

// What just closed may keep the focus until the page is drawn again: nobody types into what is not seen.
function isTyping(element) {
  if (!element.checkVisibility()) return false;
  return element.isContentEditable || element.matches("input:not([type=checkbox], [type=radio]), textarea, select");
}
