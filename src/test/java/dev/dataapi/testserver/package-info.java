/**
 * A Snowflake account on loopback: speaks the driver's wire protocol, answers from
 * DuckDB, and fails on demand. A request passes {@code HttpListener}, {@code Protocol},
 * {@code Faults}, one endpoint, {@code Session} and DuckDB.
 */
@NullMarked
package dev.dataapi.testserver;

import org.jspecify.annotations.NullMarked;
