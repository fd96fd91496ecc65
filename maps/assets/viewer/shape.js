// Outlines: projected once, thinned for a zoom by what was worked out once, shared by all that is drawn along them.

// The plane of Web Mercator, the whole turn of the Earth being 1.
function toPlane([lat, lon]) {
  const sine = Math.sin(Math.max(-85.0511287798, Math.min(85.0511287798, lat)) * DEGREE);
  return [lon / 360 + 0.5, 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)];
}

// An outline, closed or not; what gives its [lat, lon] lists is not asked before it is drawn.
function shapeOf(source, closed) {
  return { source, closed, rings: null, path: "", drawn: null };
}

function readShape(shape) {
  shape.rings = shape.source().map((ring) => {
    const plane = new Float64Array(2 * ring.length);
    const box = [Infinity, Infinity, -Infinity, -Infinity];
    ring.forEach((at, place) => {
      const [x, y] = toPlane(at);
      plane[2 * place] = x;
      plane[2 * place + 1] = y;
      widen(box, x, y, x, y);
    });
    return { plane, box, weight: weights(plane, shape.closed) };
  });
  shape.box = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { box } of shape.rings) widen(shape.box, ...box);
}

function widen(box, west, north, east, south) {
  if (west < box[0]) box[0] = west;
  if (north < box[1]) box[1] = north;
  if (east > box[2]) box[2] = east;
  if (south > box[3]) box[3] = south;
}

// The tolerance up to which Douglas and Peucker (1973, doi:10.3138/FM57-6770-U75U-7727) keep each vertex, squared:
// found once, it thins the line for any zoom.
function weights(plane, closed) {
  const count = plane.length / 2;
  const weight = new Float64Array(count);
  const spans = [];
  weight[0] = weight[count - 1] = Infinity;
  if (closed && count > 2) {
    let [far, most] = [0, -1];
    for (let place = 1; place < count; place++) {
      const away = (plane[2 * place] - plane[0]) ** 2 + (plane[2 * place + 1] - plane[1]) ** 2;
      if (away > most) [far, most] = [place, away];
    }
    weight[far] = Infinity;
    spans.push(0, far, Infinity, far, count - 1, Infinity);
  } else {
    spans.push(0, count - 1, Infinity);
  }
  while (spans.length) {
    const above = spans.pop();
    const last = spans.pop();
    const first = spans.pop();
    const [x, y] = [plane[2 * first], plane[2 * first + 1]];
    const [dx, dy] = [plane[2 * last] - x, plane[2 * last + 1] - y];
    const length = dx * dx + dy * dy;
    let [far, most] = [0, -1];
    for (let place = first + 1; place < last; place++) {
      let [ax, ay] = [plane[2 * place] - x, plane[2 * place + 1] - y];
      if (length > 0) {
        const along = Math.max(0, Math.min(1, (ax * dx + ay * dy) / length));
        ax -= along * dx;
        ay -= along * dy;
      }
      const away = ax * ax + ay * ay;
      if (away > most) { far = place; most = away; }
    }
    if (!far) continue;
    weight[far] = Math.min(above, most);
    if (far - first > 1) spans.push(first, far, weight[far]);
    if (last - far > 1) spans.push(far, last, weight[far]);
  }
  return weight;
}

const THIN = 0.5;  // pixels: what nobody sees

// A ring in pixels of the map's layers, without the vertices that nobody sees and those that fall together.
function ringPixels({ plane, weight }, closed, scale, origin) {
  const least = (THIN / scale) ** 2;
  const pixels = [];
  let [x, y] = [NaN, NaN];
  for (let place = 0; place < weight.length; place++) {
    if (weight[place] < least) continue;
    const across = Math.round(10 * (plane[2 * place] * scale - origin.x)) / 10;
    const down = Math.round(10 * (plane[2 * place + 1] * scale - origin.y)) / 10;
    if (across !== x || down !== y) pixels.push(x = across, y = down);
  }
  return closed && pixels.length < 6 ? dot(x, y) : pixels;
}

