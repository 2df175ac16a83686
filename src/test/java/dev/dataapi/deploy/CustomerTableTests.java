package dev.dataapi.deploy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The scripts create the table of customers that the service reads and fill it with the
 * same customers. They run on DuckDB, which stands in for both databases.
 */
@Tag("deploy")
class CustomerTableTests {

	/** As the HTTP contract lists them. */
	private static final List<String> COLUMNS = List.of("C_CUSTOMER_SK NUMBER(38,0) PRIMARY KEY",
			"C_CUSTOMER_ID VARCHAR(16)", "C_CURRENT_CDEMO_SK NUMBER(38,0)", "C_CURRENT_HDEMO_SK NUMBER(38,0)",
			"C_CURRENT_ADDR_SK NUMBER(38,0)", "C_FIRST_SHIPTO_DATE_SK NUMBER(38,0)",
			"C_FIRST_SALES_DATE_SK NUMBER(38,0)", "C_SALUTATION VARCHAR(10)", "C_FIRST_NAME VARCHAR(20)",
			"C_LAST_NAME VARCHAR(30)", "C_PREFERRED_CUST_FLAG VARCHAR(1)", "C_BIRTH_DAY NUMBER(38,0)",
			"C_BIRTH_MONTH NUMBER(38,0)", "C_BIRTH_YEAR NUMBER(38,0)", "C_BIRTH_COUNTRY VARCHAR(20)",
			"C_LOGIN VARCHAR(13)", "C_EMAIL_ADDRESS VARCHAR(50)", "C_LAST_REVIEW_DATE VARCHAR(10)");

	private static final int SOURCE_ROWS = 10_020;

	private Connection connection;

	private Statement database;

	@BeforeEach
	void openDatabase() throws SQLException {
		this.connection = DriverManager.getConnection("jdbc:duckdb:");
		this.database = this.connection.createStatement();
		this.database.execute("ATTACH ':memory:' AS snowflake_sample_data");
		this.database.execute("CREATE SCHEMA snowflake_sample_data.tpcds_sf10tcl");
		this.database.execute("ATTACH ':memory:' AS api");
		this.database.execute("CREATE SCHEMA api.data");
		this.database.execute("CREATE TABLE snowflake_sample_data.tpcds_sf10tcl.customer AS " + sourceRows());
	}

	@AfterEach
	void closeDatabase() throws SQLException {
		this.connection.close();
	}

	@ParameterizedTest
	@MethodSource("scripts")
	void tableWhenScriptHasRunIsTheContracts(String path) throws SQLException {
		List<String> columns = run(path);
		assertThat(columns).containsExactlyElementsOf(COLUMNS);
		try (ResultSet rows = this.database
			.executeQuery("SELECT column_name, data_type FROM information_schema.columns "
					+ "WHERE table_catalog = 'api' AND table_schema = 'data' AND table_name = 'HYBRID_CUSTOMER' "
					+ "ORDER BY ordinal_position")) {
			List<String> found = new ArrayList<>();
			while (rows.next()) {
				found.add(rows.getString(1) + " " + rows.getString(2));
			}
			assertThat(found).containsExactlyElementsOf(COLUMNS.stream()
				.map((column) -> column.replace("NUMBER", "DECIMAL")
					.replace(" PRIMARY KEY", "")
					.replaceAll("VARCHAR\\(.*", "VARCHAR"))
				.toList());
		}
	}

	@ParameterizedTest
	@MethodSource("scripts")
	void tableWhenScriptHasRunTwiceHoldsTheFirstCustomersOnce(String path) throws SQLException {
		run(path);
		run(path);
		try (ResultSet rows = this.database
			.executeQuery("SELECT count(*), count(DISTINCT C_CUSTOMER_SK), min(C_CUSTOMER_SK), max(C_CUSTOMER_SK) "
					+ "FROM api.data.hybrid_customer")) {
			rows.next();
			assertThat(List.of(rows.getInt(1), rows.getInt(2), rows.getInt(3), rows.getInt(4))).containsExactly(10_000,
					10_000, 1, 10_000);
		}
		try (ResultSet row = this.database
			.executeQuery("SELECT * FROM api.data.hybrid_customer WHERE C_CUSTOMER_SK = 7")) {
			row.next();
			ResultSetMetaData columns = row.getMetaData();
			for (int i = 2; i <= columns.getColumnCount(); i++) {
				assertThat(row.getString(i)).as(columns.getColumnName(i)).isEqualTo(value(i, 7));
			}
		}
	}

	static List<String> scripts() {
		return List.of("sql/03a_customers_hybrid.sql", "sql/03b_customers_standard.sql");
	}

	/** Creates and fills a script's table, and returns the column definitions. */
	private List<String> run(String path) throws SQLException {
		SqlForms forms = new SqlForms();
		List<String> columns = List.of();
		for (List<String> statement : SqlScript.read(path).statements()) {
			Matcher match = forms.match(statement).orElseThrow();
			String text = String.join(" ", statement).replace(" . ", ".");
			String query = (match.namedGroups().containsKey("query")) ? match.group("query").replace(" . ", ".") : null;
			if (match.namedGroups().containsKey("columns")) {
				String definitions = match.group("columns")
					.replace(" ( ", "(")
					.replace(" , 0 )", ",0)")
					.replace(" )", ")");
				columns = Arrays.stream(definitions.split(" , ")).map(String::trim).toList();
				String table = text.substring(text.indexOf("EXISTS ") + 7, text.indexOf(" ("));
				this.database.execute(
						"CREATE TABLE IF NOT EXISTS " + table + " (" + definitions.replace("NUMBER", "DECIMAL") + ")");
				if (query != null && count(table) == 0) {
					this.database.execute("INSERT INTO " + table + " " + query);
				}
			}
			else if (query != null) {
				this.database.execute(text);
			}
		}
		return columns;
	}

	private int count(String table) throws SQLException {
		try (ResultSet rows = this.database.executeQuery("SELECT count(*) FROM " + table)) {
			rows.next();
			return rows.getInt(1);
		}
	}

	/**
	 * More customers than the scripts take, the last one first, with the columns in
	 * another order and a distinct value in each.
	 */
	private static String sourceRows() {
		List<String> select = new ArrayList<>();
		for (int i = COLUMNS.size(); i > 1; i--) {
			String number = "(" + i + " * 100000 + (" + (SOURCE_ROWS + 1) + " - id))";
			boolean text = COLUMNS.get(i - 1).contains("VARCHAR");
			select.add(((text) ? "'t' || " + number : number) + " AS " + COLUMNS.get(i - 1).split(" ")[0]);
		}
		select.add((SOURCE_ROWS + 1) + " - id AS C_CUSTOMER_SK");
		return "SELECT " + String.join(", ", select) + " FROM range(1, " + (SOURCE_ROWS + 1) + ") AS source(id)";
	}

	private static String value(int column, int id) {
		return (COLUMNS.get(column - 1).contains("VARCHAR") ? "t" : "") + (column * 100000 + id);
	}

}
