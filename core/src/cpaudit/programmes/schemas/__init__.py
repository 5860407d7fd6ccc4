"""The API of the programme."""
