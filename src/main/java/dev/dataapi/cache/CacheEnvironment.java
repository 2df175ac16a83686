package dev.dataapi.cache;

import java.util.concurrent.Executor;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.dataapi.memory.MemoryBudget;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * What all caches of a service run in.
 *
 * @param executor runs loads, each on a thread of its own
 * @param registry counts and times what the caches do
 * @param ticker the clock of ages and durations; deadlines keep to real time
 * @param memory what loads and answers may take
 * @param secondLevel the level that instances share
 */
public record CacheEnvironment(Executor executor, MeterRegistry registry, Ticker ticker, MemoryBudget memory,
		SecondLevel secondLevel) {
}
