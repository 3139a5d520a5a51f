"""Site -> planned pages. Pure: no files, no clock, no templates; one module for each kind of page."""
