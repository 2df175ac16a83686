/**
 * The warehouse of the default profile: a DuckDB inside this process that holds the same
 * rows under the same names as Snowflake's sample database. Repositories reach it through
 * two connection pools, one for look-ups and one for reports.
 */
@NullMarked
package dev.dataapi.warehouse.embedded;

import org.jspecify.annotations.NullMarked;
