"""The parts of the documentation that the catalogue writes: ``python -m rimland.scripts.build_docs``."""

import re
from pathlib import Path

from rimland.scripts import doc_gallery, doc_pages, doc_reference

README = Path(__file__).resolve().parents[1] / "README.md"

_BLOCK = re.compile(r"(<!-- layers: begin -->\n).*?(<!-- layers: end -->)", re.DOTALL)


def with_table(readme: str) -> str:
    """A README with the present table between its two marks."""
    return _BLOCK.sub(lambda marks: marks[1] + doc_pages.group_table() + marks[2], readme)


def write_pages(folder: Path) -> None:
    """Write the pages that code and catalogue make; one that is as it was stays untouched, so that a build is short."""
    pages = {"catalogue.md": doc_pages.catalogue(), "disputed.md": doc_pages.disputed()}
    pages |= {"commands.md": doc_pages.commands(), "files.md": doc_reference.files()}
    pages |= {f"library/{module}.rst": doc_reference.library(module) for module in doc_reference.MODULES}
    pages |= {"gallery.md": doc_gallery.write_gallery(folder)}
    for name, text in pages.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    README.write_text(with_table(README.read_text(encoding="utf-8")), encoding="utf-8")
