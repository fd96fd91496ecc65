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

// Hiragana from U+3041 on as Hepburn writes them; "*" before a small y, "q" for what doubles the consonant after it.
const KANA = "a a i i u u e e o o ka ga ki gi ku gu ke ge ko go sa za shi ji su zu se ze so zo ta da chi ji q tsu zu te de to do na ni nu ne no ha ba pa hi bi pi fu bu pu he be pe ho bo po ma mi mu me mo *ya ya *yu yu *yo yo ra ri ru re ro wa wa wi we wo n vu".split(" ");

// A reading in kana as the names on the map are spelt in Latin letters, long vowels as short ones.
function latin(text) {
  const spelt = [...text.normalize("NFKC").replace(/[\sー]/g, "")].map((sign) => KANA[(sign.codePointAt(0) - 0x3041) % 96] ?? "");
  return spelt.join("").replace(/q(.)/g, "$1$1").replace(/i\*/g, "").replace(/(sh|ch|j)y/g, "$1").replace(/([ou])u|oo/g, (pair) => pair[0]);
}

// How well a feature's names fit what is sought: 0 one is it, from 1 one begins with it, from 2 one has it somewhere, 3 not at all;
// the less is left of the name, the better; that of its group is a name of its own, a little behind.
function fit(feature, sought) {
  feature.sought ??= [...LANGUAGES.map((tag) => feature.n[tag]), ...(feature.o ?? "").split(";"), feature.i].filter(Boolean).map(fold);
  feature.grouped ??= feature.f.filter(([name, value]) => name === "group" && value?.en).flatMap(([, value]) => Object.values(value).map(fold));
  const of = (name, behind) => (name === sought && !behind ? 0 : name.includes(sought) ? (name.startsWith(sought) ? 1 : 2) + Math.min(0.9, (name.length + behind) / 999) : 3);
  return Math.min(...feature.sought.map((name) => of(name, 0)), ...feature.grouped.map((name) => of(name, 5)));
}

function fitting(sought) {
  return features.filter((feature) => feature.hit).map((feature) => [fit(feature, sought), feature]).filter(([how]) => how < 3)
    .sort(([a, one], [b, other]) => a - b || other.rank - one.rank).map(([, feature]) => feature);
}

function showFound(text) {
  const list = document.getElementById("found");
  const sought = fold(text);
  if (!sought) { list.replaceChildren(); return; }
  const kana = /^[ぁ-ゔァ-ヴー\s]+$/.test(text) && latin(text);
  const hits = [sought, kana].map((one) => (one ? fitting(one) : [])).find((found) => found.length) ?? [];
  const rows = hits.slice(0, 12).map((feature) => {
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
