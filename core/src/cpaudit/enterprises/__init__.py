"""Enterprises: what they are made of, what they make, and where they stand with the regulator."""
