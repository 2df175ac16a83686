package dev.dataapi.declared;

import java.time.Duration;
import java.util.List;

import dev.dataapi.warehouse.WarehouseTemplate;
import org.jspecify.annotations.Nullable;

/**
 * What look-ups and reports have in common.
 */
public sealed interface Declaration permits LookupDeclaration, ReportDeclaration {

	/** The name in the file, unique among the look-ups or among the reports. */
	String name();

	/** Names this endpoint alone, such as {@code reports.orders_by_priority}. */
	String id();

	/** The route, such as <code>/products/{keys}</code>. */
	String path();

	/** The path that takes what is asked for in a body. */
	default String bodyPath() {
		return path();
	}

	@Nullable String description();

	/** The properties of a JSON object of the answer, in this order. */
	List<Column> columns();

	Caching cache();

	/** How long a request may wait, or nothing where the service's own limit applies. */
	@Nullable Duration deadline();

	/** Where its statements run, within its deadline if it declares one. */
	default WarehouseTemplate within(WarehouseTemplate pool) {
		Duration deadline = deadline();
		return (deadline != null) ? pool.within(deadline) : pool;
	}

	/**
	 * For how long an answer is served from the cache.
	 *
	 * @param ttl how long an answer is fresh, or nothing where the service's own limit
	 * applies
	 * @param staleIfError how much longer it is served while the warehouse fails, or
	 * nothing where the service's own limit applies
	 */
	record Caching(@Nullable Duration ttl, @Nullable Duration staleIfError) {

		public static final Caching DEFAULT = new Caching(null, null);

	}

}
