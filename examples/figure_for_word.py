"""A figure in a Word document, with its caption and the words for who cannot see it."""

from pathlib import Path

from docx import Document
from docx.shared import Cm

from rimland import maps

NAME = "overview"  # `rimland figure --list --theatre FILE` has the others
THEATRE = Path(__file__).with_name("theatre.toml")  # or "buffer", the one that ships

picture = maps.save_figure(maps.figure(NAME, THEATRE, lang="en"), f"{NAME}.png")  # 300 dpi; .svg and .pdf as well
words = maps.figure_caption(NAME, THEATRE, lang="en")

document = Document()
document.add_heading(words.title, level=1)
document.add_picture(str(picture), width=Cm(16))
document.inline_shapes[0]._inline.docPr.set("descr", words.alt)  # what a screen reader says
document.add_paragraph(f"Figure 1. {words.title}. {words.text}".strip(), style="Caption")
document.save(f"{NAME}.docx")
print(f"{NAME}.docx")
