/**
 * The one way from every route to the warehouse: a {@link dev.dataapi.cache.CacheGroup}
 * makes a {@link dev.dataapi.cache.ReadThroughCache} for each endpoint, which knows all
 * about time and load and nothing about what it reads; a {@link dev.dataapi.cache.Source}
 * reads it.
 * <p>
 * To read in this order: {@code ReadThroughCache} answers from the {@code EntryStore};
 * what is missing there, {@code BatchLoader} loads; the {@code LoadQueue} decides what is
 * loaded together, and the {@code Bulkhead} on whose connection.
 */
@NullMarked
package dev.dataapi.cache;

import org.jspecify.annotations.NullMarked;
