// What is said of one feature: the tip beside the pointer, and the card.

function isolate(text, language) {
  return make("bdi", { lang: language }, text);
}

function tip(feature) {
  const box = make("div", { class: "tip-body" });
  const chosen = nameOf(feature.n);
  box.append(make("strong", {}, isolate(shorten(chosen.text, 80), chosen.language)));
  const others = LANGUAGES.filter((tag) => tag !== chosen.language)
    .map((tag) => [feature.n[tag], tag]).filter(([name]) => name && name !== chosen.text);
  if (others.length) {
    const line = make("div", { class: "others" });
    others.forEach(([name, tag], turn) => line.append(turn ? " · " : "", isolate(shorten(name, 80), tag)));
    box.append(line);
  }
  if (feature.gap !== undefined) box.append(make("div", { class: "big" }, lengths(feature.gap * 1000)));
  if (feature.disputed) box.append(make("div", { class: "disputed" }, disputedLine(feature)));
  box.append(make("div", { class: "small" }, shorten(sourcesOf(feature).map((source) => source.publisher ?? source.title).join("; "), 90)));
  box.append(make("div", { class: "small" }, gradeLine(feature)));
  return box;
}

function disputedLine(feature) {
  const claimants = claimantsOf(feature);
  return claimants ? `${word("disputed")} · ${word("claimants")}${colon()}${claimants}` : word("disputed");
}

function claimantsOf(feature) {
  if (!feature.claimants) return "";
  return typeof feature.claimants === "string" ? feature.claimants : say(feature.claimants);
}

function credit(source) {
  return source.publisher ? `${source.publisher}${colon()}${source.title}` : source.title;
}

function sourcesOf(feature) {
  const ids = feature.src.split(/;\s*/);
  const cited = feature.layer.sources.filter((source) => ids.includes(source.id));
  return cited.length ? cited : feature.layer.sources;
}

function gradeLine(feature) {
  const parts = [`${word("position_grade")}${colon()}${grade(feature.pg)}`];
  if (feature.precision) parts.push(word("within", lengths(feature.precision)));
  return parts.join(" · ");
}

// A value as text in the language chosen, with its unit.
function factText([name, value, unit]) {
  if (name === "population" && /^\d+$/.test(unit ?? "")) return number(value) + (state.language === "en" ? ` (${unit})` : `（${unit}）`);
  if (value !== null && typeof value === "object") return say(value);
  if (["side_a", "side_b", "zone"].includes(name)) return String(value).split(/;\s*/).map(placeName).join(state.language === "en" ? "; " : "；");
  if (typeof value !== "number") return String(value);
  const size = Math.abs(value);
  const digits = Number.isInteger(value) || size >= 1000 ? 0 : size >= 10 ? 1 : size >= 0.1 ? 2 : Math.min(1 - Math.floor(Math.log10(size)), 20);
  const text = unit === "year" ? String(value) : number(value, digits);
  const known = { km: "unit_km", nmi: "unit_nmi", m: "unit_m", "km²": "unit_km2", people: "unit_people" }[unit];
  if (!unit || unit === "year") return text;
  return `${text} ${known ? word(known) : unit}`;
}

// The name of the feature or the place of an id, where the map has it.
function placeName(id) {
  const known = features.find((one) => one.i === id && one.hit)?.n ?? page.sides?.[id];
  return known ? nameOf(known).text : id;
}

function factName([name]) {
  return page.words[state.language][name] ?? name;
}

function position(feature) {
  const at = anchorOf(feature);
  const parts = [[at.lat, "NS"], [at.lng, "EW"]].map(([value, signs]) => {
    const wrapped = signs === "EW" ? ((((value + 180) % 360) + 360) % 360) - 180 : value;
    return `${Math.abs(wrapped).toFixed(feature.pg === "C" ? 2 : 3)}°${wrapped < 0 ? signs[1] : signs[0]}`;
  });
  return parts.join(" ");
}

