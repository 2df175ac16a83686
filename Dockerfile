FROM eclipse-temurin:25-jdk AS build
WORKDIR /build
# A Maven repository to fetch Maven itself from; Apache's archive if empty
ARG MVNW_REPOURL=""
# Holds until pom.xml changes
COPY .mvn .mvn
COPY mvnw pom.xml ./
RUN ./mvnw -B -ntp dependency:go-offline
COPY src src
RUN ./mvnw -B -ntp package -DskipTests
# DuckDB and the driver carry libraries for other platforms and clients for clouds, 110 MB that nothing here can use
RUN java -Djarmode=tools -jar target/data-api-*.jar extract --layers --destination extracted \
      --application-filename data-api.jar \
    && java -cp target/test-classes dev.dataapi.image.SlimJars extracted/dependencies/lib

FROM eclipse-temurin:25-jre AS service
WORKDIR /app
COPY --from=build /build/extracted/dependencies/ ./
COPY --from=build /build/extracted/application/ ./
COPY src/main/image/java.options ./

# Starts the service and calls each route, so that the JVM writes down the classes that it loaded and linked
FROM service AS training
COPY --from=build /build/target/test-classes /training
RUN java -cp /training:/app/data-api.jar dev.dataapi.image.TrainingRun \
    java @/app/java.options -XX:MaxMetaspaceSize=256m -XX:AOTCacheOutput=/tmp/data-api.aot -jar /app/data-api.jar \
    && java @/app/java.options -XX:AOTCache=/tmp/data-api.aot -XX:AOTMode=on -jar /app/data-api.jar token --help

FROM service
COPY --from=training /tmp/data-api.aot ./
ENV SPRING_PROFILES_ACTIVE=snowflake \
    SNOWFLAKE_DISABLE_MINICORE=true
USER 10001:10001
EXPOSE 8001
ENTRYPOINT ["java", "@/app/java.options", "-XX:AOTCache=/app/data-api.aot", "-jar", "/app/data-api.jar"]
