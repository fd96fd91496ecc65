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

const segmenter = Intl.Segmenter && new Intl.Segmenter(undefined, { granularity: "word" });

// A name on so many lines, as alike as can be: parted where a word begins, after a space if there is one, not in parentheses.
const wrapped = new Map();

function wrap(text, rows) {
  const key = `${rows} ${text}`;
  if (!wrapped.has(key)) wrapped.set(key, rows < 2 || !segmenter ? [text] : partText(text, rows));
  return wrapped.get(key);
}

function partText(text, rows) {
  const before = text.includes(" ") ? / $/ : /[^\d(（「]$/;
  const starts = [...segmenter.segment(text)].filter(({ segment, index }) => /^[\p{L}\p{N}(（「]/u.test(segment) && before.test(text.slice(0, index)) && !/^[ァ-ー]{2}/.test(text.slice(index - 1, index + 1)))
    .map(({ index }) => index);
  const whole = starts.filter((at) => !/[(（][^)）]*$/.test(text.slice(0, at)));
  const ends = (whole.length ? whole : starts).sort((a, b) => a - b);
  const lines = [];
  let from = 0;
  for (let row = 1; row < rows; row++) {
    const off = (at) => Math.abs(at - (text.length * row) / rows);
    const at = ends.filter((one) => one > from).sort((a, b) => off(a) - off(b))[0];
    if (!at) break;
    lines.push(text.slice(from, at).trim());
    from = at;
  }
  return [...lines, text.slice(from)];
}

// The room a text asks for, in narrow letters; a wide one counts for two.
function breadth(text) {
  return [...text].reduce((sum, sign) => sum + (sign.codePointAt(0) > 0x2e80 ? 2 : 1), 0);
}

// A name without what follows it in parentheses.
function bareName(feature) {
  const whole = nameOf(feature.n).text;
  return whole.replace(/\s*[(（][^)）]*[)）]\s*$/, "") || whole;
}

// What a label may say, the fullest first: the name, and for a gap its width under it, or its width alone.
function labelTexts(feature, narrow, subject) {
  const whole = nameOf(feature.n).text;
  const said = shorten(breadth(whole) > 24 ? bareName(feature) : whole, 120);
  const { label } = feature.style;
  const rows = Math.ceil(breadth(said) / (label === "sea" ? 18 : 26));
  const name = wrap(said, rows);
  if (feature.gap === undefined) return label === "island" || label === "sea" || (label === "site" && rows < 2) ? [name] : numbered(name, wrap(said, rows + 1), label, narrow);
  const width = `${number(feature.gap, feature.gap < 100 ? 1 : 0)} ${word("unit_km")}`;
  return narrow && !subject ? [[width]] : [[...name, width], [width]];
}

// A name may have a row more; a zone too small for its name may carry the number it has in a series, on a phone nothing else.
function numbered(name, taller, label, narrow) {
  const digits = label === "zone" && /\d+$/.exec(name.at(-1));
  return digits ? [...(narrow ? [] : [name]), [digits[0]]] : [name, taller];
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
  const runs = new Map(lines.map((feature) => [feature, feature.gap === undefined ? segments(feature) : [{ ...endsOf(feature), cost: 6, owner: feature }]]));
  const cells = [];
  for (const run of [...runs.values()].flat()) {
    const { a, b } = run;
    eachCell({ left: Math.min(a.x, b.x), top: Math.min(a.y, b.y), right: Math.max(a.x, b.x), bottom: Math.max(a.y, b.y) }, (cell) => (cells[cell] ??= []).push(run));
  }
  let turn = 0;
  const near = (box) => {
    const found = [];
    turn++;
    eachCell(box, (cell) => {
      for (const run of cells[cell] ?? []) if (run.turn !== turn) { run.turn = turn; found.push(run); }
    });
    return found;
  };
  return { near, of: (feature) => runs.get(feature) ?? [] };
}

// The squares of the screen that a box lies in: what is near it is sought there alone.
function eachCell({ left, top, right, bottom }, visit) {
  const place = (at) => Math.max(0, Math.min(63, at >> 6));
  for (let x = place(left); x <= place(right); x++) for (let y = place(top); y <= place(bottom); y++) visit(x * 64 + y);
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
    const [cost, owner] = [zone ? 2.5 : 3, feature];
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

// Where a feature is on the screen and how large, pixels.
function extent(feature) {
  feature.box ??= L.latLngBounds(feature.pieces.flatMap(({ parts }) => parts.flatMap((rings) => rings[0])));
  const [a, b] = [map.latLngToContainerPoint(feature.box.getNorthWest()), map.latLngToContainerPoint(feature.box.getSouthEast())];
  return { left: a.x, top: a.y, right: b.x, bottom: b.y, width: b.x - a.x, height: b.y - a.y };
}

// Places on what is seen of a line, where none as broad runs along it, its middle first, each with the way across the line there.
function placesOn(feature, lineWork) {
  const frame = map.getSize();
  const seen = [];
  let far = null;
  for (const { a, b } of lineWork.of(feature)) {
    const [dx, dy] = [b.x - a.x, b.y - a.y];
    const length = Math.hypot(dx, dy) || 1;
    const across = [dy / length, -dx / length].map((one) => (dy < 0 ? -one : one));
    far ??= Math.min(9, length / 2);
    for (; far < length; far += 30) {
      const at = { x: a.x + (dx * far) / length, y: a.y + (dy * far) / length };
      if (at.x > 0 && at.y > 0 && at.x < frame.x && at.y < frame.y) seen.push({ at, across });
    }
    far -= length;
  }
  const some = [10, 6, 14, 4, 16, 2, 18, 8, 12, 1, 19].flatMap((part) => seen[Math.floor((seen.length * part) / 20)] ?? []);
  const alone = some.filter(({ at }) => feature.style.label !== "lane" || !lineWork.near(boxRound(at.x, at.y, 7, 7)).some((one) => one.owner !== feature && one.owner.style.width >= feature.style.width && crosses(boxRound(at.x, at.y, 7, 7), one)));
  return alone.slice(0, 7);
}

// Where the text box may lie round a point: [x, y] of its middle and a penalty, best first; `away` pixels farther off.
function anchors(feature, { at, across }, width, height, away) {
  if (across) return besideLine(at, across, width, height);
  const kind = feature.pieces[0].kind;
  const size = extent(feature);
  const { label } = feature.style;
  const zone = label === "zone" || (kind === "a" && label === "water");
  // The name of a zone in pieces stands beside all of them, over none, unless they are large.
  const large = Math.max(size.width, size.height);
  const scattered = zone && feature.pieces[0].parts.length > 1 && width > size.width / 4 && large < 400 * symbolScale;
  const compact = kind === "a" && (scattered || large < 220 * symbolScale);
  if (zone && width > 1.5 * size.width && (!compact || size.width < 20)) return [];
  const inside = [];
  if (kind === "a" && !scattered && ((zone && width <= 1.5 * size.width) || (size.width > width * 0.9 && size.height > height * 1.4))) {
    const [aside, above] = [Math.min(width / 2, size.width / 5), Math.min(height * 1.2, size.height / 5)];
    inside.push(...[[0, 0], [aside, 0], [0, above], [0, -above], [-aside, 0]].map(([x, y], turn) => [at.x + x, at.y + y, turn ? 1 + turn / 5 : 0]));
    if (!zone || !compact || width < size.width * 0.75) return inside;
  }
  if (kind === "p" && !feature.style.size) return [[at.x, at.y, 0]];
  const gap = (kind === "p" ? feature.style.size * symbolScale + 4 : 5) + away;
  if (compact) at = map.latLngToContainerPoint(feature.box.getCenter());
  const reach = compact ? { x: size.width / 2 + 3 + away, y: size.height / 2 + 2 + away } : { x: gap, y: gap };
  const [dx, dy] = [reach.x + width / 2, reach.y + height / 2];
  return [...inside, [at.x + dx, at.y, 0], [at.x - dx, at.y, 1], [at.x + dx * 0.9, at.y - dy, 2], [at.x + dx * 0.9, at.y + dy, 2],
    [at.x - dx * 0.9, at.y - dy, 3], [at.x - dx * 0.9, at.y + dy, 3], [at.x, at.y - dy, 2], [at.x, at.y + dy, 2]];
}

// Beside a line, as near as it can stand without touching it, first on the side that looks east.
function besideLine({ x, y }, [east, south], width, height) {
  const away = 3 + (Math.abs(east) * width + Math.abs(south) * height) / 2;
  return [away, -away].map((far, turn) => [x + east * far, y + south * far, turn / 2 + away / 40]);
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
function bestPlace(feature, lines, around, size, away) {
  const { taken, lineWork } = around;
  const weight = LABEL_WEIGHTS[feature.style.label];
  const spaced = { sea: 2, water: 0.4 }[feature.style.label] ?? 0;
  const bold = (row) => (feature.gap !== undefined && row === lines.length - 1 ? 700 : weight);
  const width = Math.max(...lines.map((line, row) => textWidth(line, size, bold(row)) + spaced * line.length)) + 6;
  const height = (lines.length - 1) * size * 1.2 + size * 1.45;
  const frame = map.getSize();
  let best = null;
  const line = feature.pieces[0].kind === "l";
  const candidates = line ? around.places.get(feature) ?? around.places.set(feature, placesOn(feature, lineWork)).get(feature)
    : (feature.spots ??= feature.a ? decode(feature.a).parts.map((rings) => rings[0][0]) : [anchorOf(feature)]).map((one) => ({ at: map.latLngToContainerPoint(one) }));
  candidates.forEach((place, turn) => {
    const { at } = place;
    if (at.x < -40 || at.y < -40 || at.x > frame.x + 40 || at.y > frame.y + 40) return;
    for (const [x, y, penalty] of anchors(feature, place, width, height, away)) {
      const box = boxRound(x, y, width, height);
      const least = penalty + lines.length + turn * (line ? 0.2 : 0.7);
      if (least >= best?.cost) continue;
      if (box.left < 2 || box.top < 2 || box.right > frame.x - 2 || box.bottom > frame.y - 20) continue;
      if (taken.some((other) => other.owner !== feature && overlap(box, other))) continue;
      const unsure = doubt(feature, box, around);
      const crossed = new Set();
      let cost = least + unsure;
      for (const run of lineWork.near(box)) {
        if (crossed.has(run.owner) || !crosses(box, run)) continue;
        if (run.cost === 3) crossed.add(run.owner);
        cost += run.owner === feature ? 1.5 : run.cost;
      }
      if (!(cost >= best?.cost)) best = { x, y, box, cost, at, unsure };
    }
  });
  return best;
}

// How easily a name is read as that of others: of lines as near as its own, of islands as large, of symbols.
function doubt(feature, box, { crowd, lineWork }) {
  const { left, top, right, bottom } = box;
  const near = { left: left - 4, top: top - 4, right: right + 4, bottom: bottom + 4 };
  const { label } = feature.style;
  if (label === "lane") return 3 * new Set(lineWork.near(near).flatMap((one) => (one.owner !== feature && crosses(near, one) ? one.owner : []))).size;
  const { width, height } = extent(feature);
  const own = Math.max(width, height, 10);
  let sum = 0;
  for (const one of crowd) {
    if (overlap(near, one) && one.owner !== feature && one.owner.style.label === label) sum += 3 * Math.min(1, (one.right - one.left) / own);
  }
  return Math.min(3, sum);
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
  const islands = features.filter((feature) => feature.hit && visible(feature) && feature.pieces[0].kind === "a" && feature.style.label === "island");
  const crowd = [...taken, ...islands.map((owner) => ({ ...extent(owner), owner }))].filter(({ owner, width = 0 }) => owner && width < 110 * symbolScale);
  const around = { taken, crowd, lineWork: strokes(), places: new Map() };
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
      .map((lines) => ({ lines, ...bestPlace(feature, lines, around, size, away) })).filter((one) => one.box);
    let places = placesAt(0);
    if (about.get(feature)) places = [...places, ...placesAt(9).map((one) => ({ ...one, cost: one.cost + 0.5 }))];  // beyond a symbol on it
    if (!places.length) continue;
    // The fuller text, unless only the shorter one finds a place off other lines.
    const shorter = (b, a) => (b.lines.join(" ").length >= a.lines.join(" ").length ? 0 : feature.gap === undefined ? 9 : 5);
    const place = places.reduce((a, b) => (b.cost + shorter(b, a) < a.cost ? b : a));
    // A name that is read as another's is left out, but for what a step of the story is about.
    if (!about.get(feature) && { lane: place.cost > 7, island: place.unsure > 2.9 }[feature.style.label]) continue;
    taken.push({ ...place.box, owner: null });
    said.add(nameOf(feature.n).text);
    texts.push(...leader(feature, place), drawLabel(feature, place.lines, place, size));
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

// A fine line from a name that stands apart to what it names.
function leader({ pieces, style, gap }, { at, box }) {
  const [x, y] = [Math.max(box.left, Math.min(at.x, box.right)), Math.max(box.top, Math.min(at.y, box.bottom))];
  const apart = Math.hypot(at.x - x, at.y - y) > (style.label === "zone" ? 0 : 10 + style.size * symbolScale);
  return apart && gap === undefined && (style.label === "zone" || pieces[0].kind === "p") ? [makeSvg("path", { class: "leader", d: `M${x} ${y}L${at.x} ${at.y}` })] : [];
}

function drawLabel(feature, lines, { x, y }, size) {
  const text = makeSvg("text", { class: `name ${feature.style.label}${feature.gap === undefined ? "" : " gap"}`,
    lang: nameOf(feature.n).language, "text-anchor": "middle", "font-size": size,
    "font-weight": LABEL_WEIGHTS[feature.style.label] });
  if (feature.style.label === "lane" || /^\d+$/.test(lines[0])) text.setAttribute("fill", feature.style.colour);
  lines.forEach((line, row) => {
    const part = makeSvg("tspan", { x: x.toFixed(1), y: (y + size * (0.36 + 1.2 * (row - (lines.length - 1) / 2))).toFixed(1) });
    if (feature.gap !== undefined && row === lines.length - 1) part.setAttribute("class", "figure");
    part.textContent = line;
    text.append(part);
  });
  return text;
}
