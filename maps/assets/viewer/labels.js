// Names on the map: placed by rank, six anchors each, never one over another.

const LABEL_SIZES = { sea: 15, zone: 13, island: 12.5, water: 12.5, site: 12.5, lane: 12, none: 0 };
const LABEL_WEIGHTS = { sea: 400, site: 600, island: 400, zone: 600, water: 400, lane: 400 };
const NARROW = 560;
const ruler = document.createElement("canvas").getContext("2d");
const widths = new Map();
let labelLayer = null;
let face = "";  // the family that the page is set in, in the language it is in

function startLabels() {
  labelLayer = makeSvg("svg", { class: "names", "aria-hidden": "true" });
  map.getPane("names").append(labelLayer);
  map.on("moveend", () => afterwards(placeLabels));  // what ends in a zoom or a new size ends in this, too
  map.on("zoomstart", () => labelLayer.classList.add("moving"));
}

const waiting = new Set();

// Once, when the browser has drawn what has just changed: no long wait between a hand and the map under it.
function afterwards(task) {
  if (waiting.has(task)) return;
  waiting.add(task);
  requestAnimationFrame(() => setTimeout(() => { waiting.delete(task); task(); }, 0));
}

function textWidth(text, size, weight) {
  const font = `${weight} ${size}px ${face}`;
  const key = `${font} ${text}`;
  if (!widths.has(key)) {
    ruler.font = font;
    widths.set(key, ruler.measureText(text).width);
  }
  return widths.get(key);
}

// A text cut to so many narrow letters; a wide one counts for two.
function shorten(text, most = 32) {
  let [kept, width] = ["", 0];
  for (const sign of text) {
    width += sign.codePointAt(0) > 0x2e80 ? 2 : 1;
    if (width > most) return `${kept}…`;
    kept += sign;
  }
  return text;
}

// A name on one line or, a long one, on two as alike as can be: parted at a space, where there is none between two signs.
function wrap(text) {
  if (shorten(text, 26) === text) return [text];
  const middle = text.length / 2;
  const spaces = [...text.matchAll(/ /g)].map(({ index }) => index);
  const at = spaces.sort((a, b) => Math.abs(a - middle) - Math.abs(b - middle))[0] ?? [...text].slice(0, Math.ceil([...text].length / 2)).join("").length;
  const end = at + /^[)）]?/.exec(text.slice(at))[0].length;  // a line does not begin with what closes the one before
  return [text.slice(0, end), text.slice(end).trim()];
}

// A name without what follows it in parentheses.
function bareName(feature) {
  const whole = nameOf(feature.n).text;
  return whole.replace(/\s*[(（][^)）]*[)）]\s*$/, "") || whole;
}

// What a label may say, the fullest first: the name, and for a gap its width under it, or its width alone.
function labelTexts(feature, narrow, subject) {
  const whole = nameOf(feature.n).text;
  const name = wrap(shorten(shorten(whole, 24) === whole ? whole : bareName(feature), 80));
  if (feature.gap === undefined) return numbered(feature, name);
  const width = `${number(feature.gap, feature.gap < 100 ? 1 : 0)} ${word("unit_km")}`;
  return narrow && !subject ? [[width]] : [[...name, width], [width]];
}

// A zone that is too small for its name may carry the number that it has in a series.
function numbered({ style }, name) {
  const [digits] = /\d+$/.exec(name.at(-1)) ?? [];
  return style.label === "zone" && digits ? [name, [digits]] : [name];
}

// How much a step of the story is about a feature: its number is of it or names it, or another number, its title or claim.
function subjectOf(feature) {
  if (state.mode !== "story" || !story.length) return 0;
  const { title, number: figure, claim, about: [main = [], other = []] = [] } = story[state.step];
  const name = bareName(feature);
  if (main.includes(feature.i) || names(say(figure), name)) return 2;
  return other.includes(feature.i) || names(say(title), name) || names(say(claim), name) ? 1 : 0;
}

// Whether a text has a name in it, as a word of its own where words are parted by spaces.
function names(text, name) {
  const latin = (sign) => /^[\p{Script=Latin}\d]$/u.test(sign ?? "");
  for (let at = text.indexOf(name); name.length > 1 && at >= 0; at = text.indexOf(name, at + 1)) {
    if (!(latin(text[at - 1]) && latin(name[0])) && !(latin(text[at + name.length]) && latin(name.at(-1)))) return true;
  }
  return false;
}

