"""The Many tab: a file of many RNAs is folded in a process of its own (`ssp_core.batch.jobs`), and listed meanwhile."""
