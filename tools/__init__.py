"""Commands that make shipped files and pictures anew; not part of the package."""
