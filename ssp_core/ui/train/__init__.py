"""The Train tab: a new head learns while one watches, in a process of its own (`ssp_core.training.jobs`)."""
