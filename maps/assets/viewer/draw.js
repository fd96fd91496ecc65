// The map itself: panes, land, features.

const COLOUR = /^#[0-9a-f]{6}$/;
const PLAIN_STYLE = { colour: "#1d2730", fill: null, width: 1.6, opacity: 1, fill_opacity: 0.18, dash: [], hatch: false,
  below_land: false, symbol: "circle", size: 5, label: "site", rank: 30 };

function readAll(kind) {
  const elements = document.querySelectorAll(`script[type="application/json"].layer-${kind}`);
  return Array.from(elements, parsed);
}

const outlines = readAll("shapes");
const layers = readAll("data").map((data, place) => readLayer(data, outlines[place]));
const features = layers.flatMap((layer) => layer.features);
let map = null;
const renderers = {};
const PADDING = 0.3;  // of the map's size, drawn beyond each of its edges

function readStyle(data) {
  const style = { ...PLAIN_STYLE, ...data };
  for (const key of ["colour", "fill"]) if (style[key] !== null && !COLOUR.test(style[key])) style[key] = PLAIN_STYLE[key];
  for (const key of ["width", "opacity", "fill_opacity", "size", "rank"]) {
    if (typeof style[key] !== "number") style[key] = PLAIN_STYLE[key];
  }
  style.dash = style.dash.filter((part) => typeof part === "number");
  style.fill = style.fill ?? style.colour;
  return style;
}

function readLayer(data, shapes) {
  const styles = data.styles.map((one) => ({ ...one, style: readStyle(one.style) }));
  const layer = { ...data, styles, sources: data.sources.map((place) => page.works[place]) };
  layer.features = readFeatures(data.features, shapes).map((one) => ({ ...one, layer, style: styles[one.c ?? 0].style }));
  layer.letters = data.kind === "point" && styles.every(({ style }) => !style.size);  // names of waters: no symbols
  if (!data.visible) state.off.add(data.name);
  return layer;
}

// The pane of a feature: zones lie under the land, everything else over it.
function paneOf(feature, kind) {
  if (kind === "p") return "sites";
  if (kind === "l") return "lines";
  return feature.style.below_land ? "zones" : "areas";
}

function startMap() {
  const theatre = boundsOf(page.bounds);
  map = L.map("map", { zoomControl: false, attributionControl: false, zoomSnap: 0.25, zoomDelta: 1, minZoom: 3,
    maxZoom: 13, wheelPxPerZoomLevel: 90, maxBounds: roam(theatre), maxBoundsViscosity: 0.8, boxZoom: true,
    dragging: !coarse(), touchZoom: true, zoomAnimation: !still(), fadeAnimation: !still() });
  for (const [name, level] of Object.entries({ zones: 340, land: 380, areas: 420, lines: 440, sites: 460, names: 640 })) {
    map.createPane(name).style.zIndex = level;
  }
  for (const name of ["zones", "land", "areas", "lines", "sites"]) renderers[name] = L.svg({ pane: name, padding: PADDING });
  symbolScale = letterScale();
  map.on("resize", () => { symbolScale = letterScale(); });
  startOutlines();
  openView(theatre);
  return theatre;
}

function boundsOf([west, south, east, north]) {
  return L.latLngBounds([south, west], [north, east < west ? east + 360 : east]);
}

// Where a reader may go: as far as there is land to draw.
function roam(theatre) {
  const cuts = layers.find((layer) => layer.base && layer.cuts.length)?.cuts;
  if (!cuts) return theatre.pad(1.2);
  return theatre.pad(2).intersects([[cuts[1], cuts[0]], [cuts[3], cuts[2]]]) ? L.latLngBounds([cuts[1], cuts[0]], [cuts[3], cuts[2]]) : theatre.pad(1.2);
}

function coarse() {
  return window.matchMedia("(pointer: coarse)").matches;
}

function still() {
  return window.matchMedia("(prefers-reduced-motion: reduce)").matches;
}

function drawGround() {
  for (const path of layers.filter((layer) => layer.base).flatMap(drawLand)) path.addTo(map);
}

