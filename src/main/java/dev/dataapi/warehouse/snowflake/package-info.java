/**
 * The warehouse behind the templates when profile {@code snowflake} is on: logs in for
 * each physical connection, keeps one pool for look-ups and one for reports, and tells
 * Snowflake's errors apart.
 */
@NullMarked
package dev.dataapi.warehouse.snowflake;

import org.jspecify.annotations.NullMarked;
