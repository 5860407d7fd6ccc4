"""The vocabulary that all slices' schemas share, and the compiled read path."""
