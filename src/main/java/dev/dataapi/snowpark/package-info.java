/**
 * The reports under {@code /snowpark}: composed step by step and pushed down as one
 * statement.
 */
@NullMarked
package dev.dataapi.snowpark;

import org.jspecify.annotations.NullMarked;
