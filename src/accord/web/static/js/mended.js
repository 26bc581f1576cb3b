// While somebody mends what could not be read, each look at the form says which inputs are still wrong (data-wrong).
// The marks of the others go: at the field, and in the summary on top.
export function takeMarksAway(page) {
  page.addEventListener("htmx:afterSettle", (event) => {
    const looked = event.target.closest?.("[data-wrong]");
    if (looked?.closest("form")) clear(looked.closest("form"), looked.dataset.wrong.split(" "));
  });
}

function clear(form, wrong) {
  for (const mark of form.querySelectorAll(".field .error-text[id]")) {
    const name = mark.id.replace(/-error$/, "");
    // A field of several inputs has one mark: "hold" for "hold-at_least" and "hold-at_most".
    if (!wrong.some((each) => each === name || each.startsWith(`${name}-`))) unmark(mark);
  }
  const summary = form.ownerDocument.getElementById("errors");
  if (!summary) return;
  for (const link of summary.querySelectorAll("a[href^='#']")) {
    if (!wrong.includes(link.getAttribute("href").slice(1))) link.closest("li").remove();
  }
  // Whoever is in the summary stays there to hear of it; it goes once the focus has.
  if (!summary.querySelector("li") && !summary.contains(form.ownerDocument.activeElement)) summary.remove();
}

function unmark(mark) {
  const field = mark.closest(".field");
  field.classList.remove("has-error");
  for (const told of [field, ...field.querySelectorAll("[aria-invalid]")]) {
    told.removeAttribute("aria-invalid");
    const rest = (told.getAttribute("aria-describedby") ?? "").split(" ").filter((id) => id && id !== mark.id);
    if (rest.length) told.setAttribute("aria-describedby", rest.join(" "));
    else told.removeAttribute("aria-describedby");
  }
  mark.remove();
}
