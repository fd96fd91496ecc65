"""What lies within 200 nautical miles of my own islands, on both sides of the antimeridian."""

from pathlib import Path

import geopandas

import rimland.geo.accessor  # noqa: F401  gives every GeoDataFrame `.geodesic`
from rimland import geo

islands = geopandas.read_file(Path(__file__).with_name("islands.geojson"))  # two islets that we invented
zones = islands.geodesic.buffer(geo.nmi(200))  # GeoDataFrame in, GeoDataFrame out; each zone right to a metre
zones["area_km2"] = zones.geodesic.area() / geo.KILOMETRE**2
shared = geo.intersection(*zones.geometry)

for zone in zones.itertuples():
    print(f"{zone.name}: {zone.area_km2:,.0f} km²")
print(f"in both: {geo.area(shared) / geo.KILOMETRE**2:,.0f} km²")
zones.to_file("zones.gpkg")  # for QGIS; a zone that crosses 180° is cut there, as RFC 7946 asks
