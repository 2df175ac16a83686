/**
 * A request's way: a controller in the package named after the route's first segment
 * ({@link dev.dataapi.connector}, {@link dev.dataapi.snowpark},
 * {@link dev.dataapi.customer}), or one declared in a file
 * ({@link dev.dataapi.declared}), turns it into a validated record. The
 * {@link dev.dataapi.endpoint} has a read-through cache. That {@link dev.dataapi.cache}
 * answers, or loads what it misses from the route's source, which reads through a
 * {@code JdbcTemplate} from the {@link dev.dataapi.warehouse} that is configured.
 * Failures become problems in {@link dev.dataapi.web}.
 */
@NullMarked
package dev.dataapi;

import org.jspecify.annotations.NullMarked;
