package dev.dataapi.browser;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.dataapi.RawRequest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The test page in a browser.
 */
class TestPageTests extends BrowserTest {

	private static final String ROWS = "return [...document.querySelectorAll('#answer-table tr')]"
			+ ".map((tr) => [...tr.cells].map((cell) => cell.textContent))";

	@Autowired
	private JsonMapper mapper;

	@Autowired
	private DoctoredAnswers answers;

	@AfterAll
	void release() {
		this.answers.release();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "customer||/customer/1885,1,2",
					"top10|connector|/connector/customers/top10?start_range=1995-02-01&end_range=1995-02-14",
					"top10|snowpark|/snowpark/customers/top10?start_range=1995-02-01&end_range=1995-02-14",
					"sales|connector|/connector/clerk/000000002/yearly_sales/1995",
					"sales|snowpark|/snowpark/clerk/000000002/yearly_sales/1995" })
	void everyFormShowsTheRowsThatTheServiceAnswers(String form, String library, String path) throws IOException {
		if (library != null) {
			this.chromium.find("#library-" + library).click();
		}
		else {
			enter("customer-ids", "1885,1,2");
		}
		send(form);
		assertThat(this.chromium.run(ROWS)).isEqualTo(grid(json(path)));
		assertThat(this.chromium.find("#curl").getText()).isEqualTo("curl 'http://localhost:" + this.port + path + "'");
		assertThat(this.chromium.complaints()).isEmpty();
	}

	@Test
	void singleCustomerIsShownVertically() throws IOException {
		askCustomer("1885");
		List<List<String>> lines = new ArrayList<>();
		json("/customer/1885").get(0).forEachEntry((name, value) -> lines.add(List.of(name, value.asString("null"))));
		assertThat(this.chromium.run(ROWS)).isEqualTo(lines);
	}

	@Test
	void answerCanBeDownloadedAsCsv(@TempDir Path directory) throws IOException {
		this.chromium.command("Browser.setDownloadBehavior",
				Map.of("behavior", "allow", "downloadPath", directory.toString()));
		assertThat(this.chromium.isShown("#download")).isFalse();
		askCustomer("1885,1");
		this.chromium.find("#download").click();
		Path file = directory.resolve("customer.csv");
		this.chromium.await((page) -> Files.exists(file));
		assertThat(Files.readString(file))
			.isEqualTo(RawRequest.get(this.port, "/customer/1885,1", "Accept: text/csv").body());
	}

	@Test
	void refusedRequestIsShownAsAnError() {
		askCustomer("x");
		assertThat(this.chromium.find("#status-code").getText()).startsWith("400");
		assertThat(this.chromium.find("#error").getText()).contains("Bad Request", "Invalid customer IDs.");
		assertThat(this.chromium.isShown("#download")).isFalse();
		assertThat(this.chromium.isShown("#answer-table")).isFalse();
	}

	@Test
	void slowAnswerCanBeCancelledAndIsNeverShown() {
		enter("customer-ids", DoctoredAnswers.HELD);
		this.chromium.find("#customer-send").click();
		this.chromium.await((page) -> page.isShown("#cancel"));
		this.chromium.find("#cancel").click();
		this.chromium.await((page) -> page.find("#status").getText().startsWith("Cancelled after"));
		assertThat(this.chromium.isShown("#cancel, #progress, #answer-table, #error")).isFalse();
	}

	@Test
	void everythingWorksWithTheKeyboard() {
		this.chromium.tabTo("customer-ids");
		this.chromium.press(Keys.chord(Keys.CONTROL, "a"), DoctoredAnswers.HELD, Keys.ENTER);
		this.chromium.await((page) -> page.isShown("#cancel"));
		this.chromium.press(Keys.ESCAPE);
		this.chromium.await((page) -> page.find("#status").getText().startsWith("Cancelled after"));
		this.chromium.tabTo("library-connector");
		this.chromium.press(Keys.ARROW_RIGHT);
		this.chromium.tabTo("top10-send");
		this.chromium.press(Keys.SPACE);
		awaitAnswer();
		assertThat(this.chromium.find("#curl").getText()).contains("/snowpark/customers/top10");
		this.chromium.tabTo("copy-curl");
		this.chromium.tabTo("view-table");
		this.chromium.press(Keys.ARROW_RIGHT);
		assertThat(this.chromium.find("#answer-json").getText()).startsWith("[");
	}

	@ParameterizedTest
	@ValueSource(strings = { "1885", "1885,1,2", "x", "99999999", DoctoredAnswers.MARKUP_PROBLEM })
	void phoneNeverScrollsSideways(String ids) {
		this.chromium.showAs(360, 740, "light");
		askCustomer(ids);
		assertThat(this.chromium.run("return [innerWidth, document.documentElement.scrollWidth]"))
			.isEqualTo(List.of(360L, 360L));
	}

	@Test
	void injectedScriptDoesNotRun() {
		this.chromium.run("""
				const script = document.createElement('script');
				script.textContent = 'window.ran = true';
				document.body.append(script);
				document.body.insertAdjacentHTML('beforeend', '<p id="added" onclick="window.ran = true">x</p>');
				document.getElementById('added').click();""");
		assertThat(this.chromium.run("return window.ran === true")).isEqualTo(false);
		this.chromium.await((page) -> page.run("return window.violations.length === 2").equals(true));
		assertThat(this.chromium.complaints()).contains("refused: script-src-elem inline",
				"refused: script-src-attr inline");
	}

	@Test
	void darkSchemeIsFollowed() {
		String background = "return getComputedStyle(document.body).backgroundColor";
		assertThat(this.chromium.run(background)).isEqualTo("rgb(243, 245, 244)");
		this.chromium.showAs(1280, 900, "dark");
		assertThat(this.chromium.run(background)).isEqualTo("rgb(17, 21, 22)");
	}

	@Test
	void secondRequestShowsACacheHit() {
		askCustomer("4711");
		assertThat(this.chromium.find("#headers").getText()).contains("data-api; fwd=miss; stored");
		askCustomer("4711");
		assertThat(this.chromium.find("#headers").getText()).contains("data-api; hit");
	}

	@Test
	void copiedCommandIsQuotedForAShell() {
		this.chromium.command("Browser.grantPermissions",
				Map.of("permissions", List.of("clipboardReadWrite", "clipboardSanitizedWrite")));
		askCustomer("1'2 &");
		this.chromium.find("#copy-curl").click();
		this.chromium.await((page) -> page.find("#copy-note").getText().equals("Copied"));
		assertThat(this.chromium.runAsync("navigator.clipboard.readText().then(arguments[0])"))
			.isEqualTo("curl 'http://localhost:" + this.port + "/customer/1'\\''2%20%26'");
	}

	@ParameterizedTest
	@ValueSource(strings = { DoctoredAnswers.MARKUP, DoctoredAnswers.MARKUP_PROBLEM })
	void markupInAnAnswerStaysText(String ids) {
		askCustomer(ids);
		assertThat(this.chromium.find("#answer").getText()).contains(DoctoredAnswers.TAG);
		assertThat(this.chromium.run("return document.querySelectorAll('#answer :is(img, script, b)').length"))
			.isEqualTo(0L);
		assertThat(this.chromium.run("return window.ran ?? null")).isNull();
	}

	private void askCustomer(String ids) {
		enter("customer-ids", ids);
		send("customer");
	}

	private void enter(String id, String value) {
		this.chromium.find("#" + id).clear();
		this.chromium.find("#" + id).sendKeys(value);
	}

	private void send(String form) {
		this.chromium.find("#" + form + "-send").click();
		awaitAnswer();
	}

	private void awaitAnswer() {
		this.chromium.await((page) -> page.isShown("#time"));
	}

	private JsonNode json(String path) throws IOException {
		return this.mapper.readTree(RawRequest.get(this.port, path).body());
	}

	private static List<List<String>> grid(JsonNode rows) {
		List<List<String>> grid = new ArrayList<>();
		grid.add(List.copyOf(rows.get(0).propertyNames()));
		rows.forEach((row) -> grid.add(row.valueStream().map((value) -> value.asString("null")).toList()));
		return grid;
	}

}
