// The answer to why something was told, or why not: a sentence, and the chain from the write to it.

import { h, prose } from "./dom.js";

/** `{text, chain: [{node, name, what, at}]}` as an element. */
export function whyView(app, { text, chain }) {
  const steps = (chain ?? []).map(({ node, name, what, at }) => {
    const known = app.model.nodes.get(node);
    return h("li", {},
      known ? h("button", { type: "button", class: "link", text: known.short, title: name, onclick: () => app.reveal(known) }) : h("span", { text: name }),
      h("span", { class: "muted", text: ` ${what}` }), at ? h("code", { class: "at", text: at }) : "");
  });
  return h("div", { class: "why" }, h("p", {}, prose(text.split("\n")[0])), steps.length ? h("ol", { class: "chain" }, steps) : "");
}
