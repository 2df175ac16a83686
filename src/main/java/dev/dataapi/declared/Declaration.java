package dev.dataapi.declared;

import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import dev.dataapi.access.Access;
import dev.dataapi.access.CallerValue;
import dev.dataapi.cache.KeyText;
import dev.dataapi.declared.type.DoubleType;
import dev.dataapi.declared.type.TimeType;
import dev.dataapi.declared.type.ValueType;
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

	Deprecation deprecation();

	/** What it asks of its callers. */
	Access access();

	/** What of its callers stands for values in its statements, each once. */
	List<CallerValue> fromCaller();

	/**
	 * Text that differs for declarations which may make different values of the same key:
	 * all that it says, but for what only describes it, says where it is found, or for
	 * how long to wait and to keep.
	 */
	default String valueVersion() {
		return KeyText.of(this, Set.of("description", "example", "path", "cache", "deadline", "deprecation"));
	}

	/** Where its statements run, within its deadline if it declares one. */
	default WarehouseTemplate within(WarehouseTemplate pool) {
		Duration deadline = deadline();
		return on((deadline != null) ? pool.within(deadline) : pool);
	}

	/** Where its statements run, so that the values of its columns come whole. */
	default WarehouseTemplate on(WarehouseTemplate pool) {
		WarehouseTemplate whole = has(DoubleType.class) ? pool.withDoubles() : pool;
		return has(TimeType.class) ? whole.withTimes() : whole;
	}

	private boolean has(Class<? extends ValueType> type) {
		return columns().stream().anyMatch((column) -> type.isInstance(column.type()));
	}

	/**
	 * Whether callers are told to leave an endpoint, which is served all the same.
	 *
	 * @param since the day from which it is deprecated, or nothing if it is not
	 * @param sunset the day from which it may be gone, or nothing if none is known
	 */
	record Deprecation(@Nullable LocalDate since, @Nullable LocalDate sunset) {

		public static final Deprecation NONE = new Deprecation(null, null);

		/** Of RFC 9110, section 5.6.7. */
		private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter
			.ofPattern("EEE, dd MMM yyyy '00:00:00 GMT'", Locale.US);

		/**
		 * Headers by their names: {@code Deprecation} of RFC 9745 is a date in seconds,
		 * {@code Sunset} of RFC 8594 one as HTTP writes it. Days begin in UTC.
		 */
		public Map<String, String> headers() {
			Map<String, String> headers = new LinkedHashMap<>();
			if (this.since != null) {
				headers.put("Deprecation", "@" + this.since.atStartOfDay(ZoneOffset.UTC).toEpochSecond());
			}
			if (this.sunset != null) {
				headers.put("Sunset", HTTP_DATE.format(this.sunset));
			}
			return headers;
		}

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
