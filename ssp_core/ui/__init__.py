"""What is shown: one file a tab, and small files for the parts of a tab. Only these rooms and app.py know gradio."""
