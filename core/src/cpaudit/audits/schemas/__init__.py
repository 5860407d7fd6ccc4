"""The API of what is recorded in an audit, one module for each part of the work."""
