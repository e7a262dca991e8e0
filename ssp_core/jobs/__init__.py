"""Long work for a page with visitors, each piece in a process of its own: `jobs` starts them, `worker` runs in them."""
