// After an answer part of the page is new, and what had the focus is gone. What the page has to say takes it, so that
// it is heard first and Tab goes on from there. So does what is wrong with a form, on a page that came back whole.
export function focusOnWhatIsSaid(page) {
  page.getElementById("errors")?.focus();
  page.addEventListener("htmx:afterSettle", (event) => {
    const said = event.target.querySelector?.("[data-focus], #errors");
    if (said) said.focus();
  });
}

// Who unfolds an answer wants to write it. Were the focus left on what unfolds it, the first letters would be heard as
// shortcuts.
export function focusOnWhatUnfolds(page) {
  page.addEventListener("click", (event) => {
    const answer = event.target.closest?.("details.reply > summary")?.parentElement;
    if (!answer || answer.open) return;
    const write = () => answer.querySelector("textarea, input:not([type=hidden]), select")?.focus();
    answer.addEventListener("toggle", write, { once: true });
  });
}
