import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import org.openapitools.client.ApiClient;
import org.openapitools.client.ApiException;
import org.openapitools.client.api.ConnectorApi;
import org.openapitools.client.api.CustomerApi;
import org.openapitools.client.api.LookupsApi;
import org.openapitools.client.api.PagesApi;
import org.openapitools.client.api.ReportsApi;
import org.openapitools.client.api.SnowparkApi;
import org.openapitools.client.model.LookupsItemsPostRequest;
import org.openapitools.client.model.LookupsStoresPostRequest;
import org.openapitools.client.model.LookupsStoresPostRequestKeysInner;
import org.openapitools.client.model.Problem;
import org.openapitools.client.model.ReportsListsPostRequest;
import org.openapitools.client.model.ReportsTypes;
import org.openapitools.client.model.ReportsTypesPostRequest;

/**
 * Calls each route through the generated client, and tells what came back. Compiled with
 * the client, so that it also fails where a type is not what a caller expects.
 */
public final class ClientCalls implements Function<String, List<String>> {

	private final List<String> lines = new ArrayList<>();

	@Override
	public List<String> apply(String address) {
		ApiClient client = new ApiClient();
		tell("address is the service's", client.getBaseUri().equals(address));
		try {
			guides(client);
			lookups(new LookupsApi(client));
			reports(new ReportsApi(client));
			bodies(new LookupsApi(client), new ReportsApi(client));
			problems(client);
		}
		catch (Exception ex) {
			throw new IllegalStateException(this.lines + ", then " + ex, ex);
		}
		return this.lines;
	}

	private void guides(ApiClient client) throws ApiException {
		tell("home", new PagesApi(client).home());
		LocalDate first = LocalDate.of(1995, 2, 1);
		LocalDate last = LocalDate.of(1995, 2, 14);
		var top = new ConnectorApi(client).topCustomers1(first, last, null);
		BigDecimal sum = top.getFirst().getSUMTOTALPRICE();
		tell("top ten", top.size() + " " + sum);
		tell("top ten by snowpark", new SnowparkApi(client).topCustomers(first, last, null).equals(top));
		tell("top ten by default", new ConnectorApi(client).topCustomers1(null, null, null).size());
		Integer month = new ConnectorApi(client).monthlySales1("000000002", 1995, null).getFirst().getMONTH();
		tell("first month", month);
		var customers = new CustomerApi(client).customers("2,1", null);
		Long key = customers.getFirst().getCCUSTOMERSK();
		tell("customers", key + " " + customers.get(1).getCFIRSTNAME() + " " + customers.get(1).getCLOGIN());
	}

	private void lookups(LookupsApi lookups) throws ApiException {
		var items = lookups.lookupsItems("AAAAAAAACAAAAAAA,AAAAAAAABAAAAAAA", null);
		BigDecimal price = items.getFirst().getICURRENTPRICE();
		LocalDate end = items.getFirst().getIRECENDDATE();
		tell("items", items.size() + " " + price + " " + end);
		var stores = lookups.lookupsStores("AAAAAAAABAAAAAAA~1997-03-13,AAAAAAAACAAAAAAA~1997-03-13", null);
		LocalDate start = stores.getFirst().getSRECSTARTDATE();
		Long employees = stores.getFirst().getSNUMBEREMPLOYEES();
		tell("stores", stores.size() + " " + start + " " + employees);
		Long order = lookups.lookupsOrders("7", null).getFirst().getOORDERKEY();
		tell("order", order);
	}

