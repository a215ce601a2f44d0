// What a search field says: words that must all be found, some with the name of what they are looked for in.

/**
 * Takes `atom:price group:"user interface" tick` apart. Words without a known prefix are under `""`.
 * All texts are in lower case.
 */
export function parse(text, prefixes) {
  const found = new Map([["", []], ...prefixes.map((prefix) => [prefix, []])]);
  for (const [, prefix, quoted, plain] of text.toLowerCase().matchAll(/(?:(\w+):)?(?:"([^"]*)"?|(\S+))/g)) {
    const word = quoted ?? plain;
    if (prefix === undefined) found.get("").push(word);
    else if (found.has(prefix)) found.get(prefix).push(word);
    // As in `cart::price`: no prefix of ours, so the word as it stands.
    else found.get("").push(`${prefix}:${word}`);
  }
  return found;
}

/** Whether a text has all the words. */
export function hasAll(text, words) {
  return words.every((word) => text.includes(word));
}

/**
 * A test of flushes by `atom:`, `group:`, `label:` and free words; null if all of them pass. `atom:=PRICE` is that
 * atom and no other.
 */
export function flushFilter(text, nodes) {
  if (!text.trim()) return null;
  const words = parse(text, ["atom", "group", "label"]);
  const names = new Map();
  const name = (touched) => {
    if (!names.has(touched.node)) names.set(touched.node, `${touched.name} ${nodes.get(touched.node)?.name ?? ""}`.toLowerCase());
    return names.get(touched.node);
  };
  const group = (touched) => nodes.get(touched.node)?.group?.toLowerCase() ?? "";
  const isNamed = (word) => {
    if (!word.startsWith("=")) return (it) => name(it).includes(word);
    return (it) => name(it).split(" ").includes(word.slice(1));
  };
  const touches = (flush, test) => flush.writes.some(test) || flush.computed.some((it) => it.outcome !== "skipped" && test(it));
  return (flush) =>
    words.get("atom").every((word) => touches(flush, isNamed(word))) &&
    words.get("group").every((word) => touches(flush, (it) => group(it).includes(word))) &&
    words.get("label").every((word) => (flush.label ?? "").toLowerCase().includes(word)) &&
    words.get("").every((word) => (flush.label ?? "").toLowerCase().includes(word) || touches(flush, (it) => name(it).includes(word)));
}

/** A test of nodes by `group:`, `type:`, `is:` and words of the name; null if all of them pass. */
export function nodeFilter(text) {
  if (!text.trim()) return null;
  const words = parse(text, ["group", "type", "is"]);
  return (node) =>
    hasAll(`${node.name} ${node.short}`.toLowerCase(), words.get("")) &&
    hasAll((node.group ?? "").toLowerCase(), words.get("group")) &&
    hasAll((node.type ?? "").toLowerCase(), words.get("type")) &&
    words.get("is").every((word) => node.kind.startsWith(word) || (word === "redacted" && node.redacted));
}
