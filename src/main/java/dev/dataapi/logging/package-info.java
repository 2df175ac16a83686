/**
 * What the log says and how: lines in the form of Snowflake's event table, which profile
 * {@code snowflake} selects, and a request's MDC on the threads that work for it. Nobody
 * imports this package.
 */
@NullMarked
package dev.dataapi.logging;

import org.jspecify.annotations.NullMarked;
