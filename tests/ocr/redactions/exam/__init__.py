"""An exam for the detector: pages with known redactions, drawn as PDF and rendered, by nobody who tuned it."""
