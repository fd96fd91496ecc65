"""Pictures: what a reader sees of layers."""
