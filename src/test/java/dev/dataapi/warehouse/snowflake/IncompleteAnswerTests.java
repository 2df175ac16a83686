package dev.dataapi.warehouse.snowflake;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

import dev.dataapi.RawRequest;
import dev.dataapi.testserver.Fault;
import dev.dataapi.testserver.RequestKind;
import dev.dataapi.testserver.SnowflakeServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Answers of Snowflake that say success and lack something. They are an error to callers,
 * never an answer without rows, and are not cached.
 */
@Timeout(60)
class IncompleteAnswerTests {

	private static final AtomicInteger NEXT_ID = new AtomicInteger(100);

	@AutoClose
	private static final ServiceOnSnowflake SERVICE = new ServiceOnSnowflake("data-api.cache.stale-if-error=0",
			"data-api.lookup.deadline=10s", "data-api.report.deadline=10s");

	private static final SnowflakeServer SERVER = SERVICE.server();

	@AfterEach
	void reset() {
		SERVER.reset();
	}

	@ParameterizedTest
	@EnumSource
	void lookUpIsAnErrorAndNotKept(Incomplete answer) throws Exception {
		String path = "/customer/" + NEXT_ID.incrementAndGet();
		Fault fault = SERVER.fail(Fault.alter(answer.change).on(RequestKind.QUERY));
		RawRequest.Answer incomplete = SERVICE.get(path);
		assertThat(incomplete.status()).as(incomplete.body()).isGreaterThanOrEqualTo(500);
		assertThat(incomplete.body()).doesNotContain("rowset", "rowtype");
		assertThat(fault.struck()).isPositive();
		SERVER.recover();
		RawRequest.Answer whole = SERVICE.get(path);
		assertThat(whole.status()).isEqualTo(200);
		assertThat(whole.body()).contains("C_CUSTOMER_SK");
		assertThat(Files.exists(Path.of("output.json"))).as("written by the driver").isFalse();
	}

	@ParameterizedTest
	@EnumSource
	void pollOfASlowReportIsAnError(Incomplete answer) throws Exception {
		SERVER.patience(Duration.ofMillis(50)).latency(Duration.ofMillis(300));
		UnaryOperator<String> change = (text) -> text.contains("333333") ? text : answer.change.apply(text);
		SERVER.fail(Fault.alter(change).on(RequestKind.RESULT));
		// On a machine that pauses for a moment, the answer may be ready without a poll
		SERVER.fail(Fault.alter(change).on(RequestKind.QUERY));
		RawRequest.Answer incomplete = SERVICE.get("/connector/clerk/000000003/yearly_sales/1996",
				"Cache-Control: no-cache");
		assertThat(incomplete.status()).as(incomplete.body()).isGreaterThanOrEqualTo(500);
	}

	@Test
	void answerInArrowWithoutItsRowsIsAnError() throws Exception {
		SERVER.arrow()
			.fail(Fault.alter((text) -> text.replaceFirst("\"rowsetBase64\":\"[^\"]*\"", "\"rowsetBase64\":\"\""))
				.on(RequestKind.QUERY));
		RawRequest.Answer answer = SERVICE.get("/customer/" + NEXT_ID.incrementAndGet());
		assertThat(answer.status()).as(answer.body()).isEqualTo(500);
	}

	@Test
	void answerInArrowWithoutRowsIsNoError() throws Exception {
		SERVER.arrow();
		assertThat(SERVICE.get("/customer/999999998").body()).isEqualTo("[]");
	}

	@Test
	void answerWithoutRowsIsNoError() throws Exception {
		assertThat(SERVICE.get("/customer/999999999").status()).isEqualTo(200);
		assertThat(SERVICE.get("/customer/999999999").body()).isEqualTo("[]");
	}

	/**
	 * What an answer lacks.
	 */
	enum Incomplete {

		ROWS((text) -> text.replaceFirst("\"rowset\":\\[.*\\]\\],", "")),

		ROWS_UNDER_ANOTHER_NAME((text) -> text.replace("\"rowset\"", "\"rows\"")),

		ROWS_AS_NULL((text) -> text.replaceFirst("\"rowset\":\\[.*\\]\\],", "\"rowset\":null,")),

		ROWS_AS_OBJECT((text) -> text.replaceFirst("\"rowset\":\\[.*\\]\\],", "\"rowset\":{},")),

		ROWS_BUT_NO_CHUNKS_EITHER((text) -> text.replaceFirst("\"rowset\":\\[.*\\]\\],", "\"chunks\":[],")),

		SOME_ROWS((text) -> text.replaceFirst("\"returned\":\\d+", "\"returned\":1000")),

		ALL_ROWS_BUT_NOT_THEIR_NUMBER((text) -> text.replaceFirst("\"rowset\":\\[.*\\]\\],", "\"rowset\":[],")),

		CELLS((text) -> text.replaceFirst("\"rowset\":\\[\\[[^,]*,", "\"rowset\":[[")),

		ALL_CELLS((text) -> text.replaceFirst("\"rowset\":\\[\\[[^\\]]*\\]", "\"rowset\":[[]")),

		COLUMNS((text) -> text.replace("\"rowtype\"", "\"types\"")),

		COLUMNS_AND_ROWS((text) -> text.replaceFirst("\"rowset\":\\[.*\\]\\],", "\"rowset\":[],")
			.replaceFirst("\"returned\":\\d+", "\"returned\":0")
			.replace("\"rowtype\"", "\"types\"")),

		DATA((text) -> "{\"data\":null,\"code\":null,\"message\":null,\"success\":true}"),

		ALL_BUT_SUCCESS((text) -> "{\"success\":true}"),

		SUCCESS((text) -> text.replace(",\"success\":true", "")),

		ITS_END((text) -> text.substring(0, text.length() - 20)),

		ALL_MEMBERS((text) -> "{}"),

		JSON((text) -> "<html>"),

		EVERYTHING((text) -> "");

		private final UnaryOperator<String> change;

		Incomplete(UnaryOperator<String> change) {
			this.change = change;
		}

	}

}
