"""What goes up the chain: frozen packets that a tenant hands over and another stores as its own."""
