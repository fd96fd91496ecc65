// The guided tour: a step beside the map that says one thing, and sets the layers, the scenario and the view.

const story = page.story ?? [];

function startStory() {
  if (!story.length) return;
  const steps = document.getElementById("steps");
  fillSteps();
  listeners.language.push(() => { fillSteps(); scrollToStep(true); });
  document.getElementById("step-back").addEventListener("click", () => turnStep(-1));
  document.getElementById("step-next").addEventListener("click", () => turnStep(1));
  document.getElementById("pane-story").addEventListener("keydown", stepKey);
  let pause = null;
  steps.addEventListener("scroll", () => {
    clearTimeout(pause);
    pause = setTimeout(followScroll, 120);
  }, { passive: true });
  new ResizeObserver(() => scrollToStep(true)).observe(steps);
}

function stepKey(event) {
  const turn = { ArrowRight: 1, ArrowDown: 1, PageDown: 1, ArrowLeft: -1, ArrowUp: -1, PageUp: -1, Home: -99, End: 99 }[event.key];
  if (!turn || event.altKey || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  turnStep(turn);
}

function turnStep(turn) {
  const next = Math.max(0, Math.min(story.length - 1, state.step + turn));
  if (next === state.step) return;
  showStep(next);
  scrollToStep();
}

// Steps lie under one another, on a phone beside one another: one fills the box.
function sideways() {
  const steps = document.getElementById("steps");
  return steps.scrollWidth > steps.clientWidth + 1;
}

function scrollToStep(at_once = false) {
  const steps = document.getElementById("steps");
  const step = steps.children[state.step];
  if (!step || !steps.clientHeight) return;
  steps.scrollTo({ left: step.offsetLeft - steps.offsetLeft, top: step.offsetTop - steps.offsetTop,
    behavior: at_once || still() ? "instant" : "smooth" });
}

// The step that a reader has scrolled or swiped to.
function followScroll() {
  const steps = document.getElementById("steps");
  if (!steps.clientHeight || state.mode !== "story") return;
  const along = sideways() ? [steps.scrollLeft, "offsetLeft"] : [steps.scrollTop, "offsetTop"];
  const gaps = [...steps.children].map((step) => Math.abs(step[along[1]] - steps[along[1]] - along[0]));
  const nearest = gaps.indexOf(Math.min(...gaps));
  if (nearest !== state.step) showStep(nearest);
}

function showStep(place) {
  state.step = place;
  const step = story[place];
  if (state.selected) unselect();
  show({ off: offBut(step.layers), scenario: scenarioOf(step.scenario) ? step.scenario : null, time: null });
  goToBounds(boundsOf(step.bounds));
  fillProgress();
  map.getContainer().setAttribute("aria-describedby", `map-help ${descriptionId(place)}`);
  announce(`${progress(place)}. ${say(step.title)}. ${say(step.number)}. ${say(step.claim)}`);
}

function goToBounds(bounds) {
  if (!state.ready) return;  // it opens where it should
  frameStep(bounds, !still());
}

function frameStep(bounds, glide) {
  const clear = { paddingTopLeft: [0, document.getElementById("told").offsetHeight] };  // what the label would lie over
  if (glide) map.flyToBounds(bounds, { ...clear, duration: 0.8 });
  else map.fitBounds(bounds, { ...clear, animate: false });
}

function progress(place) {
  return `${number(place + 1)}/${number(story.length)}`;
}

function fillProgress() {
  document.getElementById("progress").textContent = progress(state.step);
  document.getElementById("step-back").disabled = state.step === 0;
  document.getElementById("step-next").disabled = state.step === story.length - 1;
  [...document.getElementById("steps").children].forEach((step, place) => step.classList.toggle("here", place === state.step));
  document.getElementById("dots").replaceChildren(...story.map((_, place) => make("i", { class: place === state.step ? "here" : "" })));
}

function descriptionId(place) {
  return `step-${place + 1}-shows`;
}

function fillSteps() {
  document.getElementById("steps").replaceChildren(...story.map(stepItem));
  fillProgress();
}

function stepItem(step, place) {
  const item = make("li", { class: "step" }, make("h2", { class: "step-title" }, say(step.title)),
    figureLine(say(step.number)),
    make("p", { class: "claim" }, whole(say(step.claim))));
  if (scenarioOf(step.scenario)) item.append(numbersButton());
  item.append(stepLegend(step), make("p", { class: "caveat" }, make("b", {}, `${word("caveat")}${colon()}`), whole(say(step.caveat))),
    make("p", { class: "small" }, `${word("source")}${colon()}${say(step.source)}`),
    make("details", {}, make("summary", {}, word("step_shows")), make("p", { class: "small", id: descriptionId(place) }, describeStep(step))));
  return item;
}

// "107.5 ± 0.1 km from Yonaguni to Taiwan": the number large, its uncertainty and unit less so, the rest under it.
const FIGURE = /^([+−-]?[\d.,]+)(\s*±\s*[\d.,]+)?(\s*(?:km²?|nmi|平方公里|公里|海里|海浬|[%％]))?[:：,，、]?(.*)$/s;

function figureLine(text) {
  const [, value, spread, unit, rest] = FIGURE.exec(text) ?? [null, "", null, null, text];
  return make("p", { class: "figure" }, make("strong", {}, value), spread && make("span", { class: "spread" }, spread), unit && make("b", {}, unit), make("span", { class: "rest" }, rest));
}

// A number stays on the line of its unit.
function whole(text) {
  return text.replace(/(\d) (?=km|nmi|%)/g, "$1\u00a0");
}

// What the signs on the map of a step mean, beside it: a layer of several stands by itself.
function stepLegend(step) {
  const shown = layers.filter((layer) => step.layers.includes(layer.name) && !layer.base && !layer.letters);
  let several = false;
  return make("ul", { class: "classes", "aria-label": word("layers") },
    ...shown.flatMap((layer) => {
      const rows = classRows(layer, layer.styles);
      if (several || rows.length > 1) rows[0].className = "first";
      several = rows.length > 1;
      return rows;
    }));
}

// What the map of a step shows, in words, for whoever does not see it.
function describeStep(step) {
  const [west, south, east, north] = step.bounds;
  const inside = boundsOf(step.bounds);
  const told = layers.filter((layer) => step.layers.includes(layer.name) && !layer.base && !layer.letters).map((layer) => {
    const seen = layer.features.filter((feature) => feature.pieces && inside.contains(anchorOf(feature)))
      .sort((a, b) => b.rank - a.rank);
    const names = seen.slice(0, 12).map((feature) => feature.gap === undefined ? nameOf(feature.n).text
      : `${nameOf(feature.n).text} ${lengths(feature.gap * 1000)}`);
    if (seen.length > 12) names.push("…");
    return names.length ? `${say(layer.title)}${colon()}${names.join(comma())}` : say(layer.title);
  });
  const view = word("step_view", degrees(west, "EW"), degrees(east, "EW"), degrees(south, "NS"), degrees(north, "NS"));
  const held = scenarioOf(step.scenario);
  return [view, held ? say(held.title) : word("status_quo"), ...told].join(state.language === "en" ? ". " : "。");
}

function numbersButton() {
  const button = make("button", { type: "button" }, word("step_numbers"));
  button.addEventListener("click", () => {
    const { scenario } = state;
    setMode("scenario");
    setScenario(scenario);
    tabOf("scenario").focus();
  });
  return button;
}
