/**
 * The one way from every route to the warehouse: a {@link dev.dataapi.cache.CacheGroup}
 * makes a {@link dev.dataapi.cache.ReadThroughCache} for each endpoint, which knows all
 * about time and load and nothing about what it reads; a {@link dev.dataapi.cache.Source}
 * reads it.
 * <p>
 * To read in this order: {@code ReadThroughCache} answers from the {@code
 * EndpointEntries}, its part of the {@code EntryStore}. {@code BatchLoader} loads what is
 * missing there: from the {@link dev.dataapi.cache.SecondLevel}, if there is one, and
 * else with the {@code SourceReader}. The {@code LoadQueue} decides what is loaded
 * together, and {@code ConnectionShares} on whose connection. No class refers back to one
 * before it.
 */
@NullMarked
package dev.dataapi.cache;

import org.jspecify.annotations.NullMarked;
