"""Serves the page: `python app.py`. GRADIO_SERVER_NAME and GRADIO_SERVER_PORT say where."""

from ssp_core.ui import serve

if __name__ == "__main__":  # processes that are spawned import this file
    serve()
