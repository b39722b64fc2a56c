"""An upright picture to its ink: what is paper, shadow, print, line or box goes, what a pen wrote stays."""
