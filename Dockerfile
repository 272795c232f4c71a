# mxproof in a container: docker run --rm -v "$PWD:/mail:ro" mxproof check topology.yaml
FROM node:22-alpine AS build
WORKDIR /build
COPY package.json package-lock.json .npmrc tsconfig.json README.md LICENSE ./
COPY src src
COPY schemas schemas
COPY fixtures/scenarios fixtures/scenarios
COPY test/tooling test/tooling
RUN npm ci && npm pack --ignore-scripts --pack-destination /

FROM node:22-alpine
COPY --from=build /mxproof-*.tgz /tmp/
RUN npm install --global --ignore-scripts --omit=dev /tmp/mxproof-*.tgz && rm /tmp/mxproof-*.tgz && npm cache clean --force
USER node
WORKDIR /mail
ENTRYPOINT ["mxproof"]
CMD ["--help"]