// What is smaller than a pixel is drawn as one: an islet is there at every zoom.
function dot(x, y) {
  return [x - 0.5, y - 0.5, x + 0.5, y - 0.5, x + 0.5, y + 0.5, x - 0.5, y + 0.5];
}

// The path data of a shape on the map as it is, good until the map is zoomed or moved beyond what it was cut to.
function pathData(shape, { zoom, origin, bounds: now }) {
  const { drawn } = shape;
  if (drawn && drawn.zoom === zoom && drawn.origin.equals(origin) && (!drawn.cut || drawn.cut.contains(now))) return shape.path;
  if (!shape.rings) readShape(shape);
  const scale = 256 * 2 ** zoom;
  const pixelBox = ([west, north, east, south]) => L.bounds([west * scale - origin.x, north * scale - origin.y], [east * scale - origin.x, south * scale - origin.y]);
  const half = now.getSize().divideBy(2);
  const cut = L.bounds(now.min.subtract(half), now.max.add(half));
  shape.drawn = { zoom, origin, cut: cut.contains(pixelBox(shape.box)) ? null : cut };
  const lines = shape.rings.flatMap((ring) => {
    const box = shape.drawn.cut && pixelBox(ring.box);
    if (box && !cut.intersects(box)) return [];
    const pixels = ringPixels(ring, shape.closed, scale, origin);
    if (!box || cut.contains(box)) return [pixels];
    return shape.closed ? cutArea(pixels, cut) : cutLine(pixels, cut);
  });
  shape.path = lines.filter((line) => line.length).map((line) => `M${line.join(" ")}${shape.closed ? "z" : ""}`).join("") || "M0 0";
  return shape.path;
}

function points(pixels) {
  return Array.from({ length: pixels.length / 2 }, (_, place) => L.point(pixels[2 * place], pixels[2 * place + 1]));
}

function cutArea(pixels, cut) {
  return [L.PolyUtil.clipPolygon(points(pixels), cut).flatMap(({ x, y }) => [x, y])];
}

function cutLine(pixels, cut) {
  const [line, runs] = [points(pixels), []];
  for (let place = 1; place < line.length; place++) {
    const piece = L.LineUtil.clipSegment(line[place - 1], line[place], cut, place > 1);
    if (!piece) continue;
    const run = runs[runs.length - 1];
    if (run && run.end === piece[0]) run.push(piece[1].x, piece[1].y);
    else runs.push([piece[0].x, piece[0].y, piece[1].x, piece[1].y]);
    runs[runs.length - 1].end = piece[1];
  }
  return runs;
}

// A path of Leaflet's along a shape.
const Outline = L.Path.extend({
  initialize(shape, options) {
    L.setOptions(this, options);
    this.shape = shape;
  },
  getCenter() {
    const [lat, lon] = this.shape.source()[0][0];
    return L.latLng(lat, lon);
  },
  _project() {},
  _updateBounds() {},
  _update() { this._updatePath(); },
  _updatePath() {
    if (!this._map) return;
    const path = pathData(this.shape, { zoom: map.getZoom(), origin: map.getPixelOrigin(), bounds: this._renderer._bounds });
    if (path !== this.path) this._path.setAttribute("d", this.path = path);
  },
});

// While the map glides to another zoom, what will be drawn there is made ready, a few milliseconds at a time.
function startOutlines() {
  map.on("zoomanim", ({ center, zoom }) => {
    const far = map.getSize().multiplyBy(PADDING);
    const bounds = L.bounds(far.multiplyBy(-1).round(), map.getSize().add(far).round());
    const view = { zoom, origin: map._getNewPixelOrigin(center, zoom), bounds };
    const paths = Object.values(renderers).flatMap((renderer) => Object.values(renderer._layers));
    const shapes = [...new Set(paths.filter((path) => path.shape && path._update !== nothing).map((path) => path.shape))];
    const turn = () => {
      for (const end = performance.now() + 8; shapes.length && performance.now() < end;) pathData(shapes.pop(), view);
      if (shapes.length && map._animatingZoom) setTimeout(turn, 0);
    };
    setTimeout(turn, 30);
  });
}
