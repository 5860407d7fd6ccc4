"""The commands of a plugin's author, one module each: new, check, diff, schema."""
