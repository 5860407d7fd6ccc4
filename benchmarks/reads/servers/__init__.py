"""The servers that exist only to be compared with: each a Litestar application that Granian serves."""
