package dev.dataapi.access;

/**
 * Tells by its presence that this service runs where Snowflake's ingress names callers:
 * in Snowpark Container Services, logged in with the token that is mounted there.
 */
public record Ingress() {
}
