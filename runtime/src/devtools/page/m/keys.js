// The overlay that tells which keys there are.

import { button, h } from "./dom.js";

const EVERYWHERE = [["1 … 6", "the panels"], ["/", "the search field of the panel"], ["[ ]", "a step back, forward in the history"], ["l", "back to the newest state"],
  ["p", "pause, go on"], ["d", "light, dark"], ["?", "this help"], ["Esc", "leave a field or this help"]];
const LISTS = [["↑ ↓", "the next row"], ["PgUp PgDn", "a page"], ["Home End", "the first, the last"], ["Tab", "the next part of the page"]];

/** Fills the dialog with the keys of everything. */
export function fillKeys(dialog, panels) {
  const part = (title, keys) => h("section", {}, h("h3", { text: title }),
    h("dl", {}, keys.flatMap(([key, what]) => [h("dt", {}, key.split(" ").map((it) => (/^(…|or)$/.test(it) ? ` ${it} ` : h("kbd", { text: it })))), h("dd", { text: what })])));
  dialog.replaceChildren(
    h("div", { class: "keys-head" }, h("h2", { id: "keys-title", text: "Keys" }), button("Close", () => dialog.close())),
    h("div", { class: "keys-body" }, part("Everywhere", EVERYWHERE), part("Trees and tables", LISTS),
      panels.filter((panel) => panel.keys.length).map((panel) => part(panel.title, panel.keys))));
}
