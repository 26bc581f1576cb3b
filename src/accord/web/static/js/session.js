// A page that stands open while its person is signed out stays as it is: what was typed is still on it. It says so, and
// how to go on. Once the same person is signed in again, in another tab, its forms get a new token and go on saving.
const NOT_SIGNED_IN = 401;

export function goOnAfterSigningIn(page) {
  const place = page.getElementById("signed-out");
  if (!place) return;
  const sentAgain = new WeakSet();
  const waiting = new Map();

  async function goOn() {
    if (!(await getsNewToken(page))) return false;
    place.replaceChildren();
    for (const [element, asked] of waiting) sendAgain(element, asked, sentAgain);
    waiting.clear();
    return true;
  }

  page.addEventListener("htmx:responseError", async (event) => {
    const { xhr, elt: element, requestConfig: asked } = event.detail;
    if (xhr.status !== NOT_SIGNED_IN) return;
    if (asked.verb !== "get") waiting.set(element, asked);
    if (sentAgain.has(element) || !(await goOn())) say(place);
  });
  page.addEventListener("signed-out", async () => {
    if (!(await goOn())) say(place);
  });
  page.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.successful) sentAgain.delete(event.detail.elt);
  });
  page.defaultView.addEventListener("focus", () => {
    if (place.childElementCount) goOn();
  });
}

// Whether the same person is signed in; then every form of the page has the token that is valid now.
async function getsNewToken(page) {
  const answer = await fetch(page.body.dataset.signedIn).catch(() => null);
  const token = answer?.ok && answer.headers.get("X-CSRFToken");
  if (!token) return false;
  page.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": token }));
  for (const field of page.getElementsByName("csrfmiddlewaretoken")) field.value = token;
  return true;
}

// What was refused is sent once more, as the form stands now.
function sendAgain(element, { verb, path, triggeringEvent }, sentAgain) {
  if (!element.isConnected) return;
  sentAgain.add(element);
  element.ownerDocument.defaultView.htmx.ajax(verb, path, { source: element, event: triggeringEvent });
}

// Nothing takes the focus from whoever types: it is said, and seen.
function say(place) {
  if (!place.childElementCount) place.append(place.nextElementSibling.content.cloneNode(true));
}
