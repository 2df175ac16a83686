/**
 * What the warehouse says of a file before the first request: columns, tables, grants,
 * and the command that tells it.
 */
@NullMarked
package dev.dataapi.declared.check;

import org.jspecify.annotations.NullMarked;
