package dev.dataapi.report;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;

import dev.dataapi.warehouse.MockedLanes;
import org.assertj.core.api.AbstractStringAssert;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;

/**
 * The behaviour that both report controllers share.
 */
@Import(MockedLanes.class)
@TestPropertySource(properties = "data-api.cache.ttl=0")
public abstract class ReportControllerContract {

	private static final DateRange FEBRUARY = DateRange.of("1995-02-01", "1995-02-14");

	private final String base;

	@Autowired
	private MockMvcTester mvc;

	protected ReportControllerContract(String base) {
		this.base = base;
	}

	protected abstract ReportRepository repository();

	@BeforeEach
	void givenAnswers() {
		given(repository().findTopCustomers(FEBRUARY))
			.willReturn(List.of(new TopCustomer(7, new BigDecimal("2135098.37"))));
		given(repository().findTopCustomers(DateRange.of(null, null)))
			.willReturn(List.of(new TopCustomer(8, new BigDecimal("10.10"))));
		given(repository().findMonthlySales("Clerk#000000002", DateRange.ofYear(1995)))
			.willReturn(List.of(new MonthlySales("Clerk#000000002", 1, new BigDecimal("99999999999999.90"))));
	}

	@Test
	void topCustomersWhenRangeIsGivenSendsMoneyAsText() {
		assertThat(this.mvc.get().uri(this.base + "/customers/top10?start_range=1995-02-01&end_range=1995-2-14"))
			.hasStatusOk()
			.hasContentType(MediaType.APPLICATION_JSON)
			.bodyText()
			.isEqualTo("[{\"O_CUSTKEY\":7,\"SUM_TOTALPRICE\":\"2135098.37\"}]");
	}

	@Test
	void topCustomersWhenRangeIsAbsentOrEmptyUsesTheDefault() {
		String expected = "[{\"O_CUSTKEY\":8,\"SUM_TOTALPRICE\":\"10.10\"}]";
		assertThat(this.mvc.get().uri(this.base + "/customers/top10")).bodyText().isEqualTo(expected);
		assertThat(this.mvc.get().uri(this.base + "/customers/top10?start_range=&end_range=")).bodyText()
			.isEqualTo(expected);
	}

	@Test
	void monthlySalesSendsEveryDigit() {
		assertThat(this.mvc.get().uri(this.base + "/clerk/000000002/yearly_sales/1995")).hasStatusOk()
			.bodyText()
			.isEqualTo("[{\"O_CLERK\":\"Clerk#000000002\",\"MONTH\":1,\"SUM_TOTALPRICE\":\"99999999999999.90\"}]");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "/customers/top10?start_range=1995-02-30|Invalid start and/or end dates.",
					"/customers/top10?end_range=x|Invalid start and/or end dates.",
					"/customers/top10?start_range=1996-01-01&end_range=1995-01-01|Invalid start and/or end dates.",
					"/clerk/2a/yearly_sales/1995|Clerk ID can only contain numbers.",
					"/clerk/2/yearly_sales/1e3|Invalid year." })
	void anyRouteWhenAParameterCannotBeReadAnswersTheOriginalSentence(String path, String sentence) {
		assertProblem(this.base + path, HttpStatus.BAD_REQUEST, sentence);
	}

	@Test
	void topCustomersWhenWarehouseIsUnreachableAnswers503() {
		givenTopCustomersFail(new DataAccessResourceFailureException("connection to secret-host refused"));
		assertProblem(this.base + "/customers/top10", HttpStatus.SERVICE_UNAVAILABLE,
				"Error reading from Snowflake. Check the logs for details.")
			.doesNotContain("secret-host");
		assertThat(this.mvc.get().uri(this.base + "/customers/top10")).containsHeader("Retry-After");
	}

	@Test
	void topCustomersWhenWarehouseIsTooSlowAnswers504() {
		givenTopCustomersFail(new QueryTimeoutException("SELECT x"));
		assertProblem(this.base + "/customers/top10", HttpStatus.GATEWAY_TIMEOUT,
				"Error reading from Snowflake. Check the logs for details.")
			.doesNotContain("SELECT");
	}

	@Test
	void topCustomersWhenStatementFailsAnswers500() {
		givenTopCustomersFail(new BadSqlGrammarException("x", "SELECT x", new SQLException("no table y")));
		assertProblem(this.base + "/customers/top10", HttpStatus.INTERNAL_SERVER_ERROR,
				"Error reading from Snowflake. Check the logs for details.")
			.doesNotContain("SELECT")
			.doesNotContain("no table");
	}

	@Test
	void topCustomersWhenTheCodeFailsAnswers500WithoutItsMessage() {
		givenTopCustomersFail(new IllegalStateException("internal"));
		assertProblem(this.base + "/customers/top10", HttpStatus.INTERNAL_SERVER_ERROR, "Internal Server Error.")
			.doesNotContain("\"internal\"");
	}

	private void givenTopCustomersFail(RuntimeException failure) {
		given(repository().findTopCustomers(any())).willThrow(failure);
	}

	private AbstractStringAssert<?> assertProblem(String uri, HttpStatus status, String sentence) {
		var result = this.mvc.get().uri(uri).exchange();
		assertThat(result).hasStatus(status).hasContentType(MediaType.APPLICATION_PROBLEM_JSON);
		assertThat(result).bodyJson()
			.convertTo(InstanceOfAssertFactories.MAP)
			.containsEntry("type", "about:blank")
			.containsEntry("title", status.getReasonPhrase())
			.containsEntry("status", status.value())
			.containsEntry("error", sentence)
			.containsEntry("instance", uri.replaceFirst("\\?.*", ""))
			.containsKey("detail");
		return assertThat(new String(result.getResponse().getContentAsByteArray(), StandardCharsets.UTF_8));
	}

}
