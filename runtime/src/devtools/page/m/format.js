// Numbers and values as short texts.

const whole = new Intl.NumberFormat("en");

/** `12,345`. */
export function count(number) {
  return whole.format(number);
}

/** `1 write`, `2 writes`. */
export function counted(number, thing, things = `${thing}s`) {
  return `${count(number)} ${number === 1 ? thing : things}`;
}

/** Three digits and a unit: `640 B`, `12.5 kB`. */
export function bytes(number) {
  return scaled(number, 1000, ["B", "kB", "MB", "GB", "TB"]);
}

/** Microseconds: `0.4 µs`, `1.25 ms`. */
export function micros(number) {
  return number > 0 && number < 1 ? scaled(number * 1000, 1000, ["ns"]) : scaled(number, 1000, ["µs", "ms", "s"]);
}

/** Nanoseconds: `400 ns`, `1.25 ms`. */
export function nanos(number) {
  return scaled(number, 1000, ["ns", "µs", "ms", "s"]);
}

function scaled(number, step, units) {
  let unit = 0;
  let value = number;
  while (value >= step && unit < units.length - 1) {
    value /= step;
    unit += 1;
  }
  const digits = unit === 0 && Number.isInteger(value) ? 0 : value < 10 ? 2 : value < 100 ? 1 : 0;
  return `${digits ? String(Number(value.toFixed(digits))) : Math.round(value)} ${units[unit]}`;
}

/** Milliseconds since the store began: `4.250`, `1:04.250`, `2:01:04.250`. */
export function clock(ms) {
  const seconds = ms / 1000;
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  const rest = (seconds % 60).toFixed(3);
  if (!hours && !minutes) return rest;
  const padded = rest.padStart(6, "0");
  return hours ? `${hours}:${String(minutes).padStart(2, "0")}:${padded}` : `${minutes}:${padded}`;
}

/** What kind of JSON a value is; also the class of the colour it is shown in. */
export function kindOf(value) {
  if (value === null || value === undefined) return "null";
  return Array.isArray(value) ? "array" : typeof value;
}

/** A value on one line, cut where it gets long. */
export function preview(value, room = 120) {
  switch (kindOf(value)) {
    case "null": return value === null ? "null" : "–";
    case "string": return quoted(value, room);
    case "array": return inside(`[`, `]`, value.length, value, (item, left) => preview(item, left), room);
    case "object": {
      const keys = Object.keys(value);
      return inside("{ ", " }", keys.length, keys, (key, left) => `${key}: ${preview(value[key], left)}`, room);
    }
    default: return String(value);
  }
}

function quoted(text, room) {
  return JSON.stringify(text.length > room ? `${text.slice(0, Math.max(1, room - 1))}…` : text);
}

function inside(open, close, length, items, write, room) {
  if (length === 0) return open.trim() + close.trim();
  let text = "";
  for (let i = 0; i < length; i += 1) {
    if (text.length > room - 4) return `${open}${text}, … ${count(length - i)} more${close}`;
    text += (i ? ", " : "") + write(items[i], Math.max(8, room - text.length));
  }
  return open + text + close;
}

/** A type without the paths of its parts: `Option<String>` for `core::option::Option<alloc::string::String>`. */
export function shortType(type) {
  return type.replace(/\b(?:\w+::)+(?=\w)/g, "");
}
