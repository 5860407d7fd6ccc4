"""The API of what gates keep."""
