package dev.dataapi.warehouse.snowflake;

import java.util.List;

import dev.dataapi.testserver.RequestKind;
import dev.dataapi.testserver.Requests;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What goes over the wire: one request for a look-up, one for a report, and at the start
 * the logins and each statement once.
 */
class WireRequestsTests {

	@AutoClose
	private static final ServiceOnSnowflake SERVICE = new ServiceOnSnowflake(
			"data-api.snowflake.warehouse=DATA_API_WH");

	private static List<Requests.Statement> warmUp;

	private static List<Requests.Login> logins;

	@BeforeAll
	static void rememberTheStart() {
		warmUp = SERVICE.server().requests().statements();
		logins = SERVICE.server().requests().logins();
	}

	@BeforeEach
	void forget() {
		SERVICE.server().reset();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "/customer/4001|= ?|1", "/customer/4002,4003|IN (?, ?)|2",
			"/customer/4004,4005,4006|IN (?, ?, ?, ?)|4" })
	void lookUpIsOneRequest(String path, String condition, int binds) throws Exception {
		assertThat(SERVICE.get(path).status()).isEqualTo(200);
		assertThat(SERVICE.server().requests().total()).isOne();
		assertThat(SERVICE.server().requests().statements()).singleElement().satisfies((statement) -> {
			assertThat(statement.sql()).endsWith("WHERE C_CUSTOMER_SK " + condition);
			assertThat(statement.binds()).hasSize(binds);
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "/connector/customers/top10?start_range=1996-01-01&end_range=1996-01-31",
			"/snowpark/customers/top10?start_range=1996-01-01&end_range=1996-01-31",
			"/connector/clerk/000000003/yearly_sales/1996", "/snowpark/clerk/000000003/yearly_sales/1996" })
	void reportIsOneRequestWithEveryValueBound(String path) throws Exception {
		assertThat(SERVICE.get(path).status()).isEqualTo(200);
		assertThat(SERVICE.server().requests().total()).isOne();
		assertThat(SERVICE.server().requests().statements()).singleElement().satisfies((statement) -> {
			assertThat(statement.binds()).hasSizeBetween(2, 3);
			assertThat(statement.sql()).doesNotContain("1996", "000000003");
		});
	}

	@Test
	void startRunsEachStatementOnce() {
		assertThat(warmUp).extracting(Requests.Statement::sql).doesNotHaveDuplicates().hasSize(1 + 2 + 8);
	}

	@Test
	void loginSendsTheSessionsParameters() {
		assertThat(logins).hasSizeGreaterThan(9).allSatisfy((login) -> {
			assertThat(login.warehouse()).isEqualTo("DATA_API_WH");
			assertThat(login.parameters()).containsEntry("JDBC_QUERY_RESULT_FORMAT", "JSON")
				.containsEntry("CLIENT_TELEMETRY_ENABLED", "false");
		});
		assertThat(logins).extracting((login) -> login.parameters().get("QUERY_TAG").replaceAll("/[^ ]+", ""))
			.contains("data-api lookups", "data-api reports");
		assertThat(logins).filteredOn((login) -> login.parameters().get("QUERY_TAG").endsWith("lookups"))
			.allSatisfy((login) -> assertThat(login.parameters()).containsEntry("STATEMENT_TIMEOUT_IN_SECONDS", "2"));
	}

	@Test
	void idleConnectionIsBorrowedWithoutARoundTrip() throws Exception {
		assertThat(SERVICE.get("/customer/4100").status()).isEqualTo(200);
		assertThat(SERVICE.server().requests().count(RequestKind.HEARTBEAT)).isZero();
	}

}
