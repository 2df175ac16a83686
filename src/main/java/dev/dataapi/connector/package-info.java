/**
 * The reports under {@code /connector}: SQL text with bound values.
 */
@NullMarked
package dev.dataapi.connector;

import org.jspecify.annotations.NullMarked;
