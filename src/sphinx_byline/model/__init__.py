"""What an article, an author, a tag and a list of articles are: pure Python, no Sphinx, no docutils, no I/O."""
