// A field in which a thing is found by typing: what may be meant stands below, with what it says, before it is picked.
// Without this the name is typed whole. Follows the pattern of an editable combobox with a list (WAI-ARIA 1.2).
const PAUSE = 150;

export function pickByTyping(page) {
  page.addEventListener("focusin", (event) => prepare(event.target));
  page.addEventListener("input", (event) => event.isTrusted && look(event.target));
  page.addEventListener("keydown", (event) => steer(event));
  page.addEventListener("focusout", (event) => close(event.target));
  page.addEventListener("pointerdown", (event) => {
    const option = event.target.closest?.(".picker [role=option]");
    if (!option) return;
    event.preventDefault();
    pick(option.closest(".picker").querySelector("input"), option);
  });
}

function picker(input) {
  return input.matches?.(".picker > input") ? input.parentElement : null;
}

function prepare(input) {
  if (!picker(input) || input.getAttribute("role")) return;
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-expanded", "false");
  input.setAttribute("aria-controls", `${input.id}-options`);
}

function look(input) {
  const around = picker(input);
  if (!around) return;
  forget(around);
  around.waiting = setTimeout(() => show(around, input), PAUSE);
}

// What was asked and has not come yet is not shown any more.
function forget(around) {
  clearTimeout(around.waiting);
  around.asked = null;
}

async function show(around, input) {
  const address = new URL(around.dataset.picker, input.ownerDocument.baseURI);
  address.searchParams.set("q", input.value);
  const cycle = new URL(input.ownerDocument.URL).pathname.match(/^\/cycles\/([^/]+)\//);
  if (cycle) address.searchParams.set("cycle", decodeURIComponent(cycle[1]));
  const asked = (around.asked = {});
  const answer = await fetch(address, { headers: { "HX-Request": "true" } }).catch(() => null);
  // js/session.js says what to do then.
  if (answer?.status === 401) input.dispatchEvent(new CustomEvent("signed-out", { bubbles: true }));
  if (!answer?.ok) return;
  const found = input.ownerDocument.createElement("template");
  found.innerHTML = await answer.text();
  if (around.asked !== asked || input.ownerDocument.activeElement !== input) return;
  const list = around.querySelector(".options");
  const chosen = around.querySelector(".options:not([hidden]) [aria-selected=true]")?.dataset.value;
  list.replaceChildren(...found.content.querySelectorAll("[role=option]"));
  [...list.children].forEach((option, at) => (option.id = `${list.id}-${at}`));
  input.removeAttribute("aria-activedescendant");
  around.querySelector("[role=status]").textContent = found.content.querySelector("[role=status]").textContent;
  open(input, list.children.length > 0);
  // Whoever goes to one while a last letter is still looked for stays there, if it still fits.
  const again = [...list.children].findIndex((option) => option.dataset.value === chosen);
  if (again >= 0) mark(input, [...list.children], again);
}

function open(input, is_open) {
  const list = picker(input).querySelector(".options");
  list.hidden = !is_open;
  input.setAttribute("aria-expanded", String(is_open));
  if (!is_open) input.removeAttribute("aria-activedescendant");
}

function close(input) {
  const around = picker(input);
  if (!around) return;
  forget(around);
  open(input, false);
}

function steer(event) {
  const around = picker(event.target);
  if (!around) return;
  const list = around.querySelector(".options");
  if (list.hidden) {
    if (event.key === "ArrowDown") show(around, event.target);
    return;
  }
  const options = [...list.children];
  const here = options.findIndex((option) => option.getAttribute("aria-selected") === "true");
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const from = here < 0 && step < 0 ? 0 : here;
  if (step) mark(event.target, options, (from + step + options.length) % options.length);
  else if (event.key === "Enter" && here >= 0) pick(event.target, options[here]);
  else if (event.key === "Escape") close(event.target);
  else return;
  event.preventDefault();
}

function mark(input, options, at) {
  options.forEach((option, index) => option.setAttribute("aria-selected", String(index === at)));
  options[at].scrollIntoView({ block: "nearest" });
  input.setAttribute("aria-activedescendant", options[at].id);
}

function pick(input, option) {
  input.value = option.dataset.value;
  close(input);
  input.dispatchEvent(new Event("change", { bubbles: true }));
}
