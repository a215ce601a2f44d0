// Lays graphs out beside the page, which stays quick meanwhile.

import { layout } from "./layout.js";

addEventListener("message", ({ data: { id, nodes, edges } }) => postMessage({ id, ...layout(nodes, edges) }));
