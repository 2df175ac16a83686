/**
 * The second level of the caches on a Redis or Valkey server that instances share:
 * {@link dev.dataapi.cache.shared.SharedLevel} opens {@code SharedEntries} for each
 * endpoint and has it follow the {@code InvalidationLog}; both speak to the server
 * through the {@code GuardedStore}.
 */
@NullMarked
package dev.dataapi.cache.shared;

import org.jspecify.annotations.NullMarked;
