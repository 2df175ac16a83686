package dev.dataapi.warehouse;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;

import dev.dataapi.cache.CacheMode;
import dev.dataapi.endpoint.Format;
import dev.dataapi.cache.CachedResponse;
import dev.dataapi.report.DateRange;
import dev.dataapi.report.GeneratedOrders;
import dev.dataapi.report.ReportController;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the routes answer with any warehouse: the same rows, types and order, compared
 * with sums of the generator's rows in plain Java.
 */
@AutoConfigureMockMvc
@TestInstance(Lifecycle.PER_CLASS)
public abstract class WarehouseContract {

	private static final long SEED = 20261122;

	private final GeneratedOrders orders;

	/** The connector's and the snowpark's. */
	@Autowired
	private Map<String, ReportController> reports;

	@Autowired
	private MockMvcTester mvc;

	@Autowired
	private JsonMapper mapper;

	protected WarehouseContract(double scaleFactor) {
		this.orders = new GeneratedOrders(scaleFactor);
	}

	@Test
	void bothEnginesOfferTheReports() {
		assertThat(this.reports).containsOnlyKeys("connectorController", "snowparkController");
	}

	@ParameterizedTest
	@MethodSource("ranges")
	void topCustomersOnBothEnginesMatchTheGenerator(DateRange range) {
		assertThatBothAnswer(this.orders.topCustomers(range), (routes) -> routes.topCustomers(range.start().toString(),
				range.end().toString(), CacheMode.READ_THROUGH, Format.JSON));
	}

	@ParameterizedTest
	@MethodSource("clerksAndYears")
	void monthlySalesOnBothEnginesMatchTheGenerator(String clerk, int year) {
		assertThatBothAnswer(this.orders.monthlySales(clerk, year),
				(routes) -> routes.monthlySales(clerk.substring("Clerk#".length()), Integer.toString(year),
						CacheMode.READ_THROUGH, Format.JSON));
	}

	@Test
	void monthlySalesWhenClerkIdLacksItsZerosAreEmpty() {
		assertThatBothAnswer(List.of(),
				(routes) -> routes.monthlySales("2", "1995", CacheMode.READ_THROUGH, Format.JSON));
	}

	private void assertThatBothAnswer(List<?> rows, Function<ReportController, CachedResponse> question) {
		String expected = this.mapper.writeValueAsString(rows);
		this.reports
			.forEach((engine, routes) -> assertThat(new String(question.apply(routes).body(), StandardCharsets.UTF_8))
				.as(engine)
				.isEqualTo(expected));
	}

	@Test
	void customerHasEveryColumnAndItsNulls() {
		assertThat(this.mvc.get().uri("/customer/1")).bodyText().isEqualTo("""
				[{"C_CUSTOMER_SK":1,"C_CUSTOMER_ID":"AAAAAAAABAAAAAAA","C_CURRENT_CDEMO_SK":980124,\
				"C_CURRENT_HDEMO_SK":7135,"C_CURRENT_ADDR_SK":27782946,"C_FIRST_SHIPTO_DATE_SK":2452238,\
				"C_FIRST_SALES_DATE_SK":2452208,"C_SALUTATION":"Mr.","C_FIRST_NAME":"Javier","C_LAST_NAME":"Lewis",\
				"C_PREFERRED_CUST_FLAG":"Y","C_BIRTH_DAY":9,"C_BIRTH_MONTH":12,"C_BIRTH_YEAR":1936,\
				"C_BIRTH_COUNTRY":"CHILE","C_LOGIN":null,"C_EMAIL_ADDRESS":"Javier.Lewis@VFAxlnZEvOx.org",\
				"C_LAST_REVIEW_DATE":"2452508"}]""");
	}

	@ParameterizedTest
	@MethodSource("idLists")
	void customersKeepTheOrderAskedFor(List<Integer> ids) {
		assertThat(this.mvc.get().uri("/customer/" + String.join(",", ids.stream().map(String::valueOf).toList())))
			.bodyJson()
			.extractingPath("$[*].C_CUSTOMER_SK")
			.isEqualTo(ids.stream().distinct().filter((id) -> id >= 1 && id <= 10_000).toList());
	}

	Stream<DateRange> ranges() {
		Random random = new Random(SEED);
		Stream<DateRange> any = Stream.generate(() -> {
			LocalDate start = LocalDate.of(1991, 12, 1).plusDays(random.nextInt(2500));
			return new DateRange(start, start.plusDays(random.nextInt(400)));
		}).limit(40);
		return Stream.concat(Stream.of(DateRange.of(null, null), DateRange.of("1995-02-01", "1995-02-14"),
				DateRange.of("1992-01-01", "1992-01-01"), DateRange.of("1998-08-02", "1998-08-02"),
				DateRange.of("0001-01-01", "9999-12-31"), DateRange.of("2020-01-01", "2020-12-31")), any);
	}

	Stream<Arguments> clerksAndYears() {
		Random random = new Random(SEED);
		List<String> clerks = this.orders.clerks();
		return Stream.generate(() -> Arguments.of(clerks.get(random.nextInt(clerks.size())), 1991 + random.nextInt(9)))
			.limit(40);
	}

	Stream<List<Integer>> idLists() {
		Random random = new Random(SEED);
		return Stream.of(1, 2, 3, 4, 5, 7, 8, 9, 16, 31, 33, 64, 65, 100)
			.map((size) -> random.ints(size, 1, 11_000).boxed().toList());
	}

}
