"""`pnm export`: who goes out (`choice`), what of them (`contents`), in which form (`forms`), and into which files."""
