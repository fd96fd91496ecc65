"""How many bases, and how many residents of the Nansei islands, are within 300 km of my points."""

from pathlib import Path

import geopandas
import pandas as pd
import shapely

from rimland import geo, layers

RADIUS = 300 * geo.KILOMETRE

table = pd.read_csv(Path(__file__).with_name("points.csv"))
points = geopandas.GeoSeries.from_xy(table.lon, table.lat, index=table.name, crs="EPSG:4326")
bases, islands = layers.load("bases"), layers.load("nansei")  # the second needs populations, which some lack

for name, point in points.items():
    near = bases[bases.geodesic.within(point, RADIUS)]
    inhabited = islands[islands.geodesic.within(point, RADIUS)]
    unknown = int(inhabited.population.isna().sum())
    print(
        f"{name}: {len(near)} bases, {inhabited.population.sum():,.0f} residents ({unknown} islands without a figure)"
    )

together = geo.buffer(shapely.MultiPoint(list(points)), RADIUS)  # the area within 300 km of any of them
print(f"within {RADIUS / geo.KILOMETRE:.0f} km of any: {geo.area(together) / geo.KILOMETRE**2:,.0f} km²")
geopandas.GeoSeries([together], crs="EPSG:4326").to_file("within-300-km.geojson")
