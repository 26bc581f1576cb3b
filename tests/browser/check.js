// What a person with weak sight, a small screen or a keyboard would stumble over and axe does not see.
() => {
  const found = [];
  const width = document.documentElement.clientWidth;
  const say = (text) => text.trim().replace(/\s+/g, " ").slice(0, 40);
  if (document.documentElement.scrollWidth > width) found.push(`page scrolls sideways: ${document.documentElement.scrollWidth} > ${width}`);

  const point = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d", { willReadFrequently: true });
  const rgba = (colour) => {
    point.clearRect(0, 0, 1, 1);
    point.fillStyle = colour;
    point.fillRect(0, 0, 1, 1);
    const [red, green, blue, alpha] = point.getImageData(0, 0, 1, 1).data;
    return [red, green, blue, alpha / 255];
  };
  const over = (front, back) => [0, 1, 2].map((i) => front[i] * front[3] + back[i] * (1 - front[3])).concat(1);
  const channel = (value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4);
  const light = (colour) => 0.2126 * channel(colour[0]) + 0.7152 * channel(colour[1]) + 0.0722 * channel(colour[2]);
  const behind = (element) => {
    const layers = [];
    for (let each = element; each; each = each.parentElement) {
      const colour = rgba(getComputedStyle(each).backgroundColor);
      if (colour[3] > 0) layers.push(colour);
      if (colour[3] === 1) break;
    }
    return layers.reverse().reduce((back, front) => over(front, back), [255, 255, 255, 1]);
  };

  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const seen = new Set();
  while (texts.nextNode()) {
    const text = texts.currentNode.textContent;
    const element = texts.currentNode.parentElement;
    const style = getComputedStyle(element);
    if (!text.trim() || element.closest(".vh, [popover], svg, title, datalist, option, .skip")) continue;
    if (style.visibility === "hidden" || !element.checkVisibility() || !element.getClientRects().length) continue;
    const back = behind(element);
    const [more, less] = [light(over(rgba(style.color), back)), light(back)].sort((a, b) => b - a);
    const ratio = (more + 0.05) / (less + 0.05);
    const size = parseFloat(style.fontSize);
    const isBig = size >= 24 || (size >= 18.66 && style.fontWeight >= 700);
    const kind = element.className + style.color;
    if (ratio < (isBig ? 3 : 4.5) && !seen.has(kind)) {
      found.push(`contrast ${ratio.toFixed(2)}: “${say(text)}”`);
      seen.add(kind);
    }
    const box = element.getBoundingClientRect();
    if (box.right > width + 1 && !element.closest(".scroll-x, .tabs, .crumbs")) found.push(`off the right edge: “${say(text)}”`);
    if (size < 11) found.push(`text of ${size} px: “${say(text)}”`);
  }

  const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
  for (const id of new Set(ids.filter((id, place) => ids.indexOf(id) !== place))) found.push(`id twice: ${id}`);
  for (const field of document.querySelectorAll("input:not([type=hidden]), select, textarea")) {
    if (!field.hidden && !field.labels?.length && !field.ariaLabel) found.push(`no label: ${field.name || field.id}`);
  }
  const least = matchMedia("(width < 48rem)").matches ? 44 : 32;
  for (const target of document.querySelectorAll(".button, .nav a, .nav button, .find, .menu > summary, .input")) {
    const { height } = target.getBoundingClientRect();
    if (height && height < least) found.push(`target of ${Math.round(height)} px: “${say(target.textContent || target.name)}”`);
  }
  const titles = document.querySelectorAll("h1").length;
  if (titles !== 1) found.push(`${titles} main headings`);
  return found;
}
