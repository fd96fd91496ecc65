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

function fold(text) {
  return text.normalize("NFKD").replace(/[\u0300-\u036f\s'’\-]/g, "").toLowerCase();
}

function showFound(text) {
  const list = document.getElementById("found");
  const sought = fold(text);
  if (!sought) { list.replaceChildren(); return; }
  const hits = features.filter((feature) => feature.hit && [...feature.n, feature.i].some((name) => name && fold(name).includes(sought)));
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
  let [total, last, broken] = [0, null, false];
  points.forEach((point, place) => {
    drawing.addLayer(L.circleMarker(point, { interactive: false, radius: 5, color: page.colours.ink, weight: 2, fillColor: "#ffffff", fillOpacity: 1 }));
    if (!place) return;
    last = geodesic(points[place - 1], point);
    if (last === null) { broken = true; return; }
    total += last.metres;
    drawing.addLayer(L.polyline(last.path, style));
  });
  const lines = [];
  if (measured.on) lines.push(word("measure_help"));
  if (broken) lines.push(word("measure_antipodal"));
  else if (last) lines.push(word("measure_leg", lengths(last.metres), `${number(last.azimuth, 1)}°`), word("measure_total", lengths(total)));
  document.getElementById("measured").replaceChildren(...lines.map((line) => make("p", {}, line)));
  document.getElementById("measured").dataset.metres = broken ? "" : String(total);
  document.getElementById("measured").dataset.positions = points.map(({ lng, lat }) => `${lng},${lat}`).join(" ");
  document.getElementById("measure-clear").hidden = !points.length;
}

// The state of the page as the fragment of its address.
function fragment() {
  const { lat, lng } = map.getCenter();
  const parts = new URLSearchParams();
  parts.set("map", [map.getZoom(), lat.toFixed(4), lng.toFixed(4)].join("/"));
  parts.set("lang", state.language);
  parts.set("off", [...state.off].sort().join("~"));
  const faded = Object.entries(state.opacity).filter(([, strength]) => strength !== 1);
  if (faded.length) parts.set("fade", faded.map(([name, strength]) => `${name}:${strength}`).join("~"));
  if (state.selected) parts.set("sel", `${state.selected.layer.name}~${state.selected.i}`);
  return `#${parts}`;
}

function rememberState() {
  if (!state.ready) return;
  try { history.replaceState(null, "", fragment()); } catch { /* a sandboxed frame has no history of its own */ }
}

function restoreState() {
  const parts = new URLSearchParams(location.hash.slice(1));
  if (parts.has("lang")) setLanguage(parts.get("lang"));
  const names = new Set(layers.map((layer) => layer.name));
  if (parts.has("off")) state.off = new Set(parts.get("off").split("~").filter((name) => names.has(name)));
  for (const part of (parts.get("fade") ?? "").split("~")) {
    const [name, strength] = [part.slice(0, part.lastIndexOf(":")), Number(part.slice(part.lastIndexOf(":") + 1))];
    const layer = layers.find((one) => one.name === name);
    if (layer && strength >= 0 && strength <= 1) setOpacity(layer, strength);
  }
  const [zoom, lat, lng] = (parts.get("map") ?? "").split("/").map(Number);
  if ([zoom, lat, lng].every(Number.isFinite) && Math.abs(lat) <= 85) map.setView([lat, lng], zoom, { animate: false });
  const chosen = parts.get("sel") && features.find((one) => one.hit && `${one.layer.name}~${one.i}` === parts.get("sel"));
  if (chosen) select(chosen, !parts.has("map"));
  for (const listener of listeners.layers) listener();
}

async function copyLink() {
  const address = location.href.replace(/#.*$/, "") + fragment();
  const field = document.getElementById("link-field");
  try {
    if (window.self !== window.top) throw new Error("a frame may not write to the clipboard");
    await navigator.clipboard.writeText(address);
    announce(word("link_done"));
    document.getElementById("link-said").textContent = word("link_done");
  } catch {
    field.value = address;
    document.getElementById("link-fallback").hidden = false;
    field.focus();
    field.select();
  }
}

function tableRows() {
  const listed = features.filter((feature) => feature.hit).sort((a, b) => a.layer.order - b.layer.order);
  return listed.map((feature) => [say(feature.layer.title), ...LANGUAGES.map((tag, place) => feature.n[place] ?? ""),
    [...(feature.gap === undefined ? [] : [`${word("width_km")} ${lengths(feature.gap * 1000)}`]),
      ...feature.f.map((fact) => `${factName(fact)} ${factText(fact)}`)].join("; "),
    position(feature), feature.pg, feature.fg, sourcesOf(feature).map(credit).join("; ")]);
}

function tableHead() {
  return [word("layer"), ...LANGUAGES.map((tag) => `${word("name")} (${page.language_names[tag]})`), word("facts"), word("position"),
    word("position_grade"), word("fact_grade"), word("sources")];
}

function openTable() {
  const head = make("tr", {}, ...tableHead().map((text) => make("th", { scope: "col" }, text)));
  const rows = tableRows().map((row) => make("tr", {}, ...row.map((text, place) => make("td", { lang: LANGUAGES[place - 1] ?? null }, text))));
  document.getElementById("table-body").replaceChildren(make("table", {}, make("thead", {}, head), make("tbody", {}, ...rows)));
  document.getElementById("table").showModal();
}

// One cell: quoted, and never a formula for a spreadsheet.
function csvCell(text) {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
}

function downloadCsv() {
  const text = [tableHead(), ...tableRows()].map((row) => row.map(csvCell).join(",")).join("\r\n");
  const anchor = make("a", { download: `rimland-${state.language}.csv` });
  anchor.href = URL.createObjectURL(new Blob(["\ufeff", text], { type: "text/csv;charset=utf-8" }));
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(anchor.href), 1000);
}
