/**
 * The types of declared values: how a request writes one, how it is bound, read and
 * described.
 */
@NullMarked
package dev.dataapi.declared.type;

import org.jspecify.annotations.NullMarked;
