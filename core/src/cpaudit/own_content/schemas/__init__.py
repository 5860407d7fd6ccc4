"""The API of overlays and own packs, one module for each part."""
