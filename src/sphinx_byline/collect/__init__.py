"""From source files to articles: settings, warnings, headers, the Sphinx domain and what has to be written again."""
