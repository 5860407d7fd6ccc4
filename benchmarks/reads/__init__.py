"""How fast GraphQL reads are, beside other ways to read the same rows. Run with ``hatch run bench:reads``."""
