/**
 * How a line of the log is written for Snowflake's event table; beside a request's way,
 * named by profile {@code snowflake}'s settings and imported by nobody.
 */
@NullMarked
package dev.dataapi.logs;

import org.jspecify.annotations.NullMarked;
