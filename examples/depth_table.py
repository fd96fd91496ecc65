"""A table of strategic depth for a report: the sites that would lose most if a coast changed hands (hypothetical)."""

from rimland import layers
from rimland.layers import metrics

scenario = layers.scenario("taiwan-prc-control", "buffer")
table = metrics.depth(scenario)
most = table.nsmallest(10, "change_km")[["name_en", "before_km", "after_km", "change_km", "uncertainty_m"]]

print(f"{scenario.title['en']}. {scenario.summary['en']}\n")
print("| site | before, km | after, km | change, km | ± km |\n| --- | ---: | ---: | ---: | ---: |")
for row in most.itertuples():
    numbers = f"{row.before_km:.0f} | {row.after_km:.0f} | {row.change_km:.0f} | {row.uncertainty_m / 1000:.1f}"
    print(f"| {row.name_en} | {numbers} |")
table.drop(columns="geometry").to_csv("depth.csv", index=False)
print("\n" + "\n".join(f"Source: {line}" for line in table.attrs["sources"]))
