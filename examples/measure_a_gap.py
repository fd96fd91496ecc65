"""How wide the gap between two places is, and how much that depends on what counts as coast."""

from rimland import geo, layers

here, there = layers.place("Yonaguni"), layers.place("Taiwan")
gap = geo.distance(here, there)
uncertainty_km = (here.accuracy_m + there.accuracy_m) / geo.KILOMETRE

print(f"{here.names['en']} to {there.names['en']}: {gap.km:.1f} ± {uncertainty_km:.1f} km ({gap.nmi:.1f} nmi)")
print(f"nearest points: {gap.start} and {gap.end} (longitude, latitude)")

# A named set of islands is measured from islands of at least 0.05 km²: see what other choices would give.
for definition in layers.spread("Okinawa Island", "China (with islands)"):
    least = definition.min_area_km2
    which = "the mainland and the largest island alone" if least is None else f"islands from {least:g} km²"
    if definition.metres is not None:
        print(f"Okinawa Island to China, {which}: {definition.metres / geo.KILOMETRE:.1f} km")

for credit in dict.fromkeys(source.credit for place in (here, there) for source in place.sources):
    print(f"source: {credit}")
