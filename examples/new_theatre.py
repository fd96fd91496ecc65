"""A map of another stretch of sea: a theatre is a file, with actors, a scenario, claims and a tour of its own."""

from pathlib import Path

from rimland import geo, layers, maps

theatre = layers.load_theatre(Path(__file__).with_name("theatre.toml"))
page = maps.StrategicMap(theatre)
page.add(layers.place("Batanes"), style={"colour": "#d55e00", "width": 2.5})
page.add(geo.buffer(layers.place("Batanes"), geo.nmi(24)), name="Within 24 nmi of Batanes")
print(page.save("luzon-strait.html"))
for layer in page.drawn_layers:
    print(f"{layer.title['en']}: {len(layer.features)} features")
