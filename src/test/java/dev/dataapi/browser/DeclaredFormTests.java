package dev.dataapi.browser;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

import dev.dataapi.RawRequest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * The forms that the test page makes for declared endpoints, and the charts of reports.
 */
@TestPropertySource(properties = "data-api.endpoints=src/test/resources/dev/dataapi/declared/tpc.yaml")
class DeclaredFormTests extends BrowserTest {

	private static final String BARS = "return [...document.querySelectorAll('#chart rect')]"
			+ ".map((bar) => bar.getBoundingClientRect().width)";

	@Autowired
	private JsonMapper mapper;

	@BeforeEach
	void openEveryForm() {
		this.chromium.await((page) -> page.isShown("#declared form"));
		this.chromium.run("document.querySelectorAll('details').forEach((each) => each.open = true)");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			lookups.customers_by_code   | /customers_by_code/AAAAAAAABAAAAAAA
			lookups.store_records       | /stores/AAAAAAAACAAAAAAA~1997-03-13/record
			lookups.orders              | /orders/7
			reports.revenue_by_month    | /reports/revenue_by_month?from=1995-01-01&to=1995-12-31
			reports.largest_orders      | /reports/largest_orders?least=1000.00&status=F&limit=5
			reports.revenue_by_priority | /reports/revenue_by_priority?day=1995-02-14
			reports.items_by_category   | /reports/items_by_category?known=true
			reports.orders_by_day       | /reports/orders_by_day?to=1995-02-14&size=3
			""")
	void everyFormIsFilledInSoThatItCanBeSentAtOnce(String form, String path) throws IOException {
		send(form);
		assertThat(this.chromium.find("#status-code").getText()).startsWith("200");
		assertThat(this.chromium.find("#curl").getText()).isEqualTo("curl 'http://localhost:" + this.port + path + "'");
		assertThat(this.chromium.find("#headers").getText()).contains("Cache-Status", "Server-Timing");
		assertThat(this.chromium.find("#answer-json").getDomProperty("textContent"))
			.isEqualToIgnoringWhitespace(RawRequest.get(this.port, path).body());
		assertThat(this.chromium.complaints()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			reports.revenue_by_month    | from     | date     | 1992-01-01 | 1998-12-31
			reports.revenue_by_priority | day      | date     |            |
			reports.largest_orders      | limit    | number   | 1          | 50
			reports.largest_orders      | least    | text     |            |
			reports.largest_orders      | status   | select-one |          |
			reports.items_by_category   | category | checkbox |            |
			reports.items_by_category   | known    | select-one |          |
			lookups.orders              | order_key | number  |            |
			lookups.store_records       | valid_from | date   |            |
			""")
	void inputIsOfTheParametersType(String form, String name, String type, String min, String max) {
		assertThat(this.chromium.run("""
				const input = document.getElementById(arguments[0]).elements[arguments[1]];
				const first = input instanceof RadioNodeList ? input[0] : input;
				return [first.type, first.min || null, first.max || null]""", form, name))
			.isEqualTo(list(type, min, max));
	}

	@Test
	void choicesAreSentAsAListAndSelectsAsChosen() {
		this.chromium.run("""
				const { elements } = document.getElementById('reports.items_by_category');
				elements.category[6].click();
				elements.category[0].click();
				elements.known.value = 'false';
				elements.manager.value = '7';""");
		send("reports.items_by_category");
		assertThat(this.chromium.find("#curl").getText())
			.endsWith("/reports/items_by_category?category=Books,Music&manager=7&known=false'");
		assertThat(this.chromium.find("#status-words").getText()).isEqualTo("2 rows");
	}

