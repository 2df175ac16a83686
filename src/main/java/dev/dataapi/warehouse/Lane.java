package dev.dataapi.warehouse;

import java.util.function.Function;

import dev.dataapi.cache.CacheGroup;
import dev.dataapi.cache.CachePolicy;
import dev.dataapi.cache.ConnectionTurns;
import dev.dataapi.cache.ReadThroughCache;
import dev.dataapi.cache.Source;

/**
 * A pool of the warehouse with its template and its caches. Look-ups and reports have a
 * lane each, so that a slow report never delays a look-up. Each lane has a type of its
 * own, so that neither a repository on the wrong pool nor a cache in the wrong lane
 * compiles.
 */
public abstract sealed class Lane {

	private final WarehouseTemplate statements;

	private final CacheGroup caches;

	private Lane(WarehouseTemplate statements, CacheGroup caches) {
		this.statements = statements;
		this.caches = caches;
	}

	/** Runs statements on the lane's pool, each within the lane's deadline. */
	public WarehouseTemplate statements() {
		return this.statements;
	}

	/** What the lane's caches do with their entries and their callers. */
	public CachePolicy policy() {
		return this.caches.policy();
	}

	/**
	 * Caches what a source loads in the lane on which its statements run: with another
	 * one it does not compile.
	 */
	public static <K, L extends Lane> ReadThroughCache<K> cache(String name, LaneSource<K, L> source, L lane) {
		Lane any = lane;
		return any.caches.cache(name, source);
	}

	/**
	 * Caches what a source loads, with a policy of its own.
	 * @param <K> the key
	 * @param name the cache's name in logs and metrics
	 * @param policy whose deadline is also that of the source's statements
	 * @param source makes the source from what runs its statements
	 * @return the cache
	 */
	public <K> ReadThroughCache<K> cache(String name, CachePolicy policy,
			Function<WarehouseTemplate, Source<K>> source) {
		WarehouseTemplate within = policy.deadline().equals(policy().deadline()) ? this.statements
				: this.statements.within(policy.deadline());
		return this.caches.cache(name, policy, source.apply(within));
	}

	/** Gives the lane's connections to reads beside its caches. */
	public ConnectionTurns turns() {
		return this.caches.turns();
	}

	/** Leaves out a cache of the lane that no request will find. */
	public void retire(ReadThroughCache<?> cache) {
		this.caches.retire(cache);
	}

	/** The lane of look-ups, whose statements load many keys each. */
	public static final class Lookups extends Lane {

		public Lookups(WarehouseTemplate statements, CacheGroup caches) {
			super(statements, caches);
		}

	}

	/** The lane of reports, each of which is a statement of its own. */
	public static final class Reports extends Lane {

		public Reports(WarehouseTemplate statements, CacheGroup caches) {
			super(statements, caches);
		}

	}

}
