// The panel: layer groups that are the legend, what each layer is, credits.

function startPanel() {
  fillLegend();
  fillCredits();
  listeners.language.push(fillLegend, fillCredits);
}

// A swatch drawn from the style itself.
function swatch(style, kind) {
  const svg = makeSvg("svg", { class: "swatch", width: 36, height: 18, viewBox: "0 0 36 18", "aria-hidden": "true" });
  const options = pathOptions(style, kind === "line" ? "l" : "a", 1, 1);
  const stroke = { stroke: style.colour, "stroke-width": Math.min(style.width, 4), "stroke-linecap": options.lineCap,
    "stroke-opacity": style.opacity };
  if (options.dashArray && kind !== "point") stroke["stroke-dasharray"] = options.dashArray;
  if (kind === "line") {
    svg.append(makeSvg("path", { d: "M2 9H34", fill: "none", ...stroke }));
  } else if (kind === "point" && !style.size) {
    const letters = makeSvg("text", { x: 18, y: 14, "text-anchor": "middle", "font-size": 14, "letter-spacing": 1.5, fill: style.colour });
    letters.textContent = say({ en: "Aa", ja: "海", "zh-Hant": "海" });
    svg.append(letters);
  } else if (kind === "point") {
    svg.append(makeSvg("path", { d: symbolPath(style.symbol, 18, 9, Math.min(style.size, 6)), fill: style.fill,
      "fill-opacity": style.fill_opacity, ...stroke }));
  } else {
    svg.append(makeSvg("rect", { x: 2, y: 2.5, width: 32, height: 13, rx: 1, fill: options.fillColor,
      "fill-opacity": options.fillOpacity, ...stroke }));
  }
  return svg;
}

function fillLegend() {
  const holder = document.getElementById("legend");
  const open = new Set([...holder.querySelectorAll("[aria-expanded=true]")].map((one) => one.dataset.about));
  const groups = new Map();
  for (const layer of [...layers].sort((a, b) => a.order - b.order)) {
    const title = say(layer.group);
    groups.set(title, [...(groups.get(title) ?? []), layer]);
  }
  const sets = [...groups].map(([title, members]) => make("fieldset", {}, make("legend", {}, title),
    ...members.map((layer) => legendRow(layer, open.has(layer.name)))));
  holder.replaceChildren(...sets);
}

function legendRow(layer, open) {
  const box = make("input", { type: "checkbox", id: `layer-${layer.order}`, "data-layer": layer.name });
  box.checked = !state.off.has(layer.name);
  box.addEventListener("change", () => setLayer(layer.name, box.checked));
  listenOnce(box, layer.name);
  const details = about(layer);
  details.hidden = !open;
  const more = make("button", { type: "button", class: "more", "data-about": layer.name, "aria-expanded": String(open),
    "aria-controls": details.id, "aria-label": `${word("about_layer")}${colon()}${say(layer.title)}`, title: word("about_layer") }, "i");
  more.addEventListener("click", () => {
    details.hidden = !details.hidden;
    more.setAttribute("aria-expanded", String(!details.hidden));
  });
  const row = make("div", { class: "layer" }, make("label", { for: box.id }, box, layerSwatch(layer),
    make("span", { class: "layer-title" }, say(layer.title))), more);
  if (layer.styles.length > 1) row.append(make("ul", { class: "classes" }, ...classRows(layer, layer.styles.slice(layer.styles[0].title ? 0 : 1))));
  row.append(details);
  return row;
}

function layerSwatch(layer) {
  if (layer.base) {
    return swatch({ ...PLAIN_STYLE, colour: page.colours.coast, fill: page.colours.land, fill_opacity: 1, width: 1 }, "polygon");
  }
  return swatch(layer.styles[0].style, layer.kind);
}

function listenOnce(box, name) {
  const follow = () => {
    if (!box.isConnected) { listeners.layers = listeners.layers.filter((one) => one !== follow); return; }
    box.checked = !state.off.has(name);
  };
  listeners.layers.push(follow);
}

function classRows(layer, styles) {
  return styles.map((one) => make("li", {}, swatch(one.style, layer.kind), make("span", {}, say(one.title ?? layer.title))));
}

function about(layer) {
  const details = make("div", { class: "about", id: `about-${layer.order}` });
  if (say(layer.summary)) details.append(make("p", {}, say(layer.summary)));
  if (layer.caveat) details.append(make("p", { class: "caveat" }, make("strong", {}, `${word("caveat")}${colon()}`), say(layer.caveat)));
  details.append(facts([
    [word("as_of"), layer.as_of || word("not_available")],
    [word("edges"), word(`edges_${layer.edges}`)],
    [word("position_grade"), grade(layer.pg)],
    [word("fact_grade"), grade(layer.fg)],
    [word("licence"), layer.licence || word("not_available")],
  ]));
  details.append(make("p", { class: "small" }, `${word("sources")}${colon()}`), sourceList(layer.sources));
  if (layer.gaps.length) {
    details.append(make("p", { class: "small" }, `${word("gaps")}${colon()}`),
      make("ul", { class: "small" }, ...layer.gaps.map((gap) => make("li", {}, say(gap)))));
  }
  if (!layer.base) details.append(opacitySlider(layer));
  return details;
}

function opacitySlider(layer) {
  const slider = make("input", { type: "range", min: 0, max: 100, step: 5, id: `opacity-${layer.order}` });
  slider.value = Math.round((state.opacity[layer.name] ?? 1) * 100);
  slider.addEventListener("input", () => setOpacity(layer, slider.value / 100));
  slider.addEventListener("change", rememberState);
  return make("label", { class: "opacity", for: slider.id }, word("opacity", say(layer.title)), slider);
}

function grade(value) {
  return page.words[state.language][`grade_${value}`] ?? word("grade_own");
}

function sourceList(sources) {
  return make("ul", { class: "sources" }, ...sources.map((source) => {
    const told = [source.publisher, source.title, source.date, source.licence].filter(Boolean).join({ en: ", ", ja: "、" }[state.language] ?? "，");
    const addresses = (source.url ?? "").split(/\s*;\s+/).filter(Boolean);
    const item = make("li", {}, told);
    addresses.forEach((address) => item.append(" ", link(address, hostOf(address))));
    return item;
  }));
}

function hostOf(address) {
  try { return new URL(address).hostname || address; } catch { return address; }
}

function facts(rows) {
  return make("dl", {}, ...rows.flatMap(([name, value]) => [make("dt", {}, name), make("dd", {}, value)]));
}

function fillCredits() {
  document.getElementById("credits").replaceChildren(...fillCite(), make("p", { class: "small" }, word("drawn", ...page.drawn.map((metres) => number(metres / 1000, 2)))), make("details", {}, make("summary", {}, word("sources_all", number(allSources().length))), sourceList(allSources())));
}
