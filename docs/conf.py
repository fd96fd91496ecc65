"""How the documentation is built: `make docs`, without a network, any warning an error."""

from importlib.metadata import version as version_of
from pathlib import Path

from rimland.scripts.build_docs import write_pages

project = "Rimland"
author = "The Rimland developers"
project_copyright = "The Rimland developers"
version = release = version_of("rimland")
language = "en"

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.autosummary", "sphinx.ext.napoleon"]
myst_enable_extensions = ["colon_fence", "deflist", "fieldlist"]
myst_heading_anchors = 3
suppress_warnings = ["myst.header"]  # a page that is included begins below a heading of the page that includes it
exclude_patterns = ["generated/disputed.md"]

autodoc_default_options = {"members": True, "show-inheritance": False}
autodoc_member_order = "bysource"
autodoc_typehints_format = "short"
autosummary_generate = False
default_role = "py:obj"
smartquotes = False  # words of the data stay as they are
napoleon_google_docstring = False
napoleon_use_ivar = True
napoleon_use_rtype = False
python_maximum_signature_line_length = 88
add_module_names = False

html_theme = "pydata_sphinx_theme"
html_title = "Rimland"
html_static_path = ["static"]
html_css_files = ["rimland.css"]
html_show_sourcelink = False
html_context = {"default_mode": "light"}
html_sidebars = {
    name: []
    for name in (
        "quick-start",
        "tutorial",
        "generated/catalogue",
        "generated/gallery",
        "argument",
        "naming",
        "accuracy",
    )
}
html_theme_options = {
    "navigation_with_keys": False,
    "header_links_before_dropdown": 5,
    "show_toc_level": 2,
    "footer_start": ["copyright"],
    "footer_end": [],
    "secondary_sidebar_items": ["page-toc"],
    "show_prev_next": False,
    "use_edit_page_button": False,
}


def setup(app):
    """Write the pages that the code and the catalogue make before the others are read."""
    app.connect("builder-inited", lambda app: write_pages(Path(app.srcdir) / "generated"))
