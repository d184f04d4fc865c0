# The web of the distributed form: Postgres and Inngest stand beside it (compose.yaml). It migrates the database when it starts.
FROM node:24-bookworm-slim AS base
WORKDIR /app
ENV NEXT_TELEMETRY_DISABLED=1 NODE_NO_WARNINGS=1

FROM base AS build
COPY package.json package-lock.json .npmrc ./
RUN npm ci --include=dev --include=optional
COPY . .
RUN node scripts/bootstrap.mjs build

FROM base
# For steps that will use a browser; none does yet.
RUN apt-get update && apt-get install -y --no-install-recommends chromium && rm -rf /var/lib/apt/lists/* && install -d -o node -g node /data
COPY --from=build --chown=node:node /app /app
USER node
ENV NODE_ENV=production PORT=3000 FERMATA_HOME=/data CHROMIUM_PATH=/usr/bin/chromium
EXPOSE 3000
CMD ["node", "scripts/bootstrap.mjs", "web"]
