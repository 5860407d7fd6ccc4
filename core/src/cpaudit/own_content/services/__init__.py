"""What people do about overlays and packs of their tenant's own."""
