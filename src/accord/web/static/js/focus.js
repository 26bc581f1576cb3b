// After an answer part of the page is new, and what had the focus is gone. What the page has to say takes it, so that
// it is heard first and Tab goes on from there. So does what is wrong with a form, on a page that came back whole.
export function focusOnWhatIsSaid(page) {
  page.getElementById("errors")?.focus();
  page.addEventListener("htmx:afterSettle", (event) => {
    const said = event.target.querySelector?.("[data-focus], #errors");
    if (said) said.focus();
  });
}
