/**
 * Metrics and traces sent over OTLP to the receiver that the environment names, as
 * Snowpark Container Services does, and nothing at all where none is named. Spring Boot
 * reads the standard {@code OTEL_} variables and builds the exporters; this package adds
 * what Snowflake needs beyond that: metrics over gRPC, trace ids of its own form, and one
 * log line an hour instead of one an export while a receiver is down.
 */
@NullMarked
package dev.dataapi.telemetry;

import org.jspecify.annotations.NullMarked;