	@Test
	void keysAndListsGrowLineByLineAndTheirSeparatorsAreEncoded() {
		add("lookups.customers_by_code", "AAAAAAAACAAAAAAA");
		add("lookups.customers_by_code", "a,b~c/d e");
		send("lookups.customers_by_code");
		assertThat(this.chromium.find("#curl").getText())
			.endsWith("/customers_by_code/AAAAAAAABAAAAAAA,AAAAAAAACAAAAAAA,a%2Cb%7Ec%2Fd%20e'");
		assertThat(this.chromium.find("#status-words").getText()).isEqualTo("2 rows");
		this.chromium.run("document.getElementById('lookups.customers_by_code')"
				+ ".querySelector('[aria-label=\"Remove this key\"]').click()");
		send("lookups.customers_by_code");
		assertThat(this.chromium.find("#curl").getText())
			.endsWith("/customers_by_code/AAAAAAAACAAAAAAA,a%2Cb%7Ec%2Fd%20e'");
	}

	@Test
	void listAcceptsNoMoreLinesThanTheService() {
		for (int i = 1; i < 8; i++) {
			add("reports.revenue_by_priority", "1995-02-1" + i);
		}
		assertThat(this.chromium.run("return document.getElementById('reports.revenue_by_priority')"
				+ ".querySelector('.list > button').hidden"))
			.isEqualTo(true);
	}

	@Test
	void buttonLeadsToTheNextPage() throws IOException {
		send("reports.orders_by_day");
		assertThat(this.chromium.find("#status-words").getText()).isEqualTo("3 rows");
		String first = this.chromium.find("#answer-json").getDomProperty("textContent");
		this.chromium.find("#next-page").click();
		awaitAnswer();
		assertThat(this.chromium.find("#curl").getText())
			.contains("/reports/orders_by_day?to=1995-02-14&size=3&after=");
		assertThat(this.chromium.find("#status-words").getText()).isEqualTo("3 rows");
		assertThat(this.chromium.find("#answer-json").getDomProperty("textContent")).isNotEqualTo(first);
		send("reports.revenue_by_priority");
		assertThat(this.chromium.isShown("#next-page")).isFalse();
		assertThat(this.chromium.complaints()).isEmpty();
	}

	@Test
	void refusedRequestIsShownAsAnError() {
		this.chromium.run("""
				const { elements } = document.getElementById('reports.largest_orders');
				elements.least.value = '5'; elements.most.value = '4.999';""");
		send("reports.largest_orders");
		assertThat(this.chromium.find("#status-code").getText()).startsWith("400");
		assertThat(this.chromium.find("#error").getText()).contains("Bad Request", "Invalid most.",
				"most must be a number of up to 10 digits before the point and 2 after it");
		assertThat(this.chromium.isShown("#answer-chart, #answer-table")).isFalse();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					reports.revenue_by_priority | PRIORITY  | REVENUE        | /reports/revenue_by_priority?day=1995-02-14
					reports.items_by_category   | I_CATEGORY | ITEMS         | /reports/items_by_category?known=true
					top10-form                  | O_CUSTKEY | SUM_TOTALPRICE | /connector/customers/top10?start_range=1995-02-01&end_range=1995-02-14
					""")
	void barsAreAsLongAsTheNumbersOfTheirRows(String form, String label, String column, String path)
			throws IOException {
		send(form);
		JsonNode rows = this.mapper.readTree(RawRequest.get(this.port, path).body());
		List<Double> numbers = rows.valueStream().map((row) -> number(row.path(column))).toList();
		assertThat(this.chromium.find("#chart-title").getText()).isEqualTo(column + " by " + label);
		assertProportional(numbers);
		assertThat(this.chromium.run("return [...document.querySelectorAll('#chart g')]"
				+ ".map((bar) => bar.querySelector('text').textContent)"))
			.isEqualTo(rows.valueStream().map((row) -> row.path(label).asString()).toList());
	}

	@Test
	void columnOfTheBarsCanBeChosen() throws IOException {
		send("reports.items_by_category");
		this.chromium.run("""
				const choice = document.getElementById('chart-column');
				choice.value = [...choice.options].find((option) => option.text === 'HIGHEST').value;
				choice.dispatchEvent(new Event('change'));""");
		assertThat(this.chromium.find("#chart-title").getText()).isEqualTo("HIGHEST by I_CATEGORY");
		assertProportional(this.mapper.readTree(RawRequest.get(this.port, "/reports/items_by_category").body())
			.valueStream()
			.map((row) -> number(row.path("HIGHEST")))
			.toList());
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			reports.revenue_by_month | ORDERS         | /reports/revenue_by_month?from=1995-01-01&to=1995-12-31
			sales-form               | SUM_TOTALPRICE | /connector/clerk/000000002/yearly_sales/1995
			""")
	void reportByMonthIsALine(String form, String column, String path) throws IOException {
		send(form);
		JsonNode rows = this.mapper.readTree(RawRequest.get(this.port, path).body());
		assertThat(this.chromium.find("#chart-title").getText()).isEqualTo(column + " by MONTH");
		assertThat(this.chromium.find("#chart svg").getAccessibleName())
			.contains("Line chart with " + rows.size() + " points from " + rows.get(0).path("MONTH").asString());
		assertThat(this.chromium.run("return document.querySelectorAll('#chart circle').length"))
			.isEqualTo((long) rows.size());
	}

