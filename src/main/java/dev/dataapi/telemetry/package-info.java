/**
 * Metrics and traces sent over OTLP to the receiver that the environment names, as
 * Snowpark Container Services does; beside a request's way, and nothing at all where no
 * receiver is named. Spring Boot reads the standard {@code OTEL_} names and builds the
 * exporters; here stands what Snowflake wants otherwise: gRPC for metrics too, trace ids
 * of its own form, and a receiver that is down being told once.
 */
@NullMarked
package dev.dataapi.telemetry;

import org.jspecify.annotations.NullMarked;
