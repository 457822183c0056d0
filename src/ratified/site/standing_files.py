"""Files that stand in the site already, when a further language of it is built."""

from __future__ import annotations

from mkdocs.structure.files import File


class StandingFile(File):
    """The navigation and links lead to it, and nothing is made of it again."""

    def __init__(self, file: File) -> None:
        vars(self).update(vars(file))
        self.original, self.page, self.is_sought = file, None, True

    def is_documentation_page(self) -> bool:
        """Whether it is a page, as long as pages are sought for the navigation; then whether one has to be made."""
        return self.is_sought and super().is_documentation_page()

    def copy_file(self, dirty: bool = False) -> None:
        """Leave what is there."""

    def leave(self) -> None:
        """Give its page the title and the anchors that it has there, and have it not made."""
        self.is_sought = False
        if self.page is not None and self.original.page is not None:
            self.page.title = self.page.title or self.original.page.title
            self.page.present_anchor_ids = self.original.page.present_anchor_ids
