"""Programmes, sectors and enterprises at a glance: each one query, made from what other slices hold; no tables."""
