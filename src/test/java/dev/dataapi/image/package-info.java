/**
 * The container image: what trains its class cache while it is built, and the tests that
 * run it as Snowpark Container Services does.
 */
@NullMarked
package dev.dataapi.image;

import org.jspecify.annotations.NullMarked;
