// A form that shows beforehand what saving would do ([data-look] asks for that) is about to be saved: what is still being
// looked at gives way, for its answer would find the form gone.
export function saveBeforeLooking(page) {
  page.addEventListener("htmx:beforeRequest", (event) => {
    const form = event.target.closest("form");
    const look = form?.querySelector("[data-look]");
    if (!look) return;
    if (event.target === form) look.dispatchEvent(new CustomEvent("htmx:abort", { bubbles: true, detail: {} }));
    if (event.target === look && form.classList.contains("htmx-request")) event.preventDefault();
  });
}
