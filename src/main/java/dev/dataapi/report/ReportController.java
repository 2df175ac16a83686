package dev.dataapi.report;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

import dev.dataapi.cache.CacheMode;
import dev.dataapi.cache.CachedResponse;
import dev.dataapi.cache.Loaded;
import dev.dataapi.cache.ReadThroughCache;
import dev.dataapi.cache.Source;
import dev.dataapi.warehouse.Lane;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * The two report routes, which {@code /connector} and {@code /snowpark} share.
 */
public abstract class ReportController {

	private static final String START = "start_range";

	private static final String END = "end_range";

	private static final String CLERK = "clerkId";

	private static final String YEAR = "year";

	private final ReadThroughCache<DateRange> topCustomers;

	private final ReadThroughCache<ClerkYear> monthlySales;

	/** The name is the path's first segment, and the first part of the caches' names. */
	protected ReportController(String name, ReportRepository repository, Lane.Reports lane, JsonMapper mapper) {
		this.topCustomers = lane.cache(name + ".top-customers", new ReportSource<>(repository::findTopCustomers,
				ReportController::days, ReportController::text, mapper));
		this.monthlySales = lane.cache(name + ".monthly-sales", new ReportSource<>(
				(key) -> key.days().map((days) -> repository.findMonthlySales(key.clerk(), days)).orElseGet(List::of),
				ReportController::clerkYear, ReportController::text, mapper));
	}

	private static DateRange days(String query) {
		Map<String, String> values = QueryText.parse(query, List.of(START, END));
		return DateRange.of(values.get(START), values.get(END));
	}

	private static String text(DateRange days) {
		return QueryText.format(new TreeMap<>(Map.of(START, days.start().toString(), END, days.end().toString())));
	}

	private static ClerkYear clerkYear(String query) {
		Map<String, String> values = QueryText.parse(query, List.of(CLERK, YEAR));
		return ClerkYear.of(required(values, CLERK), required(values, YEAR));
	}

	private static String required(Map<String, String> values, String name) {
		String value = values.get(name);
		if (value == null) {
			throw new IllegalArgumentException(name + " is missing: " + CLERK + " and " + YEAR + " are accepted.");
		}
		return value;
	}

	private static String text(ClerkYear key) {
		return QueryText.format(new TreeMap<>(Map.of(CLERK, key.clerkId(), YEAR, Integer.toString(key.year()))));
	}

	@Operation(summary = "The ten customers who ordered for the most money in a range of days, highest first",
			description = "Customers with equal sums stand in the order of their keys.")
	@GetMapping(path = "/customers/top10", produces = MediaType.APPLICATION_JSON_VALUE)
	@ApiResponse(responseCode = "200", description = "The customers",
			content = @Content(array = @ArraySchema(schema = @Schema(implementation = TopCustomer.class))))
	public CachedResponse topCustomers(
			@Parameter(description = "First day, YYYY-MM-DD",
					schema = @Schema(type = "string", format = "date", defaultValue = "1995-01-01"),
					example = "1995-02-01") @RequestParam(name = START, required = false) @Nullable String start,
			@Parameter(description = "Last day, included, YYYY-MM-DD",
					schema = @Schema(type = "string", format = "date", defaultValue = "1995-03-31"),
					example = "1995-02-14") @RequestParam(name = END, required = false) @Nullable String end,
			@Parameter(hidden = true) CacheMode mode) {
		return this.topCustomers.value(DateRange.of(start, end), mode);
	}

	@Operation(summary = "A clerk's sales in each month of a year",
			description = "Months without orders are left out; a year without orders is an empty array.")
	@GetMapping(path = "/clerk/{clerkId}/yearly_sales/{year}", produces = MediaType.APPLICATION_JSON_VALUE)
	@ApiResponse(responseCode = "200", description = "The months",
			content = @Content(array = @ArraySchema(schema = @Schema(implementation = MonthlySales.class))))
	public CachedResponse monthlySales(
			@Parameter(description = "The digits that follow 'Clerk#', with their leading zeros",
					schema = @Schema(type = "string", pattern = "^[0-9]+$"),
					example = "000000002") @PathVariable(CLERK) String clerkId,
			@Parameter(description = "The year", schema = @Schema(type = "integer"),
					example = "1995") @PathVariable(YEAR) String year,
			@Parameter(hidden = true) CacheMode mode) {
		return this.monthlySales.value(ClerkYear.of(clerkId, year), mode);
	}

	/**
	 * Loads one of the two reports.
	 *
	 * @param <K> what it is asked for
	 * @param report finds the rows
	 * @param reader reads what a query asks for
	 * @param writer writes the query again
	 * @param mapper writes the rows as JSON
	 */
	private record ReportSource<K>(Function<K, List<?>> report, Function<String, K> reader, Function<K, String> writer,
			JsonMapper mapper) implements Source<K> {

		@Override
		public void load(List<K> keys, Loaded<K> loaded) {
			K key = keys.getFirst();
			loaded.value(key, this.mapper.writeValueAsBytes(this.report.apply(key)));
		}

		@Override
		public String text(K key) {
			return this.writer.apply(key);
		}

		@Override
		public List<K> keys(String text) {
			try {
				return List.of(this.reader.apply(text));
			}
			catch (InvalidParameterException ex) {
				throw new IllegalArgumentException(ex.getBody().getDetail(), ex);
			}
		}

	}

}