	private void reports(ReportsApi reports) throws ApiException {
		tell("types by default",
				types(reports.reportsTypes(null, null, null, null, null, null, null, null).getFirst()));
		tell("types",
				types(reports
					.reportsTypes("a,b~ é+&%", 5_000_000_000L, new BigDecimal("-0.01"), false, LocalDate.of(2000, 2, 29),
							LocalDateTime.parse("2000-02-29T12:34:56.789"), OffsetDateTime.parse("2000-02-29T12:00:00+05:30"), null)
					.getFirst()));
		Long all = reports.reportsOptional(null, null, null, null).getFirst().getORDERS();
		Long some = reports.reportsOptional(LocalDate.of(1995, 2, 14), new BigDecimal("0.01"), "F", null).getFirst().getORDERS();
		tell("optional parameters", all + " " + some);
		var clerks = List.of("Clerk#000000002", "Clerk#000000003");
		tell("list of texts", reports.reportsLists(clerks, null, null, null).getFirst().getORDERS());
		tell("list of days",
				reports.reportsLists(null, List.of(LocalDate.of(1995, 2, 14), LocalDate.of(1995, 2, 15)), null, null)
					.getFirst()
					.getORDERS());
		tell("list of integers", reports.reportsLists(null, null, List.of(7L, 1L, 2L), null).getFirst().getORDERS());
		tell("no list", reports.reportsLists(List.of(), null, null, null).getFirst().getORDERS());
		tell("list of texts with commas", reports.reportsCommas(List.of("a,b", "c"), null).getFirst().getTEXTS());
	}

	private void bodies(LookupsApi lookups, ReportsApi reports) throws ApiException {
		tell("items by post", lookups
			.lookupsItemsPost(new LookupsItemsPostRequest().keys(List.of("AAAAAAAACAAAAAAA", "AAAAAAAABAAAAAAA")), null)
			.equals(lookups.lookupsItems("AAAAAAAACAAAAAAA,AAAAAAAABAAAAAAA", null)));
		tell("stores by post", lookups
			.lookupsStoresPost(new LookupsStoresPostRequest().addKeysItem(
					new LookupsStoresPostRequestKeysInner().storeId("AAAAAAAABAAAAAAA").validFrom(LocalDate.of(1997, 3, 13))), null)
			.size());
		tell("types by post and default", types(reports.reportsTypesPost(new ReportsTypesPostRequest(), null).getFirst()));
		tell("types by post",
				types(reports
					.reportsTypesPost(new ReportsTypesPostRequest().text("a,b~ é+&%")
						.integer(5_000_000_000L)
						.decimal(new BigDecimal("-0.01"))
						._boolean(false)
						.date(LocalDate.of(2000, 2, 29))
						.timestamp(LocalDateTime.parse("2000-02-29T12:34:56.789"))
						.timestamptz(OffsetDateTime.parse("2000-02-29T12:00:00+05:30")), null)
					.getFirst()));
		tell("list by post",
				reports.reportsListsPost(new ReportsListsPostRequest().key(List.of(7L, 1L, 2L)), null).getFirst().getORDERS());
	}

	private static List<Object> types(ReportsTypes row) {
		String text = row.getT();
		Long integer = row.getI();
		BigDecimal decimal = row.getM();
		Double number = row.getF();
		Boolean truth = row.getB();
		LocalDate date = row.getDT();
		LocalDateTime timestamp = row.getTS();
		OffsetDateTime instant = row.getTZ();
		LocalDate none = row.getN();
		return Arrays.asList(text, integer, decimal, number, truth, date, timestamp, instant.toInstant(), none);
	}

	private void problems(ApiClient client) throws Exception {
		problem(client, () -> new CustomerApi(client).customers("x", null));
		problem(client, () -> new ReportsApi(client).reportsOptional(null, null, "X", null));
		// of the web server itself
		problem(client, () -> new LookupsApi(client).lookupsOrders("1000000000000,".repeat(9_000) + "1", null));
		problem(client, () -> new LookupsApi(client).lookupsOrders("7", null, Map.of("X-Long", "x".repeat(100_000))));
	}

	private void problem(ApiClient client, Call call) throws Exception {
		try {
			call.run();
			tell("problem", "none");
		}
		catch (ApiException ex) {
			Problem problem = client.getObjectMapper().readValue(ex.getResponseBody(), Problem.class);
			tell("problem", ex.getCode() + " " + problem.getStatus() + " " + problem.getInstance() + " " + problem.getError()
					+ " " + (problem.getRequestId() != null && problem.getTitle() != null && problem.getType() != null));
		}
	}

	private void tell(String what, Object value) {
		this.lines.add(what + ": " + value);
	}

	private interface Call {

		void run() throws ApiException;

	}

}
