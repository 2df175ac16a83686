/**
 * The SQL of declared endpoints: tokens, variables, names, and the tables that a query
 * reads.
 */
@NullMarked
package dev.dataapi.declared.sql;

import org.jspecify.annotations.NullMarked;
