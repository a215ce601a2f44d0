// Making elements. No markup is ever parsed from text, so that no value of a store can become markup.

const SVG = "http://www.w3.org/2000/svg";

/** An HTML element. A key that begins with `on` is a listener; `text` and `class` are what they say. */
export function h(tag, fields = {}, ...children) {
  return fill(document.createElement(tag), fields, children);
}

/** An SVG element. */
export function svg(tag, fields = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), fields, children);
}

function fill(element, fields, children) {
  for (const [key, value] of Object.entries(fields)) {
    if (value === undefined || value === null || value === false) continue;
    if (key === "text") element.textContent = value;
    else if (key === "value") element.value = value;
    else if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** Sets the text of an element where it is another one, which spares a layout. */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** Sets an attribute, or takes it away where the value is null or false. */
export function setAttribute(element, name, value) {
  if (value === null || value === false) element.removeAttribute(name);
  else if (element.getAttribute(name) !== String(value)) element.setAttribute(name, String(value));
}

/** A button with a text, and perhaps an icon before it. */
export function button(text, onclick, fields = {}) {
  const { icon: name, ...rest } = fields;
  return h("button", { type: "button", class: "button", onclick, ...rest }, name ? icon(name) : null, text);
}

/** A sentence whose names stand in backticks, with those as code. */
export function prose(text) {
  return text.split("`").map((part, i) => (i % 2 ? h("code", { text: part }) : part));
}

const PATHS = {
  play: "M5 3.5v9l7.5-4.5z",
  pause: "M5 3.5v9M11 3.5v9",
  first: "M4 3.5v9M12 3.5 6.5 8l5.5 4.5z",
  back: "M10.5 3.5 5.5 8l5 4.5",
  next: "M5.5 3.5 10.5 8l-5 4.5",
  last: "M12 3.5v9M4 3.5 9.5 8 4 12.5z",
  pin: "M8 9.5V14M5 9.5h6M6 2.5h4l-.6 4L11 9.5H5l1.6-3z",
  theme: "M8 2.5a5.5 5.5 0 1 0 0 11zM8 2.5a5.5 5.5 0 0 1 0 11",
  fit: "M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10",
  plus: "M8 3.5v9M3.5 8h9",
  minus: "M3.5 8h9",
  down: "M8 2.5v8M4.5 7.5 8 11l3.5-3.5M3 13.5h10",
};

/** A picture of 16 by 16, drawn in the colour of the text around it. */
export function icon(name) {
  return svg("svg", { class: "icon", viewBox: "0 0 16 16", width: 16, height: 16, "aria-hidden": "true" },
    svg("path", { d: PATHS[name] }));
}

/** Offers a text as a file. */
export function download(name, text, type) {
  const address = URL.createObjectURL(new Blob([text], { type }));
  h("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}

/** Whether movement on the page was asked to be little. */
export function isCalm() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}
