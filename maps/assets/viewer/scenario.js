// The scenarios: status quo or what if, and the numbers of the argument before and after.

function scenarioOf(id) {
  return page.scenarios?.find((one) => one.scenario === id) ?? null;
}

function startScenario() {
  if (!page.scenarios?.length) return;
  state.counted = "residents";
  state.reach = 500;
  fillScenario();
  listeners.language.push(fillScenario);
  listeners.layers.push(fillScenario, fillTold, drawMoved);
}

function setScenario(id) {
  show({ scenario: scenarioOf(id) ? id : null });
  const now = scenarioOf(state.scenario);
  announce(now ? `${word("hypothetical")}. ${say(now.title)}` : word("status_quo"));
}

// A line over the map whenever it does not show things as they are now: no picture of a scenario without its label.
function fillTold() {
  const holder = document.getElementById("told");
  const held = scenarioOf(state.scenario);
  const parts = [];
  if (held) parts.push(make("strong", {}, word("hypothetical")), make("span", {}, say(held.title)));
  if (state.time) parts.push(make("strong", {}, word("time_at", state.time)));
  holder.replaceChildren(...parts);
  holder.hidden = !parts.length;
}

function fillScenario() {
  const pane = document.getElementById("pane-scenario");
  if (pane.contains(document.activeElement) && pane.dataset.told === told()) return;
  pane.dataset.told = told();
  const focused = document.activeElement?.id;
  const held = scenarioOf(state.scenario);
  pane.replaceChildren(scenarioChoice(), ...scenarioNumbers(held ?? page.scenarios[0], Boolean(held)));
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
}

function told() {
  return `${state.language} ${state.scenario}`;
}

function scenarioChoice() {
  const choices = [[null, word("status_quo")], ...page.scenarios.map((one) => [one.scenario, say(one.title)])];
  return make("fieldset", { class: "choice" }, make("legend", {}, word("scenario")), ...choices.map(([id, title], place) => {
    const radio = make("input", { type: "radio", id: `scenario-${place}`, name: "scenario" });
    radio.checked = state.scenario === id;
    radio.addEventListener("change", () => setScenario(id));
    return make("label", { for: radio.id }, radio, title);
  }));
}

// The numbers are a scenario's even where the status quo is on the map: both columns are told, one is marked.
function scenarioNumbers(held, on) {
  const label = say(held.summary).startsWith(word("hypothetical")) ? [] : [make("b", {}, word("hypothetical")), " "];
  const about = [make("p", { class: "caveat" }, ...label, say(held.summary))];
  const rows = [...depthRows(held), ...waterRows(held)];
  const head = make("tr", {}, make("th", { scope: "col" }, word("quantity")),
    make("th", { scope: "col", class: on ? "" : "now" }, word("before")), make("th", { scope: "col", class: on ? "now" : "" }, word("after")));
  const table = make("table", { class: "numbers" }, make("caption", {}, word("numbers_caption")), make("thead", {}, head),
    make("tbody", {}, ...rows.map(([name, before, after, give]) => make("tr", {},
      make("th", { scope: "row" }, name, make("span", { class: "give" }, give)),
      make("td", { class: on ? "" : "now" }, before), make("td", { class: on ? "now" : "" }, after)))));
  return [...about, table, ...gateLines(held), ...exposureParts(held)];
}

function kilometres(value, digits = 1) {
  return `${number(value, digits)} ${word("unit_km")}`;
}

// A measured value's texts, to the digit that its uncertainty leaves standing.
function measuredTexts(values, uncertainty, unit) {
  const unit_ = word(unit);
  const place = uncertainty > 0 ? Math.floor(Math.log10(uncertainty)) : 0;
  const round = (value) => `${number(Math.round(value / 10 ** place) * 10 ** place, Math.min(3, Math.max(0, -place)))} ${unit_}`;
  return [...values.map(round), uncertainty > 0 ? `± ${round(uncertainty)}` : ""];
}

// The feature on the map that a row of numbers is about.
function rowFeature(row) {
  return features.find((one) => one.i === row.id && one.layer.name === row.layer);
}

function rowName(row) {
  if (row.names) return say(row.names);
  const feature = rowFeature(row);
  return feature ? nameOf(feature.n).text : row.id;
}

function depthRows(held) {
  return (held.depth ?? []).map((row) => [word("depth_of", rowName(row)),
    ...measuredTexts([row.before_km, row.after_km], row.uncertainty_m / 1000, "unit_km")]);
}

// How much water, and how much of it hangs on the disputed islands.
function waterRows(held) {
  return [["buffer_water", held.buffer_water], ["pacific_gate", held.pacific_gate]].filter(([, rows]) => rows?.length)
    .flatMap(([name, rows]) => rows.map((row) => [row, rows.length > 1 && different(rows) ? word(`disputed_${row.disputed}`) : ""])
      .slice(0, different(rows) ? 2 : 1)
      .map(([row, apart]) => [apart ? `${word(name)}${comma()}${apart}` : word(name),
        ...measuredTexts([row.before_km2, row.after_km2], row.uncertainty_km2, "unit_km2")]));
}

function different(rows) {
  return rows.length > 1 && ["before_km2", "after_km2"].some((key) => Math.round(rows[0][key]) !== Math.round(rows[1][key]));
}

function gateLines(held) {
  const changed = (held.gates ?? []).filter((gate) => gate.changes);
  if (!held.gates?.length) return [];
  return [make("h2", {}, word("gates_change", number(changed.length), number(held.gates.length))),
    make("ul", { class: "plain" }, ...changed.map((gate) => make("li", {}, gateName(gate))))];
}

let movedLand = [];

// The land that changes hands, hatched: whatever layer shows it, or none.
function drawMoved() {
  for (const path of movedLand) path.remove();
  const moved = new Set(scenarioOf(state.scenario)?.moved ?? []);
  const style = { pane: "areas", renderer: renderers.areas, interactive: false, color: "#b34700", weight: 1.2, dashArray: "5 3",
    fillColor: `url(#${hatch("#d55e00", 0.2)})`, fill: true, fillOpacity: 1 };
  const land = layers.filter((layer) => layer.base && !state.off.has(layer.name)).flatMap((layer) => layer.features);
  movedLand = land.filter((feature) => moved.has(feature.i)).flatMap(piecesOf)
    .map(({ shape }) => new Outline(shape, style).addTo(map).bringToBack());
}

function gateName(gate) {
  const width = rowFeature(gate)?.gap;
  return width === undefined ? rowName(gate) : `${rowName(gate)} ${kilometres(width)}`;
}

// Ids of the gates that change hands in the scenario on the map, and of the places that do.
function changedIds() {
  const held = scenarioOf(state.scenario);
  return new Set([...(held?.gates ?? []).filter((gate) => gate.changes).map((gate) => gate.id), ...(held?.moved ?? [])]);
}
