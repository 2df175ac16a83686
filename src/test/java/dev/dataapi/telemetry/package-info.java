/**
 * What arrives at a receiver over OTLP, and what is there where none is named.
 */
package dev.dataapi.telemetry;
