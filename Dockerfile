# The page on a CPU: docker build -t ssp-core . && docker run --rm -p 7860:7860 ssp-core
# Without CUDA's libraries, which take some gigabytes: --build-arg TORCH_INDEX=ADDRESS, the address of PyTorch's CPU
# wheels, which pytorch.org shows under "Get Started".
FROM python:3.12-slim

ARG TORCH_INDEX
RUN useradd --create-home --uid 1000 app
WORKDIR /home/app/page
COPY requirements.txt ./
RUN pip install --no-cache-dir ${TORCH_INDEX:+--index-url "$TORCH_INDEX"} "torch>=2.8,<2.14" \
    && pip install --no-cache-dir -r requirements.txt
COPY app.py LICENSE ./
COPY assets assets
COPY ssp_core ssp_core

# What is downloaded from the Hub; a volume here keeps it. Everything else that the user may write to is in /tmp.
ENV GRADIO_SERVER_NAME=0.0.0.0 HF_HOME=/home/app/models PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
RUN mkdir /home/app/models && chown app /home/app/models
USER app
EXPOSE 7860
HEALTHCHECK --interval=30s --timeout=5s --start-period=90s \
    CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:7860/health', timeout=4)"]
CMD ["python", "app.py"]
