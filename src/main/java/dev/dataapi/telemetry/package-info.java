/**
 * Sends metrics and traces over OTLP to the receiver that the environment names, as it
 * does in Snowpark Container Services; without a receiver, nothing is set up. Spring Boot
 * reads the standard {@code OTEL_} variables and builds the exporters. This package adds
 * what Snowflake needs beyond that: metrics over gRPC and trace ids of its own form.
 * While a receiver is down, it logs one line an hour instead of one for each export.
 */
@NullMarked
package dev.dataapi.telemetry;

import org.jspecify.annotations.NullMarked;
