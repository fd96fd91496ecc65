"""Arguments in, files and lines out."""
