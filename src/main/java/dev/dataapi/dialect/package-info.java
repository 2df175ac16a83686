/**
 * Snowflake's SQL on DuckDB: the tokens of a statement, and what is rewritten in them so
 * that DuckDB gives Snowflake's answer. Imports nothing of ours.
 */
@NullMarked
package dev.dataapi.dialect;

import org.jspecify.annotations.NullMarked;
