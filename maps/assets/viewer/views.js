// Named views of the theatre: a button each, which sets where the map looks and, where it says so, what it shows.

const views = page.views ?? [];

function startViews() {
  fillViews();
  listeners.language.push(fillViews);
}

function fillViews() {
  const holder = document.getElementById("views");
  holder.hidden = !views.length;
  holder.replaceChildren(...views.map((view) => {
    const button = make("button", { type: "button", "data-view": view.id }, say(view.title));
    button.addEventListener("click", () => {
      if (view.layers.length) show({ off: offBut(view.layers) });
      goToBounds(boundsOf(view.bounds));
    });
    return button;
  }));
}

function viewNamed(id) {
  return views.find((view) => view.id === id);
}

// What is switched off where only some layers are shown: never the land, nor the names of seas.
function offBut(names) {
  return layers.filter((layer) => !layer.base && !layer.letters && !names.includes(layer.name)).map((layer) => layer.name);
}
