/**
 * Keyed look-ups made fast: what stands between a controller and a repository when rows
 * are asked for by key.
 */
@NullMarked
package dev.dataapi.lookup;

import org.jspecify.annotations.NullMarked;
