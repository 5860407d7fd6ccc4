"""From packets and lists to documents as data."""
