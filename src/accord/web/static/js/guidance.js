// What the checks say of a whole form stands beside it. On a phone that is below it, out of sight of whoever writes: what
// is new of it is shown once more at the field that brought it up. Those who listen have heard it where it stands.
export function sayWhereOneWrites(page) {
  let field = null;
  const known = new Set(texts(page));
  page.addEventListener("change", (event) => {
    field = event.target.closest?.("#edit .field") ?? field;
  });
  page.addEventListener("htmx:afterSettle", (event) => {
    if (event.target.id !== "effects") return;
    const said = texts(page);
    for (const here of page.querySelectorAll(".is-said-here")) if (!said.includes(here.textContent)) here.remove();
    for (const finding of findings(page)) {
      if (known.has(finding.textContent)) continue;
      known.add(finding.textContent);
      if (field?.isConnected) field.append(copy(finding));
    }
    for (const text of known) if (!said.includes(text)) known.delete(text);
  });
}

function findings(page) {
  return [...page.querySelectorAll("#guidance > .aside-finding")];
}

function texts(page) {
  return findings(page).map((finding) => finding.textContent);
}

function copy(finding) {
  const here = finding.cloneNode(true);
  here.classList.add("is-said-here");
  here.setAttribute("aria-hidden", "true");
  return here;
}
