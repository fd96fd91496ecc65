// The exposure curve: how much lies within a distance of the opposing coast, before and after, as a picture and a table.

const CHART = { width: 330, height: 176, left: 46, right: 8, top: 10 };

function exposureParts(held) {
  const curve = held.exposure;
  if (!curve) return [];
  const counted = Object.keys(curve).filter((key) => key.startsWith("before_") && Math.max(...curve[key], ...curve[`after_${key.slice(7)}`]) > 0)
    .map((key) => key.slice(7));
  if (!counted.length) return [];
  if (!counted.includes(state.counted)) [state.counted] = counted;
  const holder = make("div", { id: "curve" });
  const choice = make("select", { id: "counted" }, ...counted.map((name) => {
    const option = make("option", { value: name }, word(`counted_${name}`));
    option.selected = name === state.counted;
    return option;
  }));
  choice.addEventListener("change", () => { state.counted = choice.value; fillCurve(holder, curve); });
  fillCurve(holder, curve);
  return [make("h2", { id: "curve-title" }, word("exposure")), make("label", { class: "field", for: choice.id }, word("counted"), choice), holder];
}

function fillCurve(holder, curve) {
  const slider = make("input", { type: "range", id: "reach", min: 0, max: curve.radius_km[curve.radius_km.length - 1],
    step: curve.radius_km[1] - curve.radius_km[0] });
  slider.value = state.reach;
  const output = make("output", { for: slider.id });
  const picture = curvePicture(curve);
  const follow = () => {
    state.reach = Number(slider.value);
    output.textContent = reachLine(curve);
    slider.setAttribute("aria-valuetext", reachLine(curve));
    picture.querySelector(".reach").setAttribute("transform", `translate(${acrossOf(curve)(state.reach)} 0)`);
  };
  slider.addEventListener("input", follow);
  follow();
  const note = curve.without_figure && state.counted === "residents" ? [make("p", { class: "small" }, word("without_figure", number(curve.without_figure), number(curve.islands)))] : [];
  holder.replaceChildren(picture, make("p", { class: "keys", "aria-hidden": "true" }, key(0), `${word("before")} `, key(1), word("after")),
    make("label", { class: "field", for: slider.id }, word("reach"), slider), output, ...note,
    make("p", { class: "small" }, word("ranges_note")),
    make("details", {}, make("summary", {}, word("curve_table")), curveTable(curve)));
}

function key(turn) {
  return makeSvg("svg", { width: 30, height: 10, class: `key curve-${turn}` }, makeSvg("path", { d: "M1 5H29" }));
}

function amount(value) {
  const unit = { land_km2: ` ${word("unit_km2")}`, lane_km: ` ${word("unit_km")}` }[state.counted] ?? "";
  return `${number(value)}${unit}`;
}

function reachLine(curve) {
  const at = curve.radius_km.reduce((best, radius, place) => (Math.abs(radius - state.reach) < Math.abs(curve.radius_km[best] - state.reach) ? place : best), 0);
  return word("within_reach", kilometres(curve.radius_km[at], 0), amount(curve[`before_${state.counted}`][at]), amount(curve[`after_${state.counted}`][at]));
}

function acrossOf(curve) {
  const last = curve.radius_km[curve.radius_km.length - 1];
  return (radius) => CHART.left + (Math.min(radius, last) / last) * (CHART.width - CHART.left - CHART.right);
}

