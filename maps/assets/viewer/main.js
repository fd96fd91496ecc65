// Start: after the first paint, so that the title is read while the map is made.

function start() {
  const theatre = startMap();
  map.getContainer().setAttribute("role", "group");
  for (const layer of layers) if (layer.base) drawLand(layer);
  for (const feature of features) if (!feature.layer.base) drawFeature(feature);
  startFrame(theatre);
  startPanel();
  startTools();
  for (const button of document.querySelectorAll("[data-language]")) {
    button.addEventListener("click", () => setLanguage(button.dataset.language));
  }
  restoreState();
  startLabels();
  applyVisibility();
  nameFeatures();
  drawGraticule();
  drawScale();
  fillMeasure();
  window.addEventListener("beforeprint", () => map.invalidateSize({ animate: false }));
  if (coarse()) document.getElementById("two-fingers").hidden = false;
  new ResizeObserver(() => map.invalidateSize({ animate: false })).observe(map.getContainer());
  document.fonts?.ready.then(() => { widths.clear(); placeLabels(); });
  state.ready = true;
  document.documentElement.dataset.ready = "true";
}

requestAnimationFrame(() => setTimeout(start, 0));
