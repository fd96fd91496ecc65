"""Reports: what they say, as a document, and a writer for each format."""
