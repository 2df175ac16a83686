/**
 * The warehouse of the default profile: DuckDB inside this process, holding the same rows
 * under the same names as Snowflake's sample database. At the far end of a request:
 * repositories reach it only through the two data sources, and only once it is loaded.
 */
@NullMarked
package dev.dataapi.warehouse.embedded;

import org.jspecify.annotations.NullMarked;
