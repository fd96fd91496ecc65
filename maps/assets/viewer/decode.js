// Geometry from short text: see encode.py for the form.

const ALPHABET = Array.from({ length: 95 }, (_, place) => String.fromCharCode(32 + place))
  .filter((sign) => !'"\\<>&,;@'.includes(sign)).join("");
const DIGITS = new Uint8Array(128);
for (let place = 0; place < ALPHABET.length; place++) DIGITS[ALPHABET.charCodeAt(place)] = place;
const BASE = ALPHABET.length;

// For each character that opens a number: how many more follow, and the count that the first of its kind stands for.
const OPENING = [];
let before = 0;
for (const [opening, more] of [[74, 0], [9, 1], [2, 2], [1, 3], [1, 5]]) {
  for (let place = 0; place < opening; place++) OPENING.push({ more, count: before + place * BASE ** more });
  before += opening * BASE ** more;
}

const GRIDS = [50, 100, 200, 500, 1000, 10000, 100000];

// A text as { kind, parts }: each part a list of rings, each ring a list of [lat, lon].
function decode(text) {
  const kind = text[0];
  const scale = GRIDS[text[1]];
  const pen = [0, 0];
  let ring = [];
  const parts = [[ring]];
  let axis = 0;
  for (let at = 2; at < text.length; at++) {
    const sign = text[at];
    if (sign === ";" || sign === ",") {
      ring = [];
      if (sign === ";") parts.push([ring]); else parts[parts.length - 1].push(ring);
      continue;
    }
    const { more, count } = OPENING[DIGITS[text.charCodeAt(at)]];
    let rest = 0;
    for (let place = 0; place < more; place++) rest = rest * BASE + DIGITS[text.charCodeAt(++at)];
    const whole = count + rest;
    pen[axis] += whole % 2 ? -(whole + 1) / 2 : whole / 2;
    if (axis) ring.push([pen[1] / scale, pen[0] / scale]);
    axis = 1 - axis;
  }
  return { kind, parts };
}

// A column in full: see columns.py for its forms.
function column(data, count) {
  if (Array.isArray(data)) return data;
  if ("all" in data) return new Array(count).fill(data.all);
  if ("of" in data) return Array.from(data.at, (sign) => data.of[DIGITS[sign.charCodeAt(0)]]);
  return Array.from({ length: count }, (_, place) => data.some[place] ?? null);
}

// The features of a layer: each with what it says, its facts and its shape; what it lacks is undefined.
function readFeatures({ n, columns, facts }, shapes) {
  const features = Array.from({ length: n }, () => ({ f: [] }));
  for (const [key, data] of [...Object.entries(columns), ...Object.entries(shapes)]) {
    column(data, n).forEach((value, place) => {
      if (value !== null) features[place][key] = value;
    });
  }
  for (const [name, unit, data] of facts) {
    column(data, n).forEach((value, place) => {
      if (value !== null) features[place].f.push(unit === null ? [name, value] : [name, value, unit]);
    });
  }
  return features;
}
