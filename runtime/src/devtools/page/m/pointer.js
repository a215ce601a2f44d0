// JSON pointers (RFC 6901) and patches (RFC 6902).

/** The steps of a pointer. */
export function steps(pointer) {
  return pointer === "" ? [] : pointer.slice(1).split("/").map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** A pointer one step further down. */
export function below(pointer, step) {
  return `${pointer}/${String(step).replaceAll("~", "~0").replaceAll("/", "~1")}`;
}

/** The pointer one step further up. */
export function above(pointer) {
  return pointer.slice(0, pointer.lastIndexOf("/"));
}

/** The value at a pointer, or undefined. */
export function look(document, pointer) {
  let at = document;
  for (const step of steps(pointer)) {
    if (at === null || typeof at !== "object" || !Object.hasOwn(at, step)) return undefined;
    at = at[step];
  }
  return at;
}

/**
 * Applies the operations of a patch to a document that is changed in place, and calls `changed` with each pointer
 * that was written. Throws where an operation does not fit: the document is then to be asked for anew.
 */
export function apply(document, patch, changed) {
  for (const { op, path, from, value } of patch) {
    switch (op) {
      case "add": add(document, path, value); break;
      case "replace": replace(document, path, value); break;
      case "remove": remove(document, path); break;
      case "move": add(document, path, remove(document, from)); changed(above(from), true); break;
      case "copy": add(document, path, structuredClone(look(document, from))); break;
      case "test": continue;
      default: throw new Error(`unknown operation \`${op}\``);
    }
    changed(path, op !== "replace");
  }
}

function parentOf(document, path) {
  const parent = look(document, above(path));
  if (path === "" || parent === null || typeof parent !== "object") throw new Error(`nothing at \`${above(path)}\``);
  const last = steps(path).at(-1);
  return [parent, Array.isArray(parent) ? (last === "-" ? parent.length : Number(last)) : last];
}

function put(parent, key, value) {
  // A plain assignment to `__proto__` would change what the object inherits.
  Object.defineProperty(parent, key, { value, writable: true, enumerable: true, configurable: true });
}

function add(document, path, value) {
  const [parent, key] = parentOf(document, path);
  if (!Array.isArray(parent)) return put(parent, key, value);
  if (!(key >= 0 && key <= parent.length)) throw new Error(`\`${path}\` is past the end`);
  parent.splice(key, 0, value);
}

function replace(document, path, value) {
  const [parent, key] = parentOf(document, path);
  if (!Object.hasOwn(parent, key)) throw new Error(`nothing at \`${path}\``);
  put(parent, key, value);
}

function remove(document, path) {
  const [parent, key] = parentOf(document, path);
  if (!Object.hasOwn(parent, key)) throw new Error(`nothing at \`${path}\``);
  const old = parent[key];
  if (Array.isArray(parent)) parent.splice(key, 1);
  else delete parent[key];
  return old;
}
