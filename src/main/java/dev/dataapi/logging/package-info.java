/**
 * How the log is written: from a bounded queue, with the request's MDC on every thread
 * that works for it, and in profile {@code snowflake} in the format of Snowflake's event
 * table. Nobody imports this package.
 */
@NullMarked
package dev.dataapi.logging;

import org.jspecify.annotations.NullMarked;
