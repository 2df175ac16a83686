package dev.dataapi.cache;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TypeMismatchDataAccessException;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.jdbc.support.SQLStateSQLExceptionTranslator;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is told of failures, and what is not.
 */
class FailureTextTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			22018 | 100038 | Numeric value 'hunter2' is not recognized
			22007 | 100040 | Date 'hunter2' is not recognized
			23505 | 200001 | Duplicate key hunter2
			0A000 | 200038 | Cannot convert value in the driver from type:12 to type:int, value=hunter2.
			XX000 | 603    | SQL execution internal error: hunter2
			''    | 0      | Conversion Error: Could not convert string 'hunter2' to INT32
			''    | 0      | Invalid Input Error: hunter2
			''    | 0      | hunter2
			''    | 0      | hunter2: hunter2 Error: hunter2
			""")
	void valueIsNotTold(String state, int code, String message) {
		SQLException cause = new SQLException(message, state.isEmpty() ? null : state, code);
		DataAccessException translated = new SQLStateSQLExceptionTranslator()
			.translate("StatementCallback; code %06d, query 01b2".formatted(code), "SELECT ?", cause);
		for (Throwable failure : new Throwable[] { cause, new UncategorizedSQLException("task", "SELECT ?", cause),
				new IllegalStateException("hunter2", cause),
				(translated != null) ? translated : new DataAccessResourceFailureException("x " + message, cause) }) {
			assertThat(FailureText.of(failure)).doesNotContain("hunter2").contains("code " + code);
		}
		if (translated != null) {
			assertThat(FailureText.of(translated)).contains("query 01b2");
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			02000 | SQL compilation error: Database 'X' does not exist or not authorized.
			42501 | SQL access control error: Insufficient privileges to operate on table 'ORDERS'.
			08001 | JDBC driver encountered communication error.
			57P03 | No active warehouse selected in the current session.
			""")
	void reasonThatQuotesNoDataIsTold(String state, String message) {
		assertThat(FailureText.of(new DataAccessResourceFailureException("task", new SQLException(message, state, 1))))
			.contains("task", message);
	}

	@Test
	void connectionThatIsNotThereIsTold() {
		assertThat(FailureText.of(new SQLTransientConnectionException("lookups - Connection is not available")))
			.contains("lookups - Connection is not available");
		assertThat(FailureText.of(new DataAccessResourceFailureException("gone")))
			.isEqualTo(DataAccessResourceFailureException.class.getName() + ": gone");
	}

	@Test
	void exceptionOfAConversionIsToldByItsPlace() {
		assertThat(FailureText.of(new NumberFormatException("For input string: \"hunter2\"")))
			.startsWith("java.lang.NumberFormatException in dev.dataapi.cache.FailureTextTests.")
			.doesNotContain("hunter2");
		assertThat(FailureText.of(new TypeMismatchDataAccessException("Value [hunter2] is of type", null)))
			.doesNotContain("hunter2");
	}

}
