// A form that saves by itself while one types ([data-saves-itself]) is sent: what it was about to save is in what is
// sent, and would come too late. After going back to it, it saves again.
export function saveNothingWhileSending(page) {
  let sent = new WeakSet();
  page.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-saves-itself]")) return;
    event.target.dispatchEvent(new CustomEvent("htmx:abort", { bubbles: true, detail: {} }));
    sent.add(event.target);
  });
  page.addEventListener("htmx:beforeRequest", (event) => {
    if (sent.has(event.target)) event.preventDefault();
  });
  page.defaultView.addEventListener("pageshow", () => {
    sent = new WeakSet();
  });
}
