"""Where a send is caught: one module or folder for each mail client."""
