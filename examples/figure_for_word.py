"""A figure in a Word document, with its caption and the words for who cannot see it."""

from docx import Document
from docx.shared import Cm

from rimland import maps

NAME = "gates"  # `rimland figure --list` has the others

picture = maps.save_figure(maps.figure(NAME, lang="en"), f"{NAME}.png")  # 300 dpi; .svg and .pdf as well
words = maps.figure_caption(NAME, lang="en")

document = Document()
document.add_heading("The gates of the first island chain", level=1)
document.add_picture(str(picture), width=Cm(16))
document.inline_shapes[0]._inline.docPr.set("descr", words.alt)  # what a screen reader says
document.add_paragraph(f"Figure 1. {words.title}. {words.text}".strip(), style="Caption")
document.save(f"{NAME}.docx")
print(f"{NAME}.docx")