	@ParameterizedTest
	@CsvSource({ "reports.largest_orders, 'Left empty, it means no filter.', true",
			"reports.items_by_category, 'category (up to 10; none means no filter)', true",
			"reports.revenue_by_priority, no filter, false", "lookups.orders, no filter, false" })
	void formSaysThatAnEmptyListIsNoFilter(String form, String sentence, boolean said) {
		String text = String.valueOf(this.chromium.run("return document.getElementById(arguments[0]).innerText", form));
		assertThat(text.contains(sentence)).as(text).isEqualTo(said);
	}

	@Test
	void chartSaysWhatItShows() throws IOException {
		send("reports.revenue_by_priority");
		JsonNode rows = this.mapper
			.readTree(RawRequest.get(this.port, "/reports/revenue_by_priority?day=1995-02-14").body());
		List<JsonNode> sorted = rows.valueStream()
			.sorted(Comparator.comparingDouble((row) -> number(row.path("REVENUE"))))
			.toList();
		assertThat(this.chromium.find("#chart svg").getDomAttribute("role")).isEqualTo("img");
		assertThat(this.chromium.find("#chart svg").getAccessibleName()).startsWith("REVENUE by PRIORITY")
			.endsWith("Bar chart with %d bars. The lowest is %s, the highest %s.".formatted(rows.size(),
					inWords(sorted.getFirst()), inWords(sorted.getLast())));
		assertThat(this.chromium.find("#chart g title").getDomProperty("textContent"))
			.startsWith(rows.get(0).path("PRIORITY").asString() + ": ");
	}

	@ParameterizedTest
	@ValueSource(strings = { "reports.largest_orders", "lookups.orders", "customer-form" })
	void answerWithoutOneColumnOfLabelsIsNotDrawn(String form) {
		send(form);
		assertThat(this.chromium.isShown("#answer-table")).isTrue();
		assertThat(this.chromium.isShown("#answer-chart")).isFalse();
	}

	@Test
	void negativeBarsGoTheOtherWay() {
		assertThat(this.chromium.run("""
				const svg = bars([{ label: 'a', text: '-5', value: -5 }, { label: 'b', text: '10', value: 10 },
					{ label: 'c', text: 'null', value: 0 }], 600);
				const [down, up, none] = [...svg.querySelectorAll('rect')].map((bar) =>
					({ x: Number(bar.getAttribute('x')), width: Number(bar.getAttribute('width')) }));
				return [down.x + down.width === up.x, up.width === 2 * down.width, none.width]"""))
			.isEqualTo(List.of(true, true, 0L));
	}

	@Test
	void chartFollowsTheDarkScheme() {
		send("reports.revenue_by_priority");
		String fill = "return getComputedStyle(document.querySelector('#chart rect')).fill";
		assertThat(this.chromium.run(fill)).isEqualTo("rgb(11, 98, 89)");
		this.chromium.showAs(1280, 900, "dark");
		assertThat(this.chromium.run(fill)).isEqualTo("rgb(116, 207, 194)");
		assertThat(this.chromium.run("return getComputedStyle(document.querySelector('#chart text')).fill"))
			.isEqualTo("rgb(229, 235, 234)");
	}

