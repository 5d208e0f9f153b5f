# One image for every part: `web`, `worker`, `start` or `migrate`. Node and the web application's build come from npm, as
# on any other machine; the image is built where a registry of packages is reached, and runs without one.
FROM debian:12-slim AS build
RUN apt-get update && apt-get install --yes --no-install-recommends ca-certificates npm && rm -rf /var/lib/apt/lists/*
WORKDIR /opt/threadwell
COPY . .
RUN npm ci --include=dev --include=optional --no-audit --no-fund --engine-strict=false \
  && PATH="$PWD/node_modules/.bin:$PATH" node scripts/build-web.ts \
  && npm prune --omit=dev --no-audit --no-fund --engine-strict=false

FROM debian:12-slim
RUN apt-get update && apt-get install --yes --no-install-recommends ca-certificates && rm -rf /var/lib/apt/lists/* \
  && useradd --system --uid 10001 --home-dir /var/lib/threadwell --create-home threadwell \
  # A volume begins as what stands in the image: made here, so that the worker may write into it.
  && install --directory --owner=threadwell /var/lib/threadwell/record
COPY --from=build --chown=root:root /opt/threadwell /opt/threadwell
WORKDIR /opt/threadwell
USER threadwell
ENV PATH=/opt/threadwell/node_modules/.bin:$PATH HOST=0.0.0.0 DATA_DIR=/var/lib/threadwell/data
ENTRYPOINT ["sh", "bin/serve"]
CMD ["start"]
