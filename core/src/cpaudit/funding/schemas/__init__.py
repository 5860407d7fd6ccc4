"""The API of funding, part by part."""
