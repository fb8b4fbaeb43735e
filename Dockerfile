# The browser's files are built apart, so that the image has no Node.
FROM node:22-bookworm-slim AS web
WORKDIR /build/web
COPY web/package.json web/package-lock.json web/.npmrc ./
RUN npm ci --ignore-scripts
COPY web ./
RUN sh build.sh --required

FROM python:3.11-slim-bookworm
ENV PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    GUERDON_LOG_FORMAT=json \
    GUERDON_INTROSPECTION=0 \
    GUERDON_IDE=0 \
    GUERDON_DATABASE_URL=sqlite:///data/guerdon.db
WORKDIR /app
COPY requirements/run.txt requirements/
RUN pip install --no-cache-dir --no-compile --require-hashes -r requirements/run.txt
COPY . .
COPY --from=web /build/web/dist web/dist
# Installed where it stands: the pages are found beside the code. Compiled, since nobody may write here.
RUN pip install --no-cache-dir --no-deps --no-build-isolation --editable . \
    && python -m compileall -q . \
    && useradd --system --uid 10001 --no-create-home guerdon \
    && install --directory --owner=guerdon /data
USER 10001
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s \
    CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8000/livez', timeout=2)"]
# Needs GUERDON_JWT_SECRET. SIGTERM lets running requests finish.
CMD ["guerdon", "serve", "--host", "0.0.0.0"]
