# Tags move. Where an image must be the same tomorrow, name both bases by digest: `docker buildx imagetools inspect
# python:3.11-slim-bookworm` prints it, and `--build-arg PYTHON_IMAGE=python@sha256:...` uses it. None is written here, since
# this was written without a registry to ask.
ARG NODE_IMAGE=node:22-bookworm-slim
ARG PYTHON_IMAGE=python:3.11-slim-bookworm

# The browser's files are built apart, so that the image has no Node.
FROM ${NODE_IMAGE} AS web
WORKDIR /build/web
COPY web/package.json web/package-lock.json web/.npmrc ./
RUN npm ci --ignore-scripts
COPY web ./
# What the admin app's documents are checked against.
COPY schema/admin/snapshot.graphql ../schema/admin/
COPY schema/storefront/snapshot.graphql ../schema/storefront/
# And the demo shop is made with the storefront kit.
COPY clients/storefront ../clients/storefront
RUN sh build.sh --required

FROM ${PYTHON_IMAGE}
# The commit that it is built of: --build-arg REVISION=$(git rev-parse HEAD).
ARG REVISION=unknown
LABEL org.opencontainers.image.title="Guerdon" \
    org.opencontainers.image.description="Reward points for shops: earned with orders, spent at the checkout, proven by the ledger." \
    org.opencontainers.image.version="0.1.0" \
    org.opencontainers.image.revision="${REVISION}" \
    org.opencontainers.image.licenses="Apache-2.0"
ENV PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    GUERDON_LOG_FORMAT=json \
    GUERDON_INTROSPECTION=0 \
    GUERDON_IDE=0 \
    GUERDON_DATABASE_URL=sqlite:///data/guerdon.db
WORKDIR /app
# `otel` brings the packages that GUERDON_TRACES_URL needs, too.
ARG PACKAGES=run
COPY requirements/${PACKAGES}.txt requirements/
# pip compiles what it installs: without bytecode every start would take thrice as long, since nobody may write here.
RUN pip install --no-cache-dir --require-hashes -r "requirements/${PACKAGES}.txt"
COPY . .
COPY --from=web /build/web/dist web/dist
# Installed where it stands: the pages are found beside the code. Compiled, as above.
RUN pip install --no-cache-dir --no-deps --no-build-isolation --editable . \
    && python -m compileall -q . \
    && useradd --system --uid 10001 --no-create-home guerdon \
    && install --directory --owner=guerdon /data
USER 10001
VOLUME /data
EXPOSE 8000
# Of the API. A container that runs `guerdon worker` has a check of its own, `guerdon worker --check`: see compose.yaml.
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s \
    CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8000/livez', timeout=2)"]
# Needs GUERDON_JWT_SECRET. SIGTERM lets running requests finish.
CMD ["guerdon", "serve", "--host", "0.0.0.0"]
