"""Questions about notices: what binds us, whom we tell, and by when."""
