# The operator's image. Runs with a read-only root file system; all it may want to write is a heap dump or the like in /tmp (an emptyDir).
# Both bases are tags here. A release looks up which images those are at that time, builds from exactly these, and says so in the labels.
ARG BUILD_IMAGE=eclipse-temurin:25-jdk
ARG RUN_IMAGE=eclipse-temurin:25-jre

# The program is the same for every architecture: it is built once, by whatever machine builds.
FROM --platform=$BUILDPLATFORM ${BUILD_IMAGE} AS build
WORKDIR /src
COPY mvnw pom.xml LICENSE NOTICE ./
COPY .mvn .mvn
COPY src src
RUN ./mvnw -B -ntp -Dmaven.test.skip=true -Djacoco.skip=true package

FROM ${RUN_IMAGE}
ARG RUN_IMAGE
ARG VERSION=unknown
ARG REVISION=unknown
ARG CREATED=unknown
ARG SOURCE=unknown
LABEL org.opencontainers.image.title="Live Callback Operator" \
      org.opencontainers.image.description="A Kubernetes operator for the callback settings of Volcengine Live and BytePlus MediaLive" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.created="${CREATED}" \
      org.opencontainers.image.source="${SOURCE}" \
      org.opencontainers.image.documentation="${SOURCE}/blob/${REVISION}/README.md" \
      org.opencontainers.image.base.name="${RUN_IMAGE}"
# The program, its SBOM (sbom.json), and the licences of all that is in it.
COPY --from=build /src/target/app /opt/livecallback
# A number, so that Kubernetes can see for itself that it isn't root (runAsNonRoot).
USER 65532:65532
ENTRYPOINT ["/opt/livecallback/bin/livecallback"]
CMD ["operator"]
