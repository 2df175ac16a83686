/**
 * The container image: the programs that its build runs, and the tests that run it as
 * Snowpark Container Services does.
 */
@NullMarked
package dev.dataapi.image;

import org.jspecify.annotations.NullMarked;
