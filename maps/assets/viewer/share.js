// The state of the page as the fragment of its address: a link to just this view.

function fragment() {
  const { lat, lng } = map.getCenter();
  const parts = new URLSearchParams();
  parts.set("map", [map.getZoom(), lat.toFixed(4), lng.toFixed(4)].join("/"));
  parts.set("lang", state.language);
  const own = state.lent ?? state;  // what the story borrows is not the reader's own choice
  parts.set("off", [...own.off].sort().join("~"));
  const faded = Object.entries(state.opacity).filter(([, strength]) => strength !== 1);
  if (faded.length) parts.set("fade", faded.map(([name, strength]) => `${name}:${strength}`).join("~"));
  parts.set("tab", state.mode);
  if (state.mode === "story") parts.set("step", story[state.step].id);
  if (own.scenario) parts.set("scenario", own.scenario);
  if (own.time) parts.set("time", own.time);
  if (state.selected) parts.set("sel", `${state.selected.layer.name}~${state.selected.i}`);
  return `#${parts}`;
}

function rememberState() {
  if (state.ready) afterwards(keepState);  // a browser takes its time over an address
}

function keepState() {
  try { history.replaceState(null, "", fragment()); } catch { /* a sandboxed frame has no history of its own */ }
}

// Where the map opens: before anything is drawn on it, since each move draws all anew.
function openView(theatre) {
  const parts = new URLSearchParams(location.hash.slice(1));
  const [zoom, lat, lng] = (parts.get("map") ?? "").split("/").map(Number);
  if ([zoom, lat, lng].every(Number.isFinite) && Math.abs(lat) <= 85) map.setView([lat, lng], zoom, { animate: false });
  else if (viewNamed(parts.get("view"))) map.fitBounds(boundsOf(viewNamed(parts.get("view")).bounds), { animate: false });
  else map.fitBounds(openingMode(parts) === "story" ? boundsOf(story[openingStep(parts)].bounds) : theatre, { animate: false });
}

function openingStep(parts) {
  return Math.max(0, story.findIndex((step) => step.id === parts.get("step")));
}

function restoreState() {
  const parts = new URLSearchParams(location.hash.slice(1));
  if (parts.has("lang")) setLanguage(parts.get("lang"));
  const names = new Set(layers.map((layer) => layer.name));
  const view = viewNamed(parts.get("view"));
  if (view?.layers.length) state.off = new Set(offBut(view.layers));
  if (parts.has("off")) state.off = new Set(parts.get("off").split("~").filter((name) => names.has(name)));
  for (const part of (parts.get("fade") ?? "").split("~")) {
    const [name, strength] = [part.slice(0, part.lastIndexOf(":")), Number(part.slice(part.lastIndexOf(":") + 1))];
    const layer = layers.find((one) => one.name === name);
    if (layer && strength >= 0 && strength <= 1) setOpacity(layer, strength);
  }
  state.scenario = scenarioOf(parts.get("scenario"))?.scenario ?? null;
  state.time = moments.includes(parts.get("time")) ? parts.get("time") : null;
  state.step = openingStep(parts);
  setMode(openingMode(parts));
  const chosen = parts.get("sel") && features.find((one) => one.hit && `${one.layer.name}~${one.i}` === parts.get("sel"));
  if (state.mode !== "story") show({});
  else if (state.scenario && !parts.has("map")) frameStep(boundsOf(story[state.step].bounds), false);  // clear of its label
  if (chosen) select(chosen, !parts.has("map"));
}

// A page opens with its story, unless a link says where to look.
function openingMode(parts) {
  const asked = parts.get("tab");
  if (MODES[asked]?.()) return asked;
  return MODES.story() && !["map", "view", "off", "sel", "scenario", "time"].some((name) => parts.has(name)) ? "story" : "layers";
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
