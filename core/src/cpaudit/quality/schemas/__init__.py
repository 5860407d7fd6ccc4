"""The API of quality reviews and commendation, part by part."""
