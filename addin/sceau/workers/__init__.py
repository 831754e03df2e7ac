"""The separate, limited processes that read and seal files."""