// The boxes that names must keep off: symbols, and the controls over the map.
function obstacles() {
  const boxes = [...graticule.boxes];
  const frame = map.getContainer().getBoundingClientRect();
  for (const feature of features) {
    if (!feature.hit || !visible(feature) || feature.pieces[0].kind !== "p" || !feature.style.size) continue;
    const at = map.latLngToContainerPoint(anchorOf(feature));
    if (boxes.length > 1500 || at.x < -20 || at.y < -20 || at.x > frame.width + 20 || at.y > frame.height + 20) continue;
    const r = feature.style.size * symbolScale + 1;
    boxes.push({ left: at.x - r, top: at.y - r, right: at.x + r, bottom: at.y + r, owner: feature });
  }
  for (const element of document.querySelectorAll(".over")) {
    const box = element.getBoundingClientRect();
    if (box.width) {
      boxes.push({ left: box.left - frame.left - 2, top: box.top - frame.top - 2, right: box.right - frame.left + 2,
        bottom: box.bottom - frame.top + 2 });
    }
  }
  return boxes;
}

// Lines in container pixels: a name may lie over one only if there is no better place, over a gap's least of all.
function strokes() {
  const lines = features.filter((feature) => feature.hit && visible(feature) && (feature.pieces[0].kind === "l" || plainZone(feature)));
  return lines.flatMap((feature) => (feature.gap === undefined ? segments(feature) : [{ ...endsOf(feature), cost: 6 }]));
}

// A zone of few corners: its sides are lines that a name should not cross.
function plainZone({ style, pieces }) {
  return style.below_land && style.width && pieces.length < 2 && pieces[0].parts[0][0].length < 40;
}

function segments(feature) {
  const frame = map.getSize();
  const found = [];
  for (const { parts } of feature.pieces) for (const [ring] of parts) {
    const zone = feature.pieces[0].kind === "a";
    const line = zone ? [...ring, ring[0]] : ring;
    const [cost, owner] = zone ? [2.5, feature] : [1.5, null];
    let [a, last] = [null, null];
    for (const at of line) {
      const b = map.latLngToContainerPoint(at);
      if (a && Math.abs(b.x - a.x) + Math.abs(b.y - a.y) < 12) { last = b; continue; }
      const seen = a && Math.max(a.x, b.x) > 0 && Math.min(a.x, b.x) < frame.x && Math.max(a.y, b.y) > 0 && Math.min(a.y, b.y) < frame.y;
      if (seen) found.push({ a, b, cost, owner });
      [a, last] = [b, null];
    }
    if (a && last) found.push({ a, b: last, cost, owner });
  }
  return found;
}

function crosses(box, { a, b }) {
  if (Math.max(a.x, b.x) < box.left || Math.min(a.x, b.x) > box.right || Math.max(a.y, b.y) < box.top || Math.min(a.y, b.y) > box.bottom) return false;
  const steps = Math.ceil(Math.hypot(b.x - a.x, b.y - a.y) / 6) + 1;
  for (let step = 0; step <= steps; step++) {
    const x = a.x + ((b.x - a.x) * step) / steps;
    const y = a.y + ((b.y - a.y) * step) / steps;
    if (x > box.left && x < box.right && y > box.top && y < box.bottom) return true;
  }
  return false;
}

function overlap(one, other) {
  return one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
}

// How large a feature is on the screen, pixels.
function extent(feature) {
  if (!feature.box) {
    feature.box = L.latLngBounds(feature.pieces.flatMap(({ parts }) => parts.flatMap((rings) => rings[0])));
  }
  const [a, b] = [map.latLngToContainerPoint(feature.box.getNorthWest()), map.latLngToContainerPoint(feature.box.getSouthEast())];
  return { width: Math.abs(b.x - a.x), height: Math.abs(b.y - a.y) };
}

