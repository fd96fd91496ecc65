// Geometry from short text: see encode.py for the form.

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const DIGITS = new Uint8Array(128).fill(255);
for (let place = 0; place < 64; place++) DIGITS[ALPHABET.charCodeAt(place)] = place;

// A text as { kind, parts }: each part a list of rings, each ring a list of [lat, lon].
function decode(text) {
  const kind = text[0];
  const unit = 10 ** -Number(text[1]);
  const pen = [0, 0];
  let parts = [[[]]];
  let [value, shift, axis] = [0, 1, 0];
  for (let at = 2; at < text.length; at++) {
    const sign = text[at];
    if (sign === ";") { parts.push([[]]); continue; }
    if (sign === ",") { parts[parts.length - 1].push([]); continue; }
    const digit = DIGITS[text.charCodeAt(at)];
    value += (digit & 31) * shift;
    shift *= 32;
    if (digit & 32) continue;
    pen[axis] += value % 2 ? -(value - 1) / 2 : value / 2;
    [value, shift] = [0, 1];
    if (axis === 1) {
      const rings = parts[parts.length - 1];
      rings[rings.length - 1].push([pen[1] * unit, pen[0] * unit]);
    }
    axis = 1 - axis;
  }
  return { kind, parts };
}
