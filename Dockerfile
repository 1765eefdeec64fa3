FROM node:26-trixie-slim AS pages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --ignore-scripts
COPY scripts scripts
COPY web web
COPY tsconfig.json ./
RUN node scripts/build-web.mjs

FROM node:26-trixie-slim
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# Node is the image's and Postgres another container's: the optional packages are those two.
RUN npm ci --omit=dev --omit=optional --ignore-scripts && npm cache clean --force
COPY src src
COPY migrations migrations
COPY scripts scripts
COPY schema schema
COPY --from=pages /app/web/dist web/dist
USER node
EXPOSE 4000
HEALTHCHECK --interval=10s --timeout=3s CMD ["node", "-e", "fetch('http://127.0.0.1:4000/ready').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# Node itself, so that SIGTERM reaches the server.
CMD ["node", "--max-semi-space-size=8", "src/server.ts"]
