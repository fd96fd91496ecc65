"""The parts of the documentation that the catalogue writes: ``python -m rimland.scripts.build_docs``."""

import re
from pathlib import Path

from rimland.layers import Catalog

README = Path(__file__).resolve().parents[1] / "README.md"

_BLOCK = re.compile(r"(<!-- layers: begin -->\n).*?(<!-- layers: end -->)", re.DOTALL)


def layer_table() -> str:
    """The shipped layers as a Markdown table: name, title, date, grades and licence, in the order of their names."""
    catalog = Catalog()
    rows = ["| layer | what | as of | position / facts | licence |", "| --- | --- | --- | --- | --- |"]
    for name in sorted(catalog):
        layer = catalog[name]
        grades = f"{layer.position_grade or '–'} / {layer.fact_grade}"
        rows.append(f"| `{name}` | {layer.title['en']} | {layer.as_of} | {grades} | {layer.licence} |")
    return "\n".join(rows) + "\n"


def with_table(readme: str) -> str:
    """A README with the present table between its two marks."""
    return _BLOCK.sub(lambda marks: marks[1] + layer_table() + marks[2], readme)


if __name__ == "__main__":
    README.write_text(with_table(README.read_text(encoding="utf-8")), encoding="utf-8")
