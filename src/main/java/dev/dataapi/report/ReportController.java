package dev.dataapi.report;

import java.util.List;
import java.util.function.Function;

import dev.dataapi.cache.CacheGroup;
import dev.dataapi.cache.CacheMode;
import dev.dataapi.cache.CachedResponse;
import dev.dataapi.cache.ReadThroughCache;
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

	private final ReadThroughCache<DateRange> topCustomers;

	private final ReadThroughCache<ClerkYear> monthlySales;

	/** The name is the path's first segment, and the first part of the caches' names. */
	protected ReportController(String name, ReportRepository repository, CacheGroup caches, JsonMapper mapper) {
		this.topCustomers = cache(name + ".top-customers", repository::findTopCustomers, caches, mapper);
		this.monthlySales = cache(name + ".monthly-sales",
				(key) -> key.days().map((days) -> repository.findMonthlySales(key.clerk(), days)).orElseGet(List::of),
				caches, mapper);
	}

	private static <K> ReadThroughCache<K> cache(String name, Function<K, List<?>> report, CacheGroup caches,
			JsonMapper mapper) {
		return caches.cache(name, (keys, loaded) -> loaded.value(keys.getFirst(),
				mapper.writeValueAsBytes(report.apply(keys.getFirst()))));
	}

	@Operation(summary = "The ten customers who ordered for the most money in a range of days, highest first",
			description = "Customers with equal sums stand in the order of their keys.")
	@GetMapping(path = "/customers/top10", produces = MediaType.APPLICATION_JSON_VALUE)
	@ApiResponse(responseCode = "200", description = "The customers",
			content = @Content(array = @ArraySchema(schema = @Schema(implementation = TopCustomer.class))))
	public CachedResponse topCustomers(@Parameter(description = "First day, YYYY-MM-DD",
			schema = @Schema(type = "string", format = "date", defaultValue = "1995-01-01"),
			example = "1995-02-01") @RequestParam(name = "start_range", required = false) @Nullable String start,
			@Parameter(description = "Last day, included, YYYY-MM-DD",
					schema = @Schema(type = "string", format = "date", defaultValue = "1995-03-31"),
					example = "1995-02-14") @RequestParam(name = "end_range", required = false) @Nullable String end,
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
					example = "000000002") @PathVariable("clerkId") String clerkId,
			@Parameter(description = "The year", schema = @Schema(type = "integer"),
					example = "1995") @PathVariable("year") String year,
			@Parameter(hidden = true) CacheMode mode) {
		return this.monthlySales.value(ClerkYear.of(clerkId, year), mode);
	}

}
