/**
 * Answers that are larger than memory: written while the warehouse's rows come.
 */
@NullMarked
package dev.dataapi.export;

import org.jspecify.annotations.NullMarked;
