// A day field is drawn by the browser, in the browser's language. What stands beside it says the same day as its reader
// writes days, with its weekday; it follows what is typed.
export function readDaysBack(page) {
  page.addEventListener("input", (event) => {
    if (event.target.matches?.("input[type=date]")) sayDay(page, event.target);
  });
}

function sayDay(page, input) {
  const beside = page.querySelector(`[data-day-of="${CSS.escape(input.id)}"]`);
  if (!beside) return;
  beside.dateTime = input.value;
  beside.textContent = input.value ? written(input.valueAsDate, page.documentElement.lang) : "";
}

function written(day, language) {
  const year = day.getUTCFullYear() === new Date().getFullYear() ? undefined : "numeric";
  const format = { weekday: "short", day: "numeric", month: "short", year, timeZone: "UTC" };
  // As everywhere on the page: plain English is read as British, and a British "Fri, 20 Nov" stands without its comma.
  return new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, format).format(day).replace(/^(\p{L}+), (?=\d)/u, "$1 ");
}
