// What frames the map: graticule, scale bar, buttons.

const GRATICULE_STEPS = [20, 10, 5, 2, 1, 0.5, 0.25];
let graticule = null;

function startFrame(theatre) {
  graticule = { boxes: [], lines: L.layerGroup().addTo(map), labels: document.getElementById("graticule") };
  map.on("moveend", () => { afterwards(drawGraticule); afterwards(drawScale); });
  document.getElementById("zoom-in").addEventListener("click", () => map.zoomIn());
  document.getElementById("zoom-out").addEventListener("click", () => map.zoomOut());
  document.getElementById("whole").addEventListener("click", () => map.fitBounds(theatre));
}

function degrees(value, [positive, negative]) {
  const wrapped = positive === "E" ? ((((value + 180) % 360) + 360) % 360) - 180 : value;
  const text = String(Math.round(Math.abs(wrapped) * 100) / 100);
  return `${text}°${wrapped === 0 ? "" : wrapped > 0 ? positive : negative}`;
}

function drawGraticule() {
  const bounds = map.getBounds();
  const wide = bounds.getEast() - bounds.getWest();
  const step = GRATICULE_STEPS.find((one) => wide / one >= 3.2) ?? 0.25;
  const frame = map.getSize();
  const [lines, labels] = [[], []];
  const style = { pane: "land", renderer: renderers.land, interactive: false, color: "#6f8797", weight: 0.6, opacity: 0.45 };
  const pad = bounds.pad(0.5);
  const beside = letterScale();  // the scale, in the corner where the labels would meet
  for (let lon = Math.ceil(pad.getWest() / step) * step; lon <= pad.getEast(); lon += step) {
    lines.push(L.polyline([[pad.getSouth(), lon], [pad.getNorth(), lon]], style));
    const { x } = map.latLngToContainerPoint([bounds.getCenter().lat, lon]);
    if (x > 20 && x < frame.x - 180 * beside) labels.push(edgeLabel(degrees(lon, "EW"), x, frame.y - 6, "middle"));
  }
  for (let lat = Math.ceil(Math.max(pad.getSouth(), -85) / step) * step; lat <= Math.min(pad.getNorth(), 85); lat += step) {
    lines.push(L.polyline([[lat, pad.getWest()], [lat, pad.getEast()]], style));
    const { y } = map.latLngToContainerPoint([lat, bounds.getCenter().lng]);
    if (y > 20 && y < frame.y - 75 * beside) labels.push(edgeLabel(degrees(lat, "NS"), frame.x - 6, y - 4, "end"));
  }
  graticule.boxes = labels.map((label) => labelBox(label));
  graticule.lines.clearLayers();
  for (const line of lines) graticule.lines.addLayer(line);
  graticule.labels.setAttribute("viewBox", `0 0 ${frame.x} ${frame.y}`);
  graticule.labels.replaceChildren(...labels);
}

function edgeLabel(text, x, y, anchor) {
  const label = makeSvg("text", { x: x.toFixed(1), y: y.toFixed(1), "text-anchor": anchor });
  label.textContent = text;
  return label;
}

function labelBox(label) {
  const [x, y] = [Number(label.getAttribute("x")), Number(label.getAttribute("y"))];
  const left = label.getAttribute("text-anchor") === "end" ? x - 36 : x - 18;
  return { left, top: y - 11, right: left + 36, bottom: y + 3 };
}

// The longest round number of units that is at most `most` pixels wide.
function roundLength(metresPerPixel, unit, most) {
  const top = (metresPerPixel * most) / unit;
  const power = 10 ** Math.floor(Math.log10(top));
  const value = [5, 2, 1].find((one) => one * power <= top) * power;
  return { value, pixels: (value * unit) / metresPerPixel };
}

function drawScale() {
  const frame = map.getSize();
  const scale = letterScale();
  const most = Math.min(150 * scale, frame.x / 3);
  const [a, b] = [-most / 2, most / 2].map((dx) => map.containerPointToLatLng([frame.x / 2 + dx, frame.y / 2]));
  const across = inverse(a.lng, a.lat, b.lng, b.lat);
  if (across.metres === 0) return;
  for (const [name, unit] of [["km", 1000], ["nmi", 1852]]) {
    const { value, pixels } = roundLength(across.metres / most, unit, most);
    document.getElementById(`scale-${name}`).style.width = `${pixels}px`;
    const digits = value < 1 ? Math.ceil(-Math.log10(value)) : 0;
    const written = word(`unit_${name}`);
    document.getElementById(`scale-${name}`).textContent = `${number(value, digits)} ${written}`;
  }
  const latitude = Math.round(map.getCenter().lat * 10) / 10;
  document.getElementById("scale-at").textContent = word("scale_at", degrees(latitude, "NS"));
}
