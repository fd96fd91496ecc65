// The time line: events in their order, and only what was in force on the day of one of them.

const moments = [...new Set((page.events ?? []).map((event) => event.date))].sort();
let playing = null;

function startTime() {
  if (!moments.length) return;
  fillTime();
  listeners.language.push(fillTime);
  listeners.layers.push(markTime);
}

// The days between which a feature is there, as its facts say.
function datesOf(feature) {
  if (!feature.dates) {
    const fact = (name) => feature.f?.find(([one]) => one === name)?.[1];
    feature.dates = { from: String(fact("valid_from") ?? ""), to: String(fact("valid_to") ?? "") };
  }
  return feature.dates;
}

// Whether a feature is there on the chosen day. A date may be a year or a month alone: then it counts whole.
function inForce(feature) {
  if (!state.time) return true;
  const { from, to } = datesOf(feature);
  return (!from || from <= `${state.time}~`.slice(0, from.length)) && (!to || `${to}~` >= state.time);
}

// A layer that is off is on for as long as the time line tells of one of its events.
function setTime(date) {
  const now = (page.events ?? []).filter((event) => event.date === date);
  const off = new Set([...state.off, ...state.lit]);
  state.lit = now.map((event) => event.layer).filter((name) => off.delete(name));
  show({ off, time: date });
  announce(date ? [date, ...now.map((event) => say(event.text))].join(". ") : word("time_all"));
}

function fillTime() {
  const slider = make("input", { type: "range", id: "time", min: 0, max: moments.length - 1, step: 1 });
  slider.addEventListener("input", () => setTime(moments[Number(slider.value)]));
  const all = make("button", { type: "button", id: "time-all" }, word("time_all"));
  all.addEventListener("click", () => { stopPlaying(); setTime(null); });
  const play = make("button", { type: "button", id: "play" }, word(still() ? "time_next" : "time_play"));
  play.addEventListener("click", () => (still() ? stepTime() : playing ? stopPlaying() : startPlaying()));
  const list = make("ol", { class: "events" }, ...page.events.map((event) => make("li", { "data-date": event.date }, eventButton(event))));
  document.getElementById("pane-time").replaceChildren(make("p", { class: "small" }, word("time_help")),
    make("label", { class: "field", for: slider.id }, word("time_slider"), slider),
    make("div", { class: "buttons" }, play, all), list);
  markTime();
}

function eventButton(event) {
  const button = make("button", { type: "button" }, make("time", { datetime: event.date }, event.end && event.end !== event.date ? `${event.date} – ${event.end}` : event.date), make("span", {}, say(event.text)));
  button.addEventListener("click", () => {
    stopPlaying();
    setTime(event.date);
    const feature = features.find((one) => one.hit && one.i === event.feature && one.layer.name === event.layer);
    if (feature) goTo(feature);
  });
  return button;
}

// The slider and the list say which day the map shows.
function markTime() {
  const slider = document.getElementById("time");
  if (!slider) return;
  const place = state.time ? moments.indexOf(state.time) : moments.length - 1;
  slider.value = place;
  slider.setAttribute("aria-valuetext", state.time ?? word("time_all"));
  document.getElementById("time-all").setAttribute("aria-pressed", String(!state.time));
  for (const item of document.querySelectorAll(".events li")) {
    const now = item.dataset.date === state.time;
    item.classList.toggle("now", now);
    item.classList.toggle("later", Boolean(state.time) && item.dataset.date > state.time);
    if (now && !item.previousElementSibling?.classList.contains("now")) item.scrollIntoView({ block: "nearest" });
  }
}

function stepTime() {
  const place = state.time ? moments.indexOf(state.time) + 1 : 0;
  setTime(place < moments.length ? moments[place] : null);
  return place < moments.length - 1;
}

function startPlaying() {
  document.getElementById("play").textContent = word("time_pause");
  if (state.time === moments[moments.length - 1]) show({ time: null });
  stepTime();
  playing = setInterval(() => { if (!stepTime()) stopPlaying(); }, 1600);
}

function stopPlaying() {
  clearInterval(playing);
  playing = null;
  document.getElementById("play").textContent = word(still() ? "time_next" : "time_play");
}
