"""The MkDocs plugin: from a work tree to ready views, mounted runbooks and the generated pages."""
