"""Pages -> files: templates, render, stage, put in place, and a manifest of what is ours."""
