"""Pictures as text: SVG, JSON Canvas and Mermaid, made by hand and with the same bytes everywhere. Pure."""
