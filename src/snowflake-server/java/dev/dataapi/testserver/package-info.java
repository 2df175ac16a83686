/**
 * A Snowflake account on loopback: speaks the driver's wire protocol, answers from
 * DuckDB, and fails on demand. Begin with {@code SnowflakeServer.start()} or
 * {@code SnowflakeExtension}. A request passes {@code HttpListener}, {@code Protocol},
 * {@code Faults}, one endpoint, {@code Session} and DuckDB.
 */
@NullMarked
package dev.dataapi.testserver;

import org.jspecify.annotations.NullMarked;
