// When a part of a page was asked for and nothing usable came back: say so where it is seen and heard. What was typed
// stays where it is.
export function sayWhenNothingCameBack(page) {
  const notice = page.getElementById("trouble");
  if (!notice) return;
  const show = (event) => {
    // A part that only looks for news is silent: it asks again by itself.
    if (event.detail.requestConfig?.verb === "get") return;
    if (event.detail.xhr?.status === 401) return; // js/session.js says what to do then
    notice.hidden = false;
    notice.querySelector("p").focus();
  };
  page.addEventListener("htmx:sendError", show);
  page.addEventListener("htmx:responseError", show);
  page.addEventListener("htmx:beforeRequest", () => {
    notice.hidden = true;
  });
}
