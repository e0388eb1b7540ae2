# The hub as an image, for linux/amd64 and linux/arm64: Node, the production dependencies and the program. All but the last
# stage run on the machine that builds, and no stage after them runs anything, so that each makes the other without emulation.
# `npm run image` follows these very steps where there is no Docker: so a RUN names no absolute path.
FROM --platform=$BUILDPLATFORM node:24-slim AS built
WORKDIR /hearthgate
COPY package.json package-lock.json .npmrc tsconfig.json ./
RUN npm ci
COPY certs ./certs
COPY rules ./rules
COPY gateway ./gateway
COPY .ci ./.ci
RUN node gateway/web/build.ts && node .ci/bundle.ts bundled

FROM --platform=$BUILDPLATFORM node:24-slim AS program
ARG TARGETARCH
WORKDIR /image/hearthgate
COPY package.json package-lock.json .npmrc LICENSE ./
RUN npm ci --omit=dev --omit=optional
COPY .ci ./.ci
RUN node .ci/trim.ts node_modules linux-$TARGETARCH && node .ci/sbom.ts > sbom.json && rm -r .ci .npmrc package-lock.json
COPY --from=built /hearthgate/bundled ./
RUN mkdir -m 700 ../data && mkdir -p ../usr/local/bin && ln -s ../../../hearthgate/gateway/cli/hearthgate.sh ../usr/local/bin/hearthgate

FROM node:24-slim AS node

# Why not Alpine, and what it measures: docs/decisions/0043-an-image-and-arm64.md.
FROM debian:trixie-slim
COPY --from=node /usr/local/bin/node /usr/local/bin/node
# As a folder: of a link itself, the file it leads to would be copied.
COPY --from=program /image/usr/local /usr/local
COPY --from=program --chown=10001:10001 --chmod=700 /image/data /data
COPY --from=program /image/hearthgate /hearthgate
ARG VERSION=0.1.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="Hearthgate" \
      org.opencontainers.image.description="A privacy gateway for the home: what smart devices say leaves only as the household agreed." \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="$VERSION" \
      org.opencontainers.image.revision="$REVISION" \
      org.opencontainers.image.base.name="docker.io/library/debian:trixie-slim"
USER 10001:10001
WORKDIR /hearthgate
ENV HEARTHGATE_DATA=/data
# Of a bundle, what was compiled before takes 3 MiB and saves 0.04 s (docs/decisions/0050-bundled-in-the-image.md).
ENV NODE_DISABLE_COMPILE_CACHE=1
VOLUME /data
EXPOSE 1883 8883 7443 7080
# The first start makes the household's certificates, which takes a while on a Pi.
HEALTHCHECK --interval=30s --timeout=5s --start-period=90s --retries=3 CMD ["sh", "gateway/cli/healthy.sh"]
ENTRYPOINT ["hearthgate"]
CMD ["start"]
