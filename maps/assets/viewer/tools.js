// What a reader does with the map: search, measure, keep a link, read the table.

const measured = { on: false, points: [], drawing: null };

function startTools() {
  const search = document.getElementById("search");
  search.addEventListener("input", () => showFound(search.value));
  document.getElementById("measure").addEventListener("click", toggleMeasure);
  document.getElementById("measure-clear").addEventListener("click", clearMeasure);
  document.getElementById("link").addEventListener("click", copyLink);
  document.getElementById("print").addEventListener("click", () => window.print());
  document.getElementById("table-open").addEventListener("click", openTable);
  document.getElementById("table-close").addEventListener("click", () => document.getElementById("table").close());
  document.getElementById("csv").addEventListener("click", downloadCsv);
  measured.drawing = L.layerGroup().addTo(map);
  map.on("click", (event) => { if (measured.on) addMeasured(event.latlng); });
  map.getContainer().addEventListener("keydown", (event) => {
    if (event.key === "Enter" && measured.on && event.target === map.getContainer()) addMeasured(map.getCenter());
    if (event.key === "Escape") { if (measured.on) toggleMeasure(); else if (state.selected) unselect(); }
  });
  map.on("moveend", rememberState);
  listeners.language.push(fillCard, fillMeasure, drawGraticule, drawScale, placeLabels, rememberState, nameFeatures,
    () => showFound(search.value));
}

// The name that a screen reader says for each feature.
function nameFeatures() {
  for (const feature of features) {
    const told = feature.gap === undefined ? nameOf(feature.n).text : `${nameOf(feature.n).text}, ${lengths(feature.gap * 1000)}`;
    for (const { path } of feature.hits ?? []) path.getElement()?.setAttribute("aria-label", shorten(`${told}, ${say(feature.layer.title)}`, 160));
  }
}

// A name in its plainest form: no accents or spaces, and of a Chinese character's forms the one that the map uses.
function fold(text) {
  const plain = text.normalize("NFKD").replace(/[\u0300-\u036f\s'’ʻ\-・·]/g, "").toLowerCase();
  return [...plain].map((sign) => variants.get(sign) ?? sign).join("");
}

const variants = new Map((page.variants ?? "").split(" ").flatMap(([kept, ...others]) => others.map((other) => [other, kept])));

// How well a feature's names fit what is sought: 0 one is it, 1 one begins with it, 2 one has it somewhere, 3 not at all.
function fit(feature, sought) {
  feature.sought ??= [...feature.n, ...(feature.o ?? "").split(";"), feature.i].filter(Boolean).map(fold);
  const at = feature.sought.map((name) => (name === sought ? 0 : name.startsWith(sought) ? 1 : name.includes(sought) ? 2 : 3));
  return Math.min(...at);
}

function showFound(text) {
  const list = document.getElementById("found");
  const sought = fold(text);
  if (!sought) { list.replaceChildren(); return; }
  const hits = features.filter((feature) => feature.hit && fit(feature, sought) < 3)
    .sort((a, b) => fit(a, sought) - fit(b, sought) || b.rank - a.rank);
  const rows = hits.slice(0, 8).map((feature) => {
    const chosen = nameOf(feature.n);
    const button = make("button", { type: "button" }, isolate(shorten(chosen.text, 60), chosen.language),
      make("span", { class: "small" }, ` ${say(feature.layer.title)}`));
    button.addEventListener("click", () => goTo(feature));
    return make("li", {}, button);
  });
  list.replaceChildren(...rows);
  announce(hits.length ? word("search_count", number(hits.length)) : word("search_none"));
  if (!hits.length) list.append(make("li", { class: "small" }, word("search_none")));
}

function goTo(feature) {
  if (!visible(feature)) setLayer(feature.layer.name, true);
  extent(feature);
  map.fitBounds(feature.box.pad(0.6), { maxZoom: 9, animate: !still() });
  select(feature);
}

function measuring() {
  return measured.on;
}

function toggleMeasure() {
  measured.on = !measured.on;
  document.getElementById("measure").setAttribute("aria-pressed", String(measured.on));
  map.getContainer().classList.toggle("measuring", measured.on);
  if (measured.on) map.getContainer().focus({ preventScroll: true });
  fillMeasure();
}

function addMeasured(at) {
  measured.points.push(at);
  fillMeasure();
}

function clearMeasure() {
  measured.points = [];
  fillMeasure();
}

function fillMeasure() {
  const { points, drawing } = measured;
  drawing.clearLayers();
  const style = { interactive: false, color: page.colours.ink, weight: 2.4, dashArray: "2 5", lineCap: "round" };
  let [total, last] = [0, null];
  points.forEach((point, place) => {
    drawing.addLayer(L.circleMarker(point, { interactive: false, radius: 5, color: page.colours.ink, weight: 2, fillColor: "#ffffff", fillOpacity: 1 }));
    if (!place) return;
    last = geodesic(points[place - 1], point);
    total += last.metres;
    drawing.addLayer(L.polyline(last.path, style));
  });
  const lines = [];
  if (measured.on) lines.push(word("measure_help"));
  if (last) lines.push(word("measure_leg", lengths(last.metres), `${number(last.azimuth, 1)}°`), word("measure_total", lengths(total)));
  document.getElementById("measured").replaceChildren(...lines.map((line) => make("p", {}, line)));
  document.getElementById("measured").dataset.metres = String(total);
  document.getElementById("measured").dataset.positions = points.map(({ lng, lat }) => `${lng},${lat}`).join(" ");
  document.getElementById("measure-clear").hidden = !points.length;
}
