/**
 * The look-ups under {@code /customer}: ids read, rows remembered for a while, the rest
 * fetched from the hybrid table.
 */
@NullMarked
package dev.dataapi.customer;

import org.jspecify.annotations.NullMarked;
