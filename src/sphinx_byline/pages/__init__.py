"""What readers see, before it is drawn: nodes, directives, contexts and generated pages."""
