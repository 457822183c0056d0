"""Files that must be refused at the right place, and their twins that must be read to the exact value."""

from hostile import bytes_, heavy, pages, scalars, structure, trees

FILES = (*bytes_.CASES, *scalars.CASES, *structure.CASES, *pages.CASES, *heavy.CASES)
TREES = trees.CASES
