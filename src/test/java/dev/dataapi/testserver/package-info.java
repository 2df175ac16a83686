/**
 * A Snowflake account on loopback: speaks the driver's wire protocol, answers from
 * DuckDB, misbehaves on demand. A request goes {@code HttpConnection}, {@code Protocol},
 * {@code Faults}, one endpoint, {@code Session}, DuckDB and back.
 */
@NullMarked
package dev.dataapi.testserver;

import org.jspecify.annotations.NullMarked;
