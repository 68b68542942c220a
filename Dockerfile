# Reisgenoot in a container: built in one stage, run in another without compiler or pip cache, by a user without rights.
# The root file system may be read-only; what changes stands in /data.

FROM python:3.12-slim AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /venv
# PyTorch first, without CUDA: the version that the Makefile installs.
RUN /venv/bin/pip install --index-url https://download.pytorch.org/whl/cpu torch==2.13.0
WORKDIR /app
COPY pyproject.toml README.md LICENSE ./
COPY ingest ingest
COPY assistant assistant
COPY ui ui
COPY evals evals
RUN /venv/bin/pip install --editable '.[sign-in,ollama,openai,mistral]'
COPY corpus corpus
RUN /venv/bin/python -m compileall -q ingest assistant ui

FROM python:3.12-slim
# For scanned pages.
RUN apt-get update && apt-get install -y --no-install-recommends tesseract-ocr tesseract-ocr-nld && rm -rf /var/lib/apt/lists/*
RUN useradd --uid 10001 --no-create-home --home-dir /data --shell /usr/sbin/nologin reisgenoot \
    && mkdir /data && chown reisgenoot:reisgenoot /data
COPY --from=build /venv /venv
COPY --from=build /app /app
WORKDIR /app
USER reisgenoot
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 HOME=/data HF_HUB_OFFLINE=1 \
    REISGENOOT_INDEX=/data/index REISGENOOT_HOST=0.0.0.0 REISGENOOT_PORT=7860 REISGENOOT_LOG=json
VOLUME /data
EXPOSE 7860
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=300s --retries=3 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:7860/ready', timeout=4)"]
# The index is brought up to date first; when nothing changed that takes seconds. exec: the stop signal reaches the interface.
CMD ["sh", "-c", "python -m ingest build && exec python -m ui"]
