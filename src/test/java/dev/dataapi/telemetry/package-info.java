/**
 * What a receiver gets over OTLP, and what the service does without one.
 */
package dev.dataapi.telemetry;
