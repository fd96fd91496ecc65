// The tabs of the panel: the story, the layers, the scenarios, the time line. One that the map has no data for is left out.

const MODES = { story: () => page.story?.length, layers: () => true, scenario: () => page.scenarios?.length, time: () => page.events?.length };

function startTabs() {
  const shown = Object.keys(MODES).filter((mode) => MODES[mode]());
  for (const mode of shown) {
    const tab = tabOf(mode);
    tab.hidden = false;
    tab.addEventListener("click", () => setMode(mode));
    tab.addEventListener("keydown", (event) => {
      const turn = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!turn) return;
      event.preventDefault();
      const next = shown[(shown.indexOf(mode) + turn + shown.length) % shown.length];
      setMode(next);
      tabOf(next).focus();
    });
  }
  document.getElementById("tabs").hidden = shown.length < 2;
}

function tabOf(mode) {
  return document.getElementById(`tab-${mode}`);
}

// The story borrows the map: what a reader had chosen comes back when it is left, and the view stays.
function setMode(mode) {
  if (!MODES[mode]?.()) return;
  const before = state.mode;
  state.mode = mode;
  for (const one of Object.keys(MODES)) {
    const on = one === mode;
    tabOf(one).setAttribute("aria-selected", String(on));
    tabOf(one).setAttribute("tabindex", on ? "0" : "-1");
    document.getElementById(`pane-${one}`).hidden = !on;
  }
  document.documentElement.dataset.mode = mode;
  if (mode === "story" && before !== "story") {
    state.lent = { off: new Set(state.off), scenario: state.scenario, time: state.time };
    showStep(state.step);
  } else if (before === "story" && mode !== "story" && state.lent) {
    show(state.lent);
    state.lent = null;
  }
  rememberState();
}

// What is on the map: the layers left off, the scenario, the date; each part may be left as it is.
function show({ off = state.off, scenario = state.scenario, time = state.time }) {
  Object.assign(state, { off: new Set(off), scenario, time });
  for (const listener of listeners.layers) listener();
  applyVisibility();
}
