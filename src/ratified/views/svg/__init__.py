"""Pictures as inline SVG, drawn at build time: no script, no other host, colours from the page."""
