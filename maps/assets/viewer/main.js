// Start: after the first paint, so that the title is read while the map is made.

function start() {
  const theatre = startMap();
  map.getContainer().setAttribute("role", "group");
  drawGround();
  for (const feature of features) if (!feature.layer.base) drawFeature(feature);
  startFrame(theatre);
  startPanel();
  startTools();
  startTabs();
  startScenario();
  startTime();
  for (const button of document.querySelectorAll("[data-language]")) {
    button.addEventListener("click", () => setLanguage(button.dataset.language));
  }
  startLabels();
  startStory();
  startViews();
  restoreState();
  nameFeatures();
  drawGraticule();
  drawScale();
  fillMeasure();
  window.addEventListener("hashchange", () => { if (location.hash.includes("=")) location.reload(); });  // another link, in the same tab
  window.addEventListener("beforeprint", startPrinting);
  window.addEventListener("afterprint", endPrinting);
  if (coarse()) document.getElementById("two-fingers").hidden = false;
  new ResizeObserver(() => map.invalidateSize({ animate: false })).observe(map.getContainer());
  document.fonts?.ready.then(() => { widths.clear(); placeLabels(); });
  state.ready = true;
  document.documentElement.dataset.ready = "true";
  performance.mark("ready");
  document.dispatchEvent(new CustomEvent("rimland-map", { detail: map }));  // an author's own elements wait for it
}

// Paper has another shape than the screen: the map takes it before it is printed, with the same part of the Earth in view.
function startPrinting() {
  const bounds = map.getBounds();
  state.printed = { centre: map.getCenter(), zoom: map.getZoom() };
  document.documentElement.classList.add("printing");
  map.invalidateSize({ animate: false });
  map.fitBounds(bounds.pad(-0.05), { animate: false });
  frameAnew();  // paper does not wait
}

function frameAnew() {
  drawGraticule();
  drawScale();
  placeLabels();
}

function endPrinting() {
  document.documentElement.classList.remove("printing");
  map.invalidateSize({ animate: false });
  if (state.printed) map.setView(state.printed.centre, state.printed.zoom, { animate: false });
  frameAnew();
}

requestAnimationFrame(() => setTimeout(start, 0));