function drawLand(layer) {
  const common = { renderer: renderers.land, pane: "land", interactive: false };
  const stroke = { ...common, color: page.colours.coast, weight: 0.7 };
  const fill = { fill: true, fillColor: page.colours.land, fillOpacity: 1 };
  const parts = layer.features.flatMap(piecesOf).flatMap((one) => one.parts);
  const whole = parts.filter((rings) => !rings.some((ring) => ring.some((at) => onCut(at, layer.cuts))));
  const cut = parts.filter((rings) => !whole.includes(rings));
  return [beyond(layer.cuts), new Outline(shapeOf(() => cut.flat(), true), { ...common, ...fill, stroke: false }),
    new Outline(shapeOf(() => whole.flat(), true), { ...stroke, ...fill }),
    new Outline(shapeOf(() => cut.flat().flatMap((ring) => coast(ring, layer.cuts)), false), stroke)];
}

// Where the land was cut off there may be more of it: neither sea nor land is drawn there.
function beyond([west, south, east, north] = []) {
  const all = [[-85, -540], [-85, 900], [85, 900], [85, -540]];
  const window_ = [[south, west], [north, west], [north, east], [south, east]];
  return L.polygon(west === undefined ? [] : [all, window_], { renderer: renderers.land, pane: "land", interactive: false, stroke: false,
    fillColor: "#e9e9e9", fillOpacity: 1 });
}

// On which edges of the window that the land was cut out with a position lies: one bit each.
function onCut([lat, lon], [west, south, east, north]) {
  const near = (one, other) => Math.abs(one - other) < 2e-3;
  return near(lon, west) | (near(lat, south) << 1) | (near(lon, east) << 2) | (near(lat, north) << 3);
}

// The runs of a ring that are coast, not the edge of the window.
function coast(ring, cuts) {
  const runs = [[]];
  for (const at of [...ring, ring[0]]) {
    const run = runs[runs.length - 1];
    if (run.length && onCut(run[run.length - 1], cuts) & onCut(at, cuts)) runs.push([at]);
    else run.push(at);
  }
  return runs.filter((run) => run.length > 1);
}

// The id of the pattern that hatches in a colour: made when first asked for.
function hatch(colour, strength) {
  const id = `hatch-${colour.slice(1)}-${Math.round(strength * 100)}`;
  if (document.getElementById(id)) return id;
  const pattern = makeSvg("pattern", { id, width: 7, height: 7, patternUnits: "userSpaceOnUse",
    patternTransform: "rotate(45)" },
  makeSvg("rect", { width: 7, height: 7, fill: colour, "fill-opacity": strength * 0.5 }),
  makeSvg("rect", { width: 1.8, height: 7, fill: colour, "fill-opacity": 0.75 }));
  document.getElementById("patterns").append(pattern);
  return id;
}

// A style as Leaflet's options; `strength` is the reader's opacity for the layer, `scale` how much larger than on a desk.
function pathOptions(style, kind, strength = 1, scale = symbolScale) {
  const area = kind !== "l";
  const dash = kind === "p" ? null : style.dash.map((part) => part * scale).join(" ") || null;
  return { color: style.colour, weight: style.width * scale, opacity: style.opacity * strength, dashArray: dash,
    lineCap: style.dash[0] <= 1.5 ? "round" : "butt", fill: area,
    fillColor: style.hatch && kind === "a" ? `url(#${hatch(style.colour, style.fill_opacity)})` : style.fill,
    fillOpacity: (style.hatch && kind === "a" ? 1 : style.fill_opacity) * strength };
}

// The outline of a symbol as path data, round (x, y).
function symbolPath(symbol, x, y, size) {
  const r = size;
  if (symbol === "square") return `M${x - r},${y - r}h${2 * r}v${2 * r}h${-2 * r}z`;
  if (symbol === "diamond") return `M${x},${y - 1.35 * r}l${1.2 * r},${1.35 * r}l${-1.2 * r},${1.35 * r}l${-1.2 * r},${-1.35 * r}z`;
  if (symbol === "triangle") return `M${x},${y - 1.2 * r}l${1.15 * r},${2.1 * r}h${-2.3 * r}z`;
  return `M${x - r},${y}a${r},${r} 0 1,0 ${2 * r},0a${r},${r} 0 1,0 ${-2 * r},0`;
}

// How much larger letters are than on a desk: on a wall they and the symbols grow with the screen.
function letterScale() {
  return parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
}

let symbolScale = 1;

