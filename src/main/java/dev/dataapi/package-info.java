/**
 * The way of a request: a controller in the package named after the route's first segment
 * ({@link dev.dataapi.connector}, {@link dev.dataapi.snowpark},
 * {@link dev.dataapi.customer}) turns it into a validated record, the memory answers or
 * asks the repository, and the repository reads through a {@code JdbcTemplate} from
 * whichever {@link dev.dataapi.warehouse} is configured. What goes wrong on that way
 * becomes a problem in {@link dev.dataapi.web}.
 */
@NullMarked
package dev.dataapi;

import org.jspecify.annotations.NullMarked;
