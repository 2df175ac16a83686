/**
 * What the report routes under {@code /connector} and {@code /snowpark} share: the routes
 * themselves, their validated parameters, their rows and their memory.
 */
@NullMarked
package dev.dataapi.orders;

import org.jspecify.annotations.NullMarked;