const Symbol_ = L.CircleMarker.extend({
  _updatePath() {
    const outline = this._empty() ? "M0 0" : symbolPath(this.options.symbol, this._point.x, this._point.y, this._radius * symbolScale);
    this._renderer._setPath(this, outline);
  },
});

// A geometry in pieces: of its own, or those of the land ("@id") or the layer ("@layer~id") which it is.
function piecesOf(feature) {
  return feature.g.flatMap((text) => {
    if (text[0] !== "@") return [piece(text)];
    const [, layer, id] = /^@(?:(.*?)~)?(.*)$/s.exec(text);
    return features.find((one) => one.i === id && (layer ? one.layer.name === layer : one.layer.base))?.g.map(piece) ?? [];
  });
}

const read = new Map();

// The piece of geometry of a text: read when it is asked for, once, with the shape that all that is drawn along it shares.
function piece(text) {
  if (!read.has(text)) {
    const one = { kind: text[0], get parts() { return this.held ??= decode(text).parts; } };
    one.shape = shapeOf(() => one.parts.flat(), one.kind === "a");
    read.set(text, one);
  }
  return read.get(text);
}

// The Leaflet paths along one piece of a feature's geometry.
function along(one, options) {
  const { kind, shape } = one;
  if (kind === "p") return (options.radius ? one.parts : one.parts.slice(0, 1)).map((rings) => new Symbol_(rings[0][0], options));
  return [new Outline(shape, kind === "l" ? { ...options, fill: false } : options)];
}

function drawFeature(feature) {
  Object.assign(feature, { casings: [], paths: [], hits: [], pieces: piecesOf(feature) });
  for (const one of feature.pieces) {
    const { kind } = one;
    const pane = paneOf(feature, kind);
    const common = { pane, renderer: renderers[pane], symbol: feature.style.symbol, radius: feature.style.size };
    const quiet = { ...common, interactive: false };
    const add = (options, list) => {
      for (const path of along(one, options)) list.push({ path: addResting(path), kind });
    };
    if (kind === "l") add({ ...quiet, color: "#ffffff", opacity: 0.75, weight: casing(feature) }, feature.casings);
    add({ ...quiet, ...pathOptions(feature.style, kind) }, feature.paths);
    if (feature.circle) drawPrecision(feature, quiet, one.parts[0][0][0]);
    add({ ...common, stroke: true, color: page.colours.ink, opacity: 0, weight: kind === "a" && pane === "zones" ? 6 : 14,
      fill: kind !== "l", fillOpacity: 0, bubblingMouseEvents: false, className: "hit" }, feature.hits);
  }
  feature.hit = feature.hits[feature.hits.length - 1].path;
  for (const { path } of feature.hits) listen(feature, path);
}

// How wide the light band under a line is.
function casing(feature) {
  return (feature.style.width + 3) * symbolScale;
}

// Everywhere a schematic position may be.
function drawPrecision(feature, quiet, [lat, lon]) {
  const corners = () => [Array.from({ length: 64 }, (_, turn) => direct(lon, lat, (turn * 360) / 64, feature.precision).reverse())];
  const ring = new Outline(shapeOf(corners, true), { ...quiet, pane: "areas", renderer: renderers.areas, color: feature.style.colour,
    weight: 1.2, dashArray: "1 4", lineCap: "round", fillColor: feature.style.colour, fillOpacity: 0.06 });
  feature.paths.push({ path: addResting(ring), kind: "a", ring: true });
}

function listen(feature, path) {
  path.bindTooltip(() => tip(feature), { sticky: true, direction: "auto", className: "tip", opacity: 1 });
  path.on("click", (event) => {
    if (measuring()) { addMeasured(event.latlng); return; }
    select(feature);
  });
  const element = path.getElement();
  element.setAttribute("role", "button");
  element.setAttribute("tabindex", "-1");
  element.addEventListener("keydown", (event) => featureKey(feature, event));
  element.addEventListener("focus", () => { focusFeature(feature); });
  element.addEventListener("blur", () => path.closeTooltip());
}

// A feature or layer of a scenario, or of things as they are, is there in that one alone.
function visible(feature) {
  const held = feature.scenario ?? feature.layer.scenario;
  return !state.off.has(feature.layer.name) && (!held || held === (state.scenario ?? "status-quo")) && inForce(feature);
}

