# The operator's image: a C library, a Java runtime of the modules that the program uses, the program, and what the JVM learned of it. No shell, no
# package manager. Runs with a read-only root file system; all it may want to write is a heap dump or the like in /tmp (an emptyDir).
# Both bases are tags here. A release looks up which images those are at that time, builds from exactly these, and says so in the labels.
ARG BUILD_IMAGE=eclipse-temurin:25-jdk
ARG RUN_IMAGE=gcr.io/distroless/base-nossl-debian13

# The program is the same for every architecture: it is built once, by whatever machine builds.
FROM --platform=$BUILDPLATFORM ${BUILD_IMAGE} AS build
WORKDIR /src
COPY mvnw pom.xml LICENSE NOTICE ./
COPY .mvn .mvn
COPY src src
COPY deploy/manifests/admission-policy.yaml deploy/manifests/admission-policy.yaml
COPY deploy/crds/liveaccounts.livecallback.dev.yaml deploy/crds/liveaccounts.livecallback.dev.yaml
COPY deploy/crds/livecallbacks.livecallback.dev.yaml deploy/crds/livecallbacks.livecallback.dev.yaml
# Where Maven itself is downloaded from, if not from Apache's archive: a repository of Maven's layout.
ARG MVNW_REPOURL
RUN ./mvnw -B -ntp -Dmaven.test.skip=true -Djacoco.skip=true -Dspotless.check.skip=true package dependency:copy@training
RUN javac -proc:none -d target/training/classes -cp "target/app/lib/*:target/training/*" -sourcepath src/test/java \
      src/test/java/dev/livecallback/training/Training.java

FROM ${BUILD_IMAGE} AS runtime
RUN jlink --add-modules java.base,java.logging,java.management,jdk.httpserver,jdk.management,jdk.unsupported \
      --strip-java-debug-attributes --no-man-pages --no-header-files --compress zip-6 --output /runtime

FROM ${RUN_IMAGE} AS program
COPY --from=runtime /runtime /opt/java
# The program, its SBOM (sbom.json), and the licences of all that is in it.
COPY --from=build /src/target/app /opt/livecallback

# One start of the operator, without a cluster, for the cache that makes the next ones quicker. It holds for this very runtime and these very files.
FROM program AS training
COPY --from=build /src/target/training /training
RUN ["/opt/java/bin/java", "-cp", "/training/classes:/training/*:/opt/livecallback/lib/*", "dev.livecallback.training.Training", \
     "/training/livecallback.aot", \
     "/opt/java/bin/java", "@/opt/livecallback/bin/java.options", "--enable-native-access=ALL-UNNAMED", \
     "-cp", "/opt/livecallback/lib/app.jar", "dev.livecallback.Main"]

FROM program
ARG RUN_IMAGE
# Of a build by hand the commit, its time and the place of the sources aren't known: these labels are empty then.
ARG VERSION=0.1.0-SNAPSHOT
ARG REVISION=
ARG CREATED=
ARG SOURCE=
LABEL org.opencontainers.image.title="Live Callback Operator" \
      org.opencontainers.image.description="A Kubernetes operator for the callback settings of Volcengine Live and BytePlus MediaLive" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.created="${CREATED}" \
      org.opencontainers.image.source="${SOURCE}" \
      org.opencontainers.image.documentation="${SOURCE:+${SOURCE}/blob/${REVISION}/README.md}" \
      org.opencontainers.image.base.name="${RUN_IMAGE}"
# Beside the program, whose files are the same in each build: this one isn't. The program starts without it, too.
COPY --from=training /training/livecallback.aot /opt/aot/livecallback.aot
# A number, so that Kubernetes can see for itself that it isn't root (runAsNonRoot).
USER 65532:65532
# The program may call execv, by which it applies LIVECALLBACK_JAVA_OPTS. (With a JDK's own class archive that option would cost time.)
ENTRYPOINT ["/opt/java/bin/java", "@/opt/livecallback/bin/java.options", "--enable-native-access=ALL-UNNAMED", "-XX:AOTCache=/opt/aot/livecallback.aot", \
            "-cp", "/opt/livecallback/lib/app.jar", "dev.livecallback.Main"]
CMD ["operator"]
