"""Taking hidden data out of files, kind by kind; what is seen stays as it is."""
