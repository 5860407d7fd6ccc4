"""What plugins cost: a hook call, an author's first minute, a broken neighbour, a large pack."""