// Where the text box may lie round a point: [x, y] of its middle and a penalty, best first; `away` pixels farther off.
function anchors(feature, at, width, height, away) {
  const kind = feature.pieces[0].kind;
  const size = extent(feature);
  const { label } = feature.style;
  const zone = label === "zone" || (kind === "a" && label === "water");
  // The name of a zone in pieces stands beside all of them, over none, unless they are large.
  const scattered = zone && feature.pieces[0].parts.length > 1 && width > size.width / 4;
  const compact = kind === "a" && (scattered || Math.max(size.width, size.height) < 220 * symbolScale);
  if (zone && width > 1.5 * size.width && (!compact || size.width < 20 || map.getSize().x < NARROW)) return [];
  if (kind === "a" && !scattered && ((zone && width <= 1.5 * size.width) || (size.width > width * 0.9 && size.height > height * 1.4))) {
    const [aside, above] = [Math.min(width / 2, size.width / 5), Math.min(height * 1.2, size.height / 5)];
    return [[0, 0], [aside, 0], [0, above], [0, -above], [-aside, 0]].map(([x, y], turn) => [at.x + x, at.y + y, turn ? 1 + turn / 5 : 0]);
  }
  if (kind === "p" && !feature.style.size) return [[at.x, at.y, 0]];
  if (feature.gap !== undefined) return besideLine(feature, at, width, height);
  const gap = (kind === "p" ? feature.style.size * symbolScale + 4 : 5) + away;
  if (compact) at = map.latLngToContainerPoint(feature.box.getCenter());
  const reach = compact ? { x: size.width / 2 + 3 + away, y: size.height / 2 + 2 + away } : { x: gap, y: gap };
  const [dx, dy] = [reach.x + width / 2, reach.y + height / 2];
  return [[at.x + dx, at.y, 0], [at.x - dx, at.y, 1], [at.x + dx * 0.9, at.y - dy, 2], [at.x + dx * 0.9, at.y + dy, 2],
    [at.x - dx * 0.9, at.y - dy, 3], [at.x - dx * 0.9, at.y + dy, 3], [at.x, at.y - dy, 2], [at.x, at.y + dy, 2]];
}

// Beside a gap's line, as near as it can stand without touching it, first on the side that looks east.
function besideLine(feature, at, width, height) {
  const line = endsOf(feature);
  const length = Math.hypot(line.b.x - line.a.x, line.b.y - line.a.y) || 1;
  let [nx, ny] = [(line.b.y - line.a.y) / length, (line.a.x - line.b.x) / length];
  if (nx < 0) [nx, ny] = [-nx, -ny];
  return [1, -1].map((side) => {
    let away = 4;
    while (away < width && crosses(boxRound(at.x + nx * away * side, at.y + ny * away * side, width, height), line)) away += 2;
    return [at.x + nx * away * side, at.y + ny * away * side, (side < 0 ? 0.5 : 0) + away / 40];
  });
}

function boxRound(x, y, width, height) {
  return { left: x - width / 2, right: x + width / 2, top: y - height / 2, bottom: y + height / 2 };
}

function endsOf(feature) {
  const ring = feature.pieces[0].parts[0][0];
  const [a, b] = [ring[0], ring[ring.length - 1]].map((end) => map.latLngToContainerPoint(end));
  return { a, b };
}

function wanted(feature, size, subject) {
  if (feature.style.label === "none") return false;
  if (subject) return true;
  if (feature.gap !== undefined) return Math.max(size.width, size.height) > 14;
  if (feature.pieces[0].kind === "a" && feature.style.label === "island") {
    return Math.max(size.width, size.height) > 7 || feature.rank > 60 || map.getZoom() >= 8;
  }
  return true;
}

// The best free place for a label, or null.
function bestPlace(feature, lines, taken, lineWork, size, away) {
  const weight = LABEL_WEIGHTS[feature.style.label];
  const spaced = { sea: 2, water: 0.4 }[feature.style.label] ?? 0;
  const bold = (row) => (feature.gap !== undefined && row === lines.length - 1 ? 700 : weight);
  const width = Math.max(...lines.map((line, row) => textWidth(line, size, bold(row)) + spaced * line.length)) + 6;
  const height = (lines.length - 1) * size * 1.2 + size * 1.45;
  const frame = map.getSize();
  let best = null;
  const candidates = feature.a ? decode(feature.a).parts.map((rings) => rings[0][0]) : [anchorOf(feature)];
  candidates.forEach((position, turn) => {
    const at = map.latLngToContainerPoint(position);
    if (at.x < -40 || at.y < -40 || at.x > frame.x + 40 || at.y > frame.y + 40) return;
    for (const [x, y, penalty] of anchors(feature, at, width, height, away)) {
      const box = boxRound(x, y, width, height);
      if (box.left < 2 || box.top < 2 || box.right > frame.x - 2 || box.bottom > frame.y - 20) continue;
      if (taken.some((other) => other.owner !== feature && overlap(box, other))) continue;
      const cost = penalty + turn * 0.7 + lineWork.reduce((sum, line) => (crosses(box, line) ? sum + (line.owner === feature ? 1.5 : line.cost) : sum), 0);
      if (best === null || cost < best.cost) best = { x, y, box, cost, width };
    }
  });
  return best;
}

