// Light or dark: as the system says, or as was chosen here.

import { icon } from "./dom.js";

const KEY = "atomata theme";
const THEMES = ["auto", "light", "dark"];

/** Makes a button go through the themes. `changed` is called after each. */
export function themeSwitch(button, changed) {
  let theme = "auto";
  try {
    theme = localStorage.getItem(KEY) ?? "auto";
  } catch {
    // Storage may be forbidden; the choice then lasts as long as the page.
  }
  const show = () => {
    document.documentElement.dataset.theme = theme;
    button.title = `Theme: ${theme}`;
    button.setAttribute("aria-label", `Theme: ${theme}`);
    changed();
  };
  const next = () => {
    theme = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length];
    try {
      localStorage.setItem(KEY, theme);
    } catch {
      // As above.
    }
    show();
  };
  button.append(icon("theme"));
  button.addEventListener("click", next);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", changed);
  show();
  return next;
}
