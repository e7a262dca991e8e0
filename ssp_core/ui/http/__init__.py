"""What stands between the network and gradio: headers, open routes, checked bodies, log, health and metrics."""
