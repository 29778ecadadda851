# The image that the first line of a Mopyfile names, and mopy for people without Node.
#
#     docker buildx build --platform linux/386,linux/amd64,linux/arm/v6,linux/arm/v7,linux/arm64 -t NAME .
#
# Any image with npm can make the bundle.
ARG BUNDLER=docker.io/library/node:22-alpine
# Alpine's package is the only Node there is for all of these platforms. What stands on another base needs `apk`,
# `apt-get` or a `node`, and `ldd`.
ARG BASE=docker.io/library/alpine:3.22

FROM --platform=$BUILDPLATFORM ${BUNDLER} AS bundler
WORKDIR /mopy
COPY package.json package-lock.json ./
RUN --mount=type=cache,target=/root/.npm npm ci --ignore-scripts --no-audit --no-fund
COPY scripts/build-image.mjs scripts/contents.mjs scripts/
COPY src src
RUN node scripts/build-image.mjs

# The same for every platform. `--build-context bundle=dist/image` takes it from there.
FROM scratch AS bundle
COPY --from=bundler /mopy/dist/image/ /

# Node and what it loads, without the rest of its base.
FROM ${BASE} AS node
RUN if ! command -v node; then \
      if command -v apk; then apk add --no-cache nodejs; \
      else apt-get update && apt-get install --yes --no-install-recommends nodejs; fi; \
    fi
RUN --mount=type=bind,source=scripts/collect-node.sh,target=/collect-node.sh sh /collect-node.sh /image
COPY --from=bundle mopy.cjs /usr/lib/mopy/mopy.cjs
# Where scanners of images look for lists of what is inside.
COPY --from=bundle licences.txt mopy.cdx.json /image/usr/share/doc/mopy/
# Node 22 and newer keep compiled code for the next start. A frontend without a BuildKit fails once it is loaded.
RUN export NODE_COMPILE_CACHE=/usr/lib/mopy/compiled && \
    echo 'python: 3' | node /usr/lib/mopy/mopy.cjs -dockerfile -filename - > /dev/null && \
    { node /usr/lib/mopy/mopy.cjs -frontend < /dev/null > /dev/null 2>&1 || true; } && \
    mkdir -p /image/usr/lib && cp -R /usr/lib/mopy /image/usr/lib/

FROM scratch
COPY --from=node /image /
ENV PATH=/usr/bin NODE_COMPILE_CACHE=/usr/lib/mopy/compiled
# BuildKit need not give the frontend a network, and may hand it what these capabilities name.
LABEL moby.buildkit.frontend.network.none="true" \
      moby.buildkit.frontend.caps="moby.buildkit.frontend.inputs,moby.buildkit.frontend.subrequests,moby.buildkit.frontend.contexts,moby.buildkit.frontend.gitquerystring" \
      org.opencontainers.image.title="mopy" \
      org.opencontainers.image.description="Builds minimal Python images from a Mopyfile" \
      org.opencontainers.image.licenses="Apache-2.0"
WORKDIR /work
ENTRYPOINT ["node", "/usr/lib/mopy/mopy.cjs"]