function cardRows(feature) {
  const rows = [];
  if (feature.disputed) rows.push([word("status"), word("disputed")]);
  if (feature.status && !(feature.disputed && feature.status === "disputed")) rows.push([word("status"), page.words[state.language][`status_${feature.status}`] ?? say2(feature.status)]);
  if (feature.administered) rows.push([word("administered_by"), say2(feature.administered)]);
  if (claimantsOf(feature)) rows.push([word("claimants"), claimantsOf(feature)]);
  if (feature.gap !== undefined) rows.push([word("width_km"), lengths(feature.gap * 1000)]);
  for (const fact of feature.f) rows.push([factName(fact), factText(fact)]);
  (feature.d ?? []).forEach((km, place) => rows.push([word("distance_to", nameOf(page.references[place].names).text), distanceText(feature, km, page.references[place])]));
  rows.push([word("position"), position(feature)]);
  if (feature.precision) rows.push([word("precision_m"), word("within", lengths(feature.precision))]);
  rows.push([word("position_grade"), grade(feature.pg)], [word("fact_grade"), grade(feature.fg)]);
  rows.push([word("layer"), `${say(feature.layer.title)} (${feature.layer.as_of || word("not_available")})`]);
  return rows;
}

// Kilometres to a reference place, with what the accuracies of the two of them add up to.
function distanceText(feature, km, reference) {
  if (km === 0) return word("touches");
  const spread = ((feature.precision ?? feature.layer.accuracy ?? 0) + (reference.accuracy ?? 0)) / 1000;
  return lengths(km * 1000) + (spread ? ` ±\u00a0${number(spread, spread < 10 ? 1 : 0)}\u00a0${word("unit_km").replace("公", "公\u2060")}` : "");
}

function say2(value) {
  return typeof value === "object" ? say(value) : String(value);
}

function namesList(feature) {
  return make("ul", { class: "names-list" }, ...LANGUAGES.map((tag) => make("li", {},
    make("span", { class: "tag" }, page.language_names[tag]), " ",
    feature.n[tag] ? isolate(feature.n[tag], tag) : make("em", {}, word("no_name")))));
}

function select(feature, move = true) {
  mark(state.selected, false);
  state.selected = feature;
  mark(feature, true);
  fillCard();
  document.getElementById("card").hidden = false;
  if (move) uncover(feature);
  announce(nameOf(feature.n).text);
  rememberState();
}

// Moves the map where the card would cover what it is about.
function uncover(feature) {
  const frame = map.getContainer().getBoundingClientRect();
  const card = document.getElementById("card").getBoundingClientRect();
  const at = map.latLngToContainerPoint(anchorOf(feature));
  const [x, y] = [at.x + frame.left, at.y + frame.top];
  const covered = x > card.left - 20 && x < card.right + 20 && y > card.top - 20 && y < card.bottom + 20;
  if (!covered) return;
  const free = card.width > frame.width * 0.7
    ? [frame.width / 2, (card.top - frame.top) / 2] : [(card.left - frame.left) / 2, Math.min(at.y, frame.height * 0.6)];
  map.panBy(at.subtract(free), { animate: !still() });
}

function mark(feature, on) {
  for (const { path } of feature?.paths ?? []) path.getElement()?.classList.toggle("selected", on);
}

function unselect() {
  const feature = state.selected;
  mark(feature, false);
  state.selected = null;
  document.getElementById("card").hidden = true;
  feature?.hit?.getElement()?.focus({ preventScroll: true });
  rememberState();
}

function fillCard() {
  const feature = state.selected;
  if (!feature) return;
  const chosen = nameOf(feature.n);
  const close = make("button", { type: "button", class: "icon", "aria-label": word("close"), title: word("close") }, "×");
  close.addEventListener("click", unselect);
  const body = [make("div", { class: "card-head" }, make("h2", { id: "card-title" }, isolate(chosen.text, chosen.language)), close),
    namesList(feature), facts(cardRows(feature))];
  if (feature.note) body.push(make("p", { lang: typeof feature.note === "string" ? "en" : null }, say2(feature.note)));
  if (feature.layer.caveat) body.push(make("p", { class: "caveat" }, say(feature.layer.caveat)));
  body.push(make("h3", {}, word("sources")), sourceList(sourcesOf(feature)));
  document.getElementById("card-body").replaceChildren(...body);
}
