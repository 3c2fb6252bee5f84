"""Math, typeset while the site is built."""
