"""The way in: archives that other programs wrote -> files of a site. One module for each format."""
