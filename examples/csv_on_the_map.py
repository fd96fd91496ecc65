"""My own table on the theatre's map, each point with the facts of its row."""

from pathlib import Path

import geopandas
import pandas as pd

import rimland.geo.accessor  # noqa: F401  gives every GeoDataFrame `.geodesic`
from rimland import geo, maps

table = pd.read_csv(Path(__file__).with_name("points.csv"))
posts = geopandas.GeoDataFrame(table, geometry=geopandas.points_from_xy(table.lon, table.lat), crs="EPSG:4326")
posts = posts.rename(columns={"name": "name_en"})  # the label; name_ja and name_zh_hant would be the other two

page = maps.StrategicMap("buffer", lang="en", layers=["land", "nansei", "gates"])
page.add(posts.geodesic.buffer(100 * geo.KILOMETRE), name="Within 100 km", style={"colour": "#5d6870", "dash": [4, 4]})
page.add(posts, name="My posts", style={"colour": "#d55e00", "symbol": "square"})
print(page.save("posts.html"))
