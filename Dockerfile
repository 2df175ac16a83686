# docker build -t data-api .

# A runtime of the modules that the service, its libraries and an operator with jfr or JMX use, compressed, since
# most classes come from the class cache, and without what draws and plays: 58 instead of 158 MB
FROM eclipse-temurin:25-jdk AS runtime
RUN command -v strip || { apt-get update -qq && apt-get install -y -qq --no-install-recommends binutils; }
RUN jlink --compress zip-6 --strip-java-debug-attributes --no-man-pages --no-header-files \
      --exclude-files 'regex:.*/lib(j?awt.*|fontmanager|freetype|javajpeg|jsound|lcms|mlib_image|splashscreen)\.so' \
      --output /jre --add-modules \
      java.se,jdk.crypto.cryptoki,jdk.httpserver,jdk.jfr,jdk.management,jdk.management.agent,jdk.naming.dns,jdk.net,jdk.unsupported,jdk.zipfs \
    && strip --strip-unneeded /jre/lib/*.so /jre/lib/server/*.so

FROM runtime AS build
WORKDIR /build
# The Maven repository to fetch Maven itself from; Apache's archive by default
ARG MVNW_REPOURL=""
# Cached until pom.xml changes
COPY .mvn .mvn
COPY mvnw pom.xml ./
RUN ./mvnw -B -ntp dependency:go-offline
COPY src src
RUN ./mvnw -B -ntp package -DskipTests
RUN java -Djarmode=tools -jar target/data-api-*[0-9].jar extract --layers --destination extracted \
      --application-filename data-api.jar \
    && java -cp target/test-classes dev.dataapi.image.UnpackedDuckDb extracted/dependencies/lib \
    && strip --strip-unneeded --preserve-dates extracted/dependencies/lib/libduckdb_java.so_*

# The base image's packages that a shell, the libraries of the JVM and of DuckDB need, with those they depend on,
# dpkg's records of them, and what no package owns; without what people read and what only iconv uses.
# Ubuntu's image lacks some of the documents that its packages list
FROM eclipse-temurin:25-jre AS base
RUN packages="ca-certificates dash $(apt-cache depends --recurse --important --installed \
      bash coreutils grep libc-bin libstdc++6 sed zlib1g | grep '^[a-z]' | grep -vxE 'dpkg|tar|lib(bz2|lzma|md|zstd).*')" \
    && mkdir -p /service/var/lib/dpkg \
    && dpkg-query -s $packages >/service/var/lib/dpkg/status \
    && for package in $packages; do dpkg-query -L $package && dpkg-query -c $package md5sums || exit; done >/files \
    && ls -d /bin /lib* /sbin /etc/group /etc/nsswitch.conf /etc/passwd /etc/ssl/certs/ca-certificates.crt >>/files \
    && grep '^/' /files | grep -vE '^/usr/(lib/.*/gconv|share/(info|locale|man|doc/[^/]*/[^c].*|doc/.*/changelog.*))(/|$)' \
      | sort -u | tar -cf /files.tar --no-recursion --ignore-failed-read \
        --transform 's,^/*\(bin\|lib[^/]*\|sbin\)/,usr/\1/,rSH' -T - \
    && tar -xf /files.tar -C /service

FROM scratch AS service
COPY --from=base /service /
COPY --from=runtime /jre /opt/java/openjdk
ENV JAVA_HOME=/opt/java/openjdk LANG=C.UTF-8 PATH=/opt/java/openjdk/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
WORKDIR /app
COPY --from=build /build/extracted/dependencies/ ./
COPY --from=build /build/extracted/application/ ./
COPY src/main/image/java.options ./

# Runs the service once so that the JVM records the classes it loads and links, which halves the start. Same JRE, jars
# and flags as in the image: the JVM rejects a cache made with others. Without what the compilers learnt, which helps the
# second one only and takes 3 MB of the image and of the memory
FROM service AS training
COPY --from=build /build/target/test-classes /training
RUN java --enable-native-access=ALL-UNNAMED -cp /training:/app/data-api.jar dev.dataapi.image.TrainingRun \
      java @/app/java.options -XX:-AOTRecordTraining -Xlog:aot=error -XX:AOTCacheOutput=/training/data-api.aot -jar /app/data-api.jar \
    && java @/app/java.options -XX:AOTCache=/training/data-api.aot -XX:AOTMode=on -jar /app/data-api.jar token --help

FROM service
COPY --from=training /training/data-api.aot ./
# The commit, where it is known
ARG REVISION=""
LABEL org.opencontainers.image.title="data-api" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.description="Snowflake data over plain HTTP: reports and point look-ups, fast and private" \
      org.opencontainers.image.version="0.1.0" \
      org.opencontainers.image.licenses="Apache-2.0"
# The Snowflake driver works without its native library, and must not try to unpack it
ENV SPRING_PROFILES_ACTIVE=snowflake \
    SNOWFLAKE_DISABLE_MINICORE=true
# A number, so that a platform can tell it is not root; writes to /tmp only
USER 10001:10001
EXPOSE 8001
# Bash's own TCP connection: the image has no curl, and a second JVM would take a quarter of the memory
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s CMD ["bash", "-c", "exec 3<>/dev/tcp/localhost/${SERVER_PORT:-8001} && printf 'GET /readyz HTTP/1.0\\r\\n\\r\\n' >&3 && read -r _ status _ <&3 && [ \"$status\" = 200 ]"]
ENTRYPOINT ["java", "@/app/java.options", "-XX:AOTCache=/app/data-api.aot", "-jar", "/app/data-api.jar"]
