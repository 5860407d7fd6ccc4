"""Records as spreadsheets: templates to fill in, exports that come back changed, and what an import would do."""
