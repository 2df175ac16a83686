/**
 * The only place that knows which database stands behind the two {@code JdbcTemplate}s
 * that repositories read through: {@code lookups} for single rows, {@code reports} for
 * aggregates, so that a slow report never starves a look-up.
 */
@NullMarked
package dev.dataapi.warehouse;

import org.jspecify.annotations.NullMarked;
