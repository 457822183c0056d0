"""Where book, verdicts and findings meet. Imported part by part: a kept answer needs none of what made it."""
