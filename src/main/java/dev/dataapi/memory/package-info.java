/**
 * How much of the heap each use may take, and who waits or is refused beyond that.
 */
@NullMarked
package dev.dataapi.memory;

import org.jspecify.annotations.NullMarked;