function curvePicture(curve) {
  const [before, after] = [curve[`before_${state.counted}`], curve[`after_${state.counted}`]];
  const across = acrossOf(curve);
  const top = Math.max(...before, ...after);
  const up = (value) => CHART.height - (value / top) * (CHART.height - CHART.top);
  const points = (values) => values.map((value, place) => `${across(curve.radius_km[place]).toFixed(1)} ${up(value).toFixed(1)}`);
  const line = (values) => `M${points(values).join("L")}`;
  const marks = rangeMarks(curve, across);
  const rows = Math.max(0, ...marks.map((mark) => mark.row + 1));
  const ticks = curve.radius_km.filter((radius) => radius % 500 === 0);
  const height = CHART.height + 40 + rows * 13;
  const counted = word(`counted_${state.counted}`);
  const svg = makeSvg("svg", { class: "curve", viewBox: `0 0 ${CHART.width} ${height}`, role: "img",
    "aria-label": `${word("exposure")}${colon()}${counted}. ${reachLine(curve)}` });
  svg.append(makeSvg("path", { d: `M${[...points(before), ...points(after).reverse()].join("L")}Z`, class: "between", fill: `url(#${hatch("#d55e00", 0.1)})` }),
    ...[0, top / 2, top].map((value) => makeSvg("path", { class: "rule", d: `M${CHART.left} ${up(value).toFixed(1)}H${CHART.width - CHART.right}` })),
    ...[top / 2, top].map((value) => svgText(shortNumber(value), CHART.left - 5, up(value) + 4, "end")),
    ...ticks.map((radius) => svgText(number(radius), across(radius), CHART.height + 14, "middle")),
    svgText(word("reach_axis"), CHART.width - CHART.right, height - 4, "end"),
    ...marks.flatMap(({ x, row, text }) => [
      makeSvg("path", { class: "mark", d: `M${x.toFixed(1)} ${CHART.height - 5}V${CHART.height + 28 + row * 13}` }),
      svgText(text, x + 3, CHART.height + 29 + row * 13, "start", "range")]),
    makeSvg("path", { d: line(before), class: "curve-0" }), makeSvg("path", { d: line(after), class: "curve-1" }),
    makeSvg("path", { class: "reach", d: `M0 ${CHART.top - 6}V${CHART.height}` }));
  return svg;
}

function shortNumber(value) {
  return new Intl.NumberFormat(state.language, { notation: "compact", maximumSignificantDigits: 2 }).format(value);
}

function svgText(text, x, y, anchor, kind = "tick") {
  const element = makeSvg("text", { x: x.toFixed(1), y: y.toFixed(1), "text-anchor": anchor, class: kind });
  element.textContent = text;
  return element;
}

// Published ranges as marks under the axis, each on the first row where its name finds room.
function rangeMarks(curve, across) {
  const last = curve.radius_km[curve.radius_km.length - 1];
  const ends = [];
  return Object.entries(curve.ranges_km ?? {}).filter(([, range]) => range <= last).sort((a, b) => a[1] - b[1]).map(([id, range]) => {
    const [x, text] = [across(range), shorten(rangeName(id).replace(/[（(].*/, "").trim(), 20)];
    const width = textWidth(text, 10, 400) + 8;
    let row = ends.findIndex((end) => end <= x);
    if (row < 0) row = ends.length;
    const fits = x + width <= CHART.width;
    ends[row] = fits ? x + width : Infinity;
    return { x, row, text };
  });
}


function rangeName(id) {
  const own = page.scenarios.map((one) => one.ranges?.[id]).find(Boolean);
  return own ? say(own) : id.toUpperCase();
}

function curveTable(curve) {
  const head = [word("reach_axis"), word("before"), word("after")];
  const rows = curve.radius_km.map((radius, place) => [radius, place]).filter(([radius]) => radius % 100 === 0);
  const beyond = Object.entries(curve.ranges_km ?? {}).map(([id, range]) => `${rangeName(id)} ${kilometres(range, 0)}`);
  return make("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": word("curve_table") },
    make("table", {}, make("caption", {}, word(`counted_${state.counted}`)),
      make("thead", {}, make("tr", {}, ...head.map((text) => make("th", { scope: "col" }, text)))),
      make("tbody", {}, ...rows.map(([radius, place]) => make("tr", {}, make("th", { scope: "row" }, number(radius)),
        make("td", {}, amount(curve[`before_${state.counted}`][place])), make("td", {}, amount(curve[`after_${state.counted}`][place])))))),
    make("p", { class: "small" }, `${word("ranges")}${colon()}${beyond.join(comma())}`));
}
