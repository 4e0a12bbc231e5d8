# The operator's image. Runs with a read-only root file system; all it may want to write is a heap dump or the like in /tmp (an emptyDir).
FROM eclipse-temurin:25-jdk AS build
WORKDIR /src
COPY mvnw pom.xml ./
COPY .mvn .mvn
COPY src src
RUN ./mvnw -B -ntp -Dmaven.test.skip=true -Djacoco.skip=true package

FROM eclipse-temurin:25-jre
COPY --from=build /src/target/app /opt/livecallback
# A number, so that Kubernetes can see for itself that it isn't root (runAsNonRoot).
USER 65532:65532
ENTRYPOINT ["/opt/livecallback/bin/livecallback"]
CMD ["operator"]
