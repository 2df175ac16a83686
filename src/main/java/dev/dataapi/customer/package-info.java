/**
 * Point look-ups under {@code /customer}: ids are parsed and checked, cached customers
 * answered, and the rest read from the hybrid table.
 */
@NullMarked
package dev.dataapi.customer;

import org.jspecify.annotations.NullMarked;
