# The hub as an image: production dependencies only, non-root, one volume. 64-bit only (amd64, arm64).
FROM node:24-slim AS dependencies
WORKDIR /hearthgate
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --omit=optional

# What builds the pages stays out of the image.
FROM node:24-slim AS pages
WORKDIR /hearthgate
COPY package.json package-lock.json .npmrc tsconfig.json ./
RUN npm ci
COPY rules ./rules
COPY gateway ./gateway
RUN node gateway/web/build.ts

FROM node:24-slim
WORKDIR /hearthgate
COPY --from=dependencies /hearthgate/node_modules ./node_modules
COPY package.json LICENSE ./
COPY certs ./certs
COPY rules ./rules
COPY gateway ./gateway
COPY --from=pages /hearthgate/gateway/web/dist ./gateway/web/dist
RUN ln -s /hearthgate/gateway/cli/hearthgate.sh /usr/local/bin/hearthgate && chmod 755 gateway/cli/hearthgate.sh && useradd --uid 10001 --no-create-home hearthgate && mkdir -m 700 /data && chown 10001:10001 /data
USER 10001
ENV HEARTHGATE_DATA=/data
VOLUME /data
EXPOSE 1883 8883 7443 7080
ENTRYPOINT ["sh", "gateway/cli/hearthgate.sh"]
CMD ["start"]
