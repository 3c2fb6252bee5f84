"""The theme ``byline``: its registration with Sphinx, its style sheet and its templates."""
