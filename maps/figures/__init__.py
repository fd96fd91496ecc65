"""Static figures: what each of them shows, and how it is drawn in print quality without a browser."""