function placeLabels() {
  if (!labelLayer) return;
  const frame = map.getSize();
  const narrow = frame.x < NARROW;
  const scale = letterScale();
  face = getComputedStyle(document.body).fontFamily;
  const corner = map.containerPointToLayerPoint([0, 0]);
  L.DomUtil.setPosition(labelLayer, corner);
  labelLayer.setAttribute("width", frame.x);
  labelLayer.setAttribute("height", frame.y);
  const taken = obstacles();
  const lineWork = strokes();
  const most = (frame.x * frame.y) / ((narrow ? 11000 : 7000) * scale * scale);
  const texts = [];
  const said = new Set();
  const about = new Map(features.map((feature) => [feature, subjectOf(feature)]));
  const order = features.filter((feature) => feature.hit && visible(feature) && wanted(feature, extent(feature), about.get(feature)))
    .sort((a, b) => about.get(b) - about.get(a) || b.rank - a.rank || (a.i < b.i ? -1 : 1)).slice(0, 400);
  for (const feature of order) {
    if (texts.length >= most) break;
    const size = (LABEL_SIZES[feature.style.label] - (narrow ? 1 : 0)) * scale;
    const placesAt = (away) => labelTexts(feature, narrow, about.get(feature))
      .map((lines) => ({ lines, ...bestPlace(feature, lines, taken, lineWork, size, away) })).filter((one) => one.box);
    let places = placesAt(0);
    if (about.get(feature)) places = [...places, ...placesAt(9).map((one) => ({ ...one, cost: one.cost + 0.5 }))];  // beyond a symbol on it
    if (!places.length) continue;
    // The fuller text, unless only the shorter one finds a place off other lines.
    const shorter = (b, a) => (b.lines.join("").length >= a.lines.join("").length ? 0 : feature.gap === undefined ? 9 : 4);
    const place = places.reduce((a, b) => (b.cost + shorter(b, a) < a.cost ? b : a));
    taken.push({ ...place.box, owner: null });
    said.add(nameOf(feature.n).text);
    texts.push(drawLabel(feature, place.lines, place, size));
  }
  texts.push(...landmarks(taken, said, frame, (LABEL_SIZES.island - (narrow ? 1 : 0)) * scale));
  labelLayer.replaceChildren(...texts);
  labelLayer.classList.remove("moving");
}

// The land that distances are told to, where no layer names it: so that a reader knows where things are.
function landmarks(taken, said, frame, size) {
  return page.references.flatMap(({ at, names: n }) => {
    const { text } = nameOf(n);
    if (!at || said.has(text)) return [];
    const { x, y } = map.latLngToContainerPoint([at[1], at[0]]);
    const box = boxRound(x, y, textWidth(text, size, LABEL_WEIGHTS.island), size * 1.2);
    if (box.left < 2 || box.top < 2 || box.right > frame.x - 2 || box.bottom > frame.y - 20) return [];
    if (taken.some((other) => overlap(box, other))) return [];
    taken.push({ ...box, owner: null });
    return [drawLabel({ n, style: { label: "island" } }, [text], { x, y }, size)];
  });
}

function drawLabel(feature, lines, { x, y }, size) {
  const text = makeSvg("text", { class: `name ${feature.style.label}${feature.gap === undefined ? "" : " gap"}`,
    lang: nameOf(feature.n).language, "text-anchor": "middle", "font-size": size,
    "font-weight": LABEL_WEIGHTS[feature.style.label] });
  if (feature.style.label === "lane") text.setAttribute("fill", feature.style.colour);
  lines.forEach((line, row) => {
    const part = makeSvg("tspan", { x: x.toFixed(1), y: (y + size * (0.36 + 1.2 * (row - (lines.length - 1) / 2))).toFixed(1) });
    if (feature.gap !== undefined && row === lines.length - 1) part.setAttribute("class", "figure");
    part.textContent = line;
    text.append(part);
  });
  return text;
}
