"""For machines: feeds and page metadata; pure functions from values to text, and the glue that writes them."""