	@Test
	void everythingWorksWithTheKeyboard() {
		this.chromium.open("http://localhost:" + this.port + "/test");
		this.chromium.await((page) -> page.isShown("#declared form"));
		tabToSummary(1);
		this.chromium.press(Keys.ENTER);
		this.chromium.press(Keys.TAB);
		assertThat(this.chromium.run("return document.activeElement.name")).isEqualTo("store_id");
		this.chromium.press(Keys.ENTER);
		awaitAnswer();
		assertThat(this.chromium.find("#curl").getText()).endsWith("/stores/AAAAAAAACAAAAAAA~1997-03-13/record'");
	}

	@ParameterizedTest
	@ValueSource(strings = { "reports.items_by_category", "lookups.store_records", "top10-form" })
	void phoneNeverScrollsSideways(String form) {
		this.chromium.showAs(360, 740, "light");
		send(form);
		assertThat(this.chromium.run("return [innerWidth, document.documentElement.scrollWidth]"))
			.isEqualTo(List.of(360L, 360L));
	}

	@Test
	void descriptionWhenUnreadableIsReportedAndRequestedAgain() {
		this.chromium.command("Network.enable", Map.of());
		this.chromium.command("Network.setBlockedURLs", Map.of("urls", List.of("*/v3/api-docs")));
		this.chromium.open("http://localhost:" + this.port + "/test");
		this.chromium.await((page) -> page.isShown("#declared-retry"));
		assertThat(this.chromium.find("#declared-note").getText()).isEqualTo(
				"Their forms are made from the API description, which could not be read: the service could not be reached.");
		this.chromium.command("Network.setBlockedURLs", Map.of("urls", List.of()));
		this.chromium.find("#declared-retry").click();
		this.chromium.await((page) -> page.isShown("#declared form"));
		assertThat(this.chromium.isShown("#declared-note, #declared-retry")).isFalse();
		this.chromium.complaints();
	}

	private void add(String form, String value) {
		this.chromium.run("""
				document.getElementById(arguments[0]).querySelector('.list > button').click();
				document.activeElement.value = arguments[1];""", form, value);
	}

	private void send(String form) {
		this.chromium.run("document.getElementById('time')?.remove();"
				+ "document.getElementById(arguments[0]).querySelector(':scope > button').click()", form);
		awaitAnswer();
	}

	private void awaitAnswer() {
		this.chromium.await((page) -> page.isShown("#time"));
	}

	private void tabToSummary(int index) {
		for (int i = 0; i < 40 && !isSummary(index); i++) {
			this.chromium.press(Keys.TAB);
		}
		assertThat(isSummary(index)).isTrue();
	}

	private boolean isSummary(int index) {
		return Boolean.TRUE.equals(this.chromium.run(
				"return document.activeElement === document.querySelectorAll('#declared summary')[arguments[0]]",
				index));
	}

	private void assertProportional(List<Double> numbers) {
		double most = numbers.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
		List<Double> widths = ((List<?>) this.chromium.run(BARS)).stream()
			.map((width) -> ((Number) width).doubleValue())
			.toList();
		assertThat(widths).hasSameSizeAs(numbers).hasSizeGreaterThan(1);
		double longest = widths.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
		assertThat(longest).isGreaterThan(200);
		for (int i = 0; i < numbers.size(); i++) {
			assertThat(widths.get(i) / longest).isCloseTo(numbers.get(i) / most, within(0.005));
		}
	}

	private static String inWords(JsonNode row) {
		return "%,.2f for %s".formatted(number(row.path("REVENUE")), row.path("PRIORITY").asString());
	}

	private static double number(JsonNode value) {
		return new BigDecimal(value.asString()).doubleValue();
	}

	private static List<String> list(String... values) {
		return Arrays.asList(values);
	}

}
