package dev.dataapi.testserver;

import java.io.IOException;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;

import dev.dataapi.dialect.Example;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * The real driver gets from the server what the embedded warehouse answers: both run the
 * same examples.
 */
@ExtendWith(SnowflakeExtension.class)
@TestInstance(Lifecycle.PER_CLASS)
class SnowflakeServerDialectTests {

	private static final DateTimeFormatter TIMESTAMP = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

	private Connection connection;

	@BeforeAll
	void connect(SnowflakeServer server) throws SQLException {
		Properties properties = server.properties("READER");
		// With all digits of a FLOAT
		properties.setProperty("JDBC_QUERY_RESULT_FORMAT", "ARROW");
		this.connection = DriverManager.getConnection(server.jdbcUrl(), properties);
	}

	@AfterAll
	void close() throws SQLException {
		this.connection.close();
	}

	@ParameterizedTest
	@MethodSource("examples")
	void answersAsTheEmbeddedWarehouseDoes(Example example) throws SQLException {
		if (example.expected().equals("error")) {
			assertThatThrownBy(() -> rows(example.sql())).isInstanceOf(SQLException.class);
		}
		else {
			assertThat(Example.plain(rows(example.sql()))).as(example.sql())
				.isEqualTo(Example.plain(example.expected()));
		}
	}

	@Test
	void tablesHaveSnowflakesTypes() throws SQLException {
		try (Statement statement = this.connection.createStatement()) {
			statement
				.execute("CREATE OR REPLACE TRANSIENT TABLE typed (id NUMBER(38,0) PRIMARY KEY, price NUMBER(10,2),"
						+ " name VARCHAR(16), sold TIMESTAMP_NTZ(9), rate FLOAT, doc VARIANT)");
			statement.execute("INSERT INTO typed SELECT 1, 2.345, 'a', '2024-01-02', 0.1, PARSE_JSON('{\"k\": [1]}')");
		}
		assertThat(rows("SELECT id, price, name, sold, rate, doc:k[0]::INT, doc FROM typed"))
			.isEqualTo("1 | 2.35 | a | 2024-01-02 00:00:00 | 0.1 | 1 | {\"k\": [1]}");
	}

	/** What the check refuses never gets to a warehouse, and a warning has no value. */
	static Stream<Example> examples() throws IOException {
		return Example.all().filter((example) -> !example.isWarned() && !example.expected().equals("refused"));
	}

	private String rows(String sql) throws SQLException {
		List<String> text = new ArrayList<>();
		try (PreparedStatement statement = this.connection.prepareStatement(sql);
				ResultSet rows = statement.executeQuery()) {
			while (rows.next()) {
				List<String> columns = new ArrayList<>();
				for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
					columns.add(value(rows, i));
				}
				text.add(String.join(" | ", columns));
			}
		}
		return String.join(" ; ", text);
	}

	private static String value(ResultSet rows, int column) throws SQLException {
		if (rows.getObject(column) == null) {
			return "NULL";
		}
		return switch (rows.getMetaData().getColumnType(column)) {
			case Types.TIMESTAMP -> timestamp(rows.getTimestamp(column).toLocalDateTime());
			case Types.TIME -> LocalTime.parse(rows.getString(column)).toString();
			case Types.BOOLEAN -> Boolean.toString(rows.getBoolean(column));
			default -> Example.oneLine(rows.getString(column));
		};
	}

	private static String timestamp(LocalDateTime moment) {
		String fraction = BigDecimal.valueOf(moment.getNano(), 9).stripTrailingZeros().toPlainString().substring(1);
		return TIMESTAMP.format(moment) + fraction;
	}

}
