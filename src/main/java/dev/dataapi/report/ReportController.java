package dev.dataapi.report;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

import dev.dataapi.access.Access;
import dev.dataapi.cache.CacheMode;
import dev.dataapi.cache.CachedResponse;
import dev.dataapi.cache.Loaded;
import dev.dataapi.endpoint.BadRequestException;
import dev.dataapi.endpoint.Description;
import dev.dataapi.endpoint.Endpoint;
import dev.dataapi.endpoint.EndpointProvider;
import dev.dataapi.endpoint.Format;
import dev.dataapi.warehouse.Lane;
import dev.dataapi.warehouse.LaneSource;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.PathParameter;
import io.swagger.v3.oas.models.parameters.QueryParameter;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * The two report routes, which {@code /connector} and {@code /snowpark} share.
 */
public abstract class ReportController implements EndpointProvider {

	private static final String TOP_CUSTOMERS = "/customers/top10";

	private static final String MONTHLY_SALES = "/clerk/{clerkId}/yearly_sales/{year}";

	private static final String START = "start_range";

	private static final String END = "end_range";

	private static final String CLERK = "clerkId";

	private static final String YEAR = "year";

	private final Endpoint<DateRange> topCustomers;

	private final Endpoint<ClerkYear> monthlySales;

	/**
	 * Creates the controller.
	 * @param name the path's first segment, and the first part of the endpoints' names
	 * @param meaning what tells these reports from the other ones
	 * @param suffix ends the ids of operations, as clients that were generated know them
	 * @param access what both ask of their callers
	 */
	protected ReportController(String name, String meaning, String suffix, ReportRepository repository,
			Lane.Reports lane, JsonMapper mapper, Access access) {
		this.topCustomers = Endpoint.of(name + ".top-customers", "/" + name + TOP_CUSTOMERS,
				new RecordsSource<>(repository::findTopCustomers, ReportController::days, ReportController::text,
						mapper),
				lane, Description.ofRecords(name, meaning, () -> topCustomers("topCustomers" + suffix),
						TopCustomer.class, "The customers"))
			.with(access);
		this.monthlySales = Endpoint
			.of(name + ".monthly-sales", "/" + name + MONTHLY_SALES,
					new RecordsSource<>((key) -> key.days()
						.map((days) -> repository.findMonthlySales(key.clerk(), days))
						.orElseGet(List::of), ReportController::clerkYear, ReportController::text, mapper),
					lane,
					Description.ofRecords(name, meaning, () -> monthlySales("monthlySales" + suffix),
							MonthlySales.class, "The months"))
			.with(access);
	}

	@GetMapping(TOP_CUSTOMERS)
	public CachedResponse topCustomers(@RequestParam(name = START, required = false) @Nullable String start,
			@RequestParam(name = END, required = false) @Nullable String end, CacheMode mode, Format format) {
		return this.topCustomers.value(DateRange.of(start, end), mode, format);
	}

	@GetMapping(MONTHLY_SALES)
	public CachedResponse monthlySales(@PathVariable(CLERK) String clerkId, @PathVariable(YEAR) String year,
			CacheMode mode, Format format) {
		return this.monthlySales.value(ClerkYear.of(clerkId, year), mode, format);
	}

	@Override
	public List<Endpoint<?>> endpoints() {
		return List.of(this.topCustomers, this.monthlySales);
	}

	private static Operation topCustomers(String id) {
		return new Operation().operationId(id)
			.summary("The ten customers who ordered for the most money in a range of days, highest first")
			.description("Customers with equal sums stand in the order of their keys.")
			.addParametersItem(day(START, "First day, YYYY-MM-DD", "1995-01-01").example("1995-02-01"))
			.addParametersItem(day(END, "Last day, included, YYYY-MM-DD", "1995-03-31").example("1995-02-14"));
	}

	@SuppressWarnings("unchecked")
	private static QueryParameter day(String name, String meaning, String byDefault) {
		Schema<Object> schema = (Schema<Object>) Description.schema("string").format("date");
		schema.setDefault(byDefault);
		QueryParameter parameter = new QueryParameter();
		parameter.name(name).description(meaning).required(false).schema(schema);
		return parameter;
	}

	private static Operation monthlySales(String id) {
		return new Operation().operationId(id)
			.summary("A clerk's sales in each month of a year")
			.description("Months without orders are left out; a year without orders is an empty array.")
			.addParametersItem(new PathParameter().name(CLERK)
				.description("The digits that follow 'Clerk#', with their leading zeros")
				.schema(Description.schema("string").pattern("^[0-9]+$"))
				.example("000000002"))
			.addParametersItem(new PathParameter().name(YEAR)
				.description("The year")
				.schema(Description.schema("integer"))
				.example(1995));
	}

	private static DateRange days(String query) {
		Map<String, String> values = parse(query, List.of(START, END));
		return DateRange.of(values.get(START), values.get(END));
	}

	private static String text(DateRange days) {
		return format(new TreeMap<>(Map.of(START, days.start().toString(), END, days.end().toString())));
	}

	private static ClerkYear clerkYear(String query) {
		Map<String, String> values = parse(query, List.of(CLERK, YEAR));
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
		return format(new TreeMap<>(Map.of(CLERK, key.clerkId(), YEAR, Integer.toString(key.year()))));
	}

	/**
	 * Reads parameters such as {@code start_range=1995-01-01&end_range=1995-03-31}, by
	 * name, decoded.
	 * @throws IllegalArgumentException whose message says what is accepted
	 */
	private static Map<String, String> parse(String query, List<String> names) {
		Map<String, String> values = new LinkedHashMap<>();
		for (String pair : query.split("&")) {
			int equals = pair.indexOf('=');
			String name = (equals < 0) ? pair : pair.substring(0, equals);
			if (pair.isEmpty()) {
				continue;
			}
			if (!names.contains(name)) {
				throw new IllegalArgumentException("Only " + String.join(", ", names) + " are parameters here.");
			}
			if (values.putIfAbsent(name, decode(name, (equals < 0) ? "" : pair.substring(equals + 1))) != null) {
				throw new IllegalArgumentException(name + " is given more than once.");
			}
		}
		return values;
	}

	private static String decode(String name, String value) {
		try {
			return URLDecoder.decode(value, StandardCharsets.UTF_8);
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException(name + " has a % that does not begin two hexadecimal digits.", ex);
		}
	}

	/** Writes parameters so that {@link #parse} reads them back. */
	private static String format(Map<String, String> values) {
		return values.entrySet()
			.stream()
			.map((value) -> value.getKey() + "=" + URLEncoder.encode(value.getValue(), StandardCharsets.UTF_8))
			.collect(Collectors.joining("&"));
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
	private record RecordsSource<K>(Function<K, List<?>> report, Function<String, K> reader, Function<K, String> writer,
			JsonMapper mapper) implements LaneSource<K, Lane.Reports> {

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
			return BadRequestException.asArgument(() -> List.of(this.reader.apply(text)));
		}

	}

}
