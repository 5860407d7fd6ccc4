"""Long runs as jobs: asked for in one request, done in the background, resumed after a crash, and their files."""