// Shows and hides what the legend says, without taking anything off the map: the order of drawing stays.
function applyVisibility() {
  if (!labelLayer) return;
  const changed = changedIds();
  for (const feature of features) {
    if (feature.layer.base) continue;
    const hidden = !visible(feature);
    for (const { path } of [...feature.casings, ...feature.paths, ...feature.hits]) rest(path, hidden);
    markChanged(feature, changed.has(feature.i));
  }
  for (const layer of layers) if (layer.base) map.getPane("land").classList.toggle("off", state.off.has(layer.name));
  rove();
  placeLabels();
  rememberState();
}

const nothing = () => {};

// A path that is not seen rests: it keeps its place in the order of drawing, and no move of the map costs it anything.
function rest(path, hidden) {
  const resting = path._update === nothing;
  if (hidden === resting) return;
  path.getElement()?.classList.toggle("off", hidden);
  if (hidden) { path._project = path._update = nothing; return; }
  delete path._project;
  delete path._update;
  path._reset();
}

// Puts a path on the map asleep: what is never shown is never drawn.
function addResting(path) {
  path._project = path._update = nothing;
  path.addTo(map);
  path.getElement().classList.add("off");
  return path;
}

// What changes hands in the scenario on the map is hatched: an area in its fill, a line in the band under it.
function markChanged(feature, on) {
  if (on === Boolean(feature.changed)) return;
  feature.changed = on;
  const hatched = `url(#${hatch("#d55e00", 0.2)})`;
  for (const { path } of feature.casings) path.setStyle(on ? { color: hatched, opacity: 1, weight: feature.style.width + 8 } : { color: "#ffffff", opacity: 0.75, weight: casing(feature) });
  for (const { path, kind } of feature.paths) if (kind === "a") path.setStyle(on ? { fillColor: hatched, fillOpacity: 1 } : pathOptions(feature.style, kind, state.opacity[feature.layer.name]));
}

function setLayer(name, on) {
  state.off[on ? "delete" : "add"](name);
  applyVisibility();
  for (const listener of listeners.layers) listener();
}

function setOpacity(layer, strength) {
  state.opacity[layer.name] = strength;
  for (const feature of layer.features) {
    for (const { path, kind, ring } of feature.paths ?? []) {
      if (!ring) path.setStyle(pathOptions(feature.style, kind, strength));
    }
  }
}

// One feature takes the tab stop; arrow keys go from it to the nearest one in their direction.
function rove() {
  const shown = features.filter((feature) => feature.hit && visible(feature));
  const holder = shown.find((feature) => feature === state.roving) ?? shown[0];
  for (const feature of features) feature.hit?.getElement()?.setAttribute("tabindex", feature === holder ? "0" : "-1");
  state.roving = holder;
}

function focusFeature(feature) {
  state.roving = feature;
  rove();
  const middle = anchorOf(feature);
  if (!map.getBounds().pad(-0.05).contains(middle)) map.panTo(middle, { animate: false });
  feature.hit.openTooltip(middle);
}

function anchorOf(feature) {
  if (feature.a) return L.latLng(decode(feature.a).parts[0][0][0]);
  const { kind, parts } = feature.pieces[0];
  const ring = parts[0][0];
  return L.latLng(kind === "l" ? ring[Math.floor(ring.length / 2)] : ring[0]);
}

const STEPS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

function featureKey(feature, event) {
  if (event.key === "Enter" || event.key === " ") {
    select(feature);
  } else if (STEPS[event.key]) {
    neighbour(feature, STEPS[event.key])?.hit.getElement().focus({ preventScroll: true });
  } else {
    return;
  }
  event.preventDefault();
  event.stopPropagation();
}

function neighbour(feature, [right, down]) {
  const from = map.project(anchorOf(feature));
  let [best, cost] = [null, Infinity];
  for (const other of features) {
    if (other === feature || !other.hit || !visible(other)) continue;
    const way = map.project(anchorOf(other)).subtract(from);
    const ahead = way.x * right + way.y * down;
    const aside = Math.abs(way.x * down) + Math.abs(way.y * right);
    if (ahead > 0.5 && ahead + 2.5 * aside < cost) [best, cost] = [other, ahead + 2.5 * aside];
  }
  return best;
}
