package dev.dataapi.warehouse.embedded;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;

import dev.dataapi.InvalidSettingException;
import dev.dataapi.warehouse.SessionTimeZone;
import org.duckdb.DuckDBDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

/** Own files and DDL as tables of the embedded warehouse, and what is refused. */
class OwnDataTests {

	@TempDir
	private Path folder;

	private EmbeddedWarehouse warehouse;

	@AfterEach
	void stop() throws SQLException {
		if (this.warehouse != null) {
			this.warehouse.close();
		}
	}

	@Test
	void csvWithoutDdlIsATableOfItsName() throws Exception {
		write("Shop/public/Sales.csv",
				"id,Full name,price,day\n1,Ann,1.50,2024-02-03\n2,,\"2,50\",2024-02-04\n3,\"\",x,\n");
		JdbcTemplate jdbc = load();
		assertThat(jdbc.queryForList("select * from SHOP.PUBLIC.SALES order by id"))
			.extracting((row) -> row.get("ID"), (row) -> row.get("Full name"), (row) -> row.get("PRICE"))
			.containsExactly(tuple(1L, "Ann", "1.50"), tuple(2L, null, "2,50"), tuple(3L, "", "x"));
	}

	@Test
	void csvWhoseLaterRowsNeedAnotherTypeIsLoadedWithThatType() throws Exception {
		StringBuilder rows = new StringBuilder("id\n");
		for (int i = 0; i < 50_000; i++) {
			rows.append(i).append('\n');
		}
		write("shop/public/codes.csv", rows + "A7\n");
		assertThat(load().queryForObject("select max(id) from shop.public.codes", String.class)).isEqualTo("A7");
	}

	@Test
	void ddlGivesAFileItsTypesItsOrderAndItsKey() throws Exception {
		write("shop/public/sales.csv", "paid,ID,at,doc,raw,amount\ntrue,9007199254740993,2024-01-02 03:04:05.678,"
				+ "\"{\"\"a\"\": [1]}\",CAFE,0.1\n,2,,,,\n");
		write("shop/public/sales.sql", """
				-- as in the account
				CREATE OR REPLACE TRANSIENT TABLE sales (
				  id NUMBER(38,0) NOT NULL COMMENT 'a key, of course',
				  "at" TIMESTAMP_NTZ(9),
				  doc VARIANT,
				  raw BINARY(10),
				  amount NUMBER(10,2) DEFAULT 7,
				  paid BOOLEAN,
				  note VARCHAR(16) DEFAULT 'none',
				  rate FLOAT,
				  CONSTRAINT pk PRIMARY KEY (id) NOT ENFORCED
				) CLUSTER BY (id) DATA_RETENTION_TIME_IN_DAYS = 1 COMMENT = 'sales';
				""");
		JdbcTemplate jdbc = load();
		assertThat(jdbc.queryForList("""
				select column_name || ' ' || data_type from information_schema.columns
				where table_name = 'sales' order by ordinal_position""", String.class)).containsExactly("ID HUGEINT",
				"at TIMESTAMP", "DOC VARIANT", "RAW BLOB", "AMOUNT DECIMAL(10,2)", "PAID BOOLEAN", "NOTE VARCHAR",
				"RATE DOUBLE");
		Map<String, Object> row = jdbc.queryForMap(
				"select id, cast(\"at\" as varchar) t, cast(doc as json)->>'a' a, hex(raw) raw, amount, paid, note from shop.public.sales where id > 2");
		assertThat(row).containsEntry("ID", new BigInteger("9007199254740993"))
			.containsEntry("t", "2024-01-02 03:04:05.678")
			.containsEntry("a", "[1]")
			.containsEntry("raw", "CAFE")
			.containsEntry("AMOUNT", new BigDecimal("0.10"))
			.containsEntry("PAID", true)
			.containsEntry("NOTE", "none");
		assertThatExceptionOfType(DataAccessException.class)
			.isThrownBy(() -> jdbc.update("insert into shop.public.sales (id) values (2)"))
			.withMessageContaining("primary key");
	}

	@Test
	void parquetAndJsonLinesAreTables() throws Exception {
		Path parquet = write("shop/public/stock.parquet", "");
		try (Connection connection = new DuckDBDriver().connect("jdbc:duckdb:", new Properties());
				Statement statement = connection.createStatement()) {
			statement.execute("copy (select 3 as id, 1.5::decimal(4,2) as price) to '" + parquet + "'");
		}
		write("shop/public/events.ndjson",
				"{\"id\":1,\"tags\":[\"a\"],\"at\":\"2024-01-02\"}\n\n{\"id\":2,\"late\":true}\n");
		write("shop/public/typed.ndjson", "{\"ID\":\"0012\",\"amount\":1.25}\n");
		write("shop/typed.sql", "create table public.typed (id varchar, amount number(9,1), more int);");
		JdbcTemplate jdbc = load();
		assertThat(jdbc.queryForMap("select * from shop.public.stock")).containsEntry("ID", 3)
			.containsEntry("PRICE", new BigDecimal("1.50"));
		assertThat(jdbc.queryForMap("select id, tags->>0 tag, late from shop.public.events where id = 1"))
			.containsEntry("tag", "a");
		assertThat(jdbc.queryForMap("select * from shop.public.typed")).containsEntry("ID", "0012")
			.containsEntry("AMOUNT", new BigDecimal("1.3"));
	}

	@Test
	void sqlRunsInTheOrderOfNamesAfterTheFilesItNames() throws Exception {
		write("shop/public/sales.csv", "id,amount\n1,5\n2,7\n");
		write("b.sql", """
				USE ROLE SYSADMIN; USE WAREHOUSE X;
				USE SCHEMA mart.public;
				CREATE OR REPLACE SECURE VIEW big (number COMMENT 'n', "Sum") COMMENT = 'x' AS
				  SELECT id, amount FROM totals WHERE amount > 5; // in Snowflake's way
				GRANT SELECT ON VIEW big TO ROLE r;
				""");
		write("a.sql", """
				CREATE DATABASE IF NOT EXISTS mart;
				CREATE SCHEMA IF NOT EXISTS mart.other;
				CREATE TABLE mart.public.totals AS SELECT id, SUM(amount) AS amount FROM shop.public.sales GROUP BY id;
				INSERT INTO mart.public.totals VALUES (3, 9);
				DELETE FROM mart.public.totals WHERE id = 1;
				SELECT no_such_function();
				""");
		JdbcTemplate jdbc = load();
		assertThat(jdbc.queryForList("select \"Sum\" from mart.public.big order by number", Integer.class))
			.containsExactly(7, 9);
	}

	@Test
	void sqlIsThatOfSnowflake() throws Exception {
		write("shop/public/sales.csv", "id,qty,day,tags\n1,3,2024-01-31,\"[\"\"a\"\",\"\"b\"\"]\"\n2,4,2024-02-01,\n");
		write("shop/public/a.sql",
				"""
						CREATE TABLE sales (id NUMBER(38,0) PRIMARY KEY, qty INT, day DATE, tags ARRAY);
						CREATE TABLE more (id INT DEFAULT IFF(1 > 2, 7, 8), due DATE DEFAULT DATEADD(day, 1, '2024-01-31'::DATE),
						  note STRING DEFAULT 'it\\'s\\tnew', doc VARIANT);
						INSERT INTO more (doc) SELECT PARSE_JSON('{"a": [1, "x"]}');
						INSERT INTO more SELECT id::NUMBER + 10, DATEADD(month, qty, day), TO_CHAR(day, 'YYYY-MM'), tags[0] FROM sales;
						UPDATE more SET note = NVL2(note, IFF(id = 8, note, 'paid'), 'none') WHERE DATEDIFF(day, due, '2024-01-01') < 0;
						DELETE FROM more WHERE id = 12 AND ZEROIFNULL(NULL) = 0; // as there
						""");
		write("shop/public/b.sql",
				"""
						CREATE VIEW report AS
						  SELECT LISTAGG(id, ',') WITHIN GROUP (ORDER BY id) AS ids, MAX(DATEADD(day, 1, due)) AS due,
						    MAX(IFF(id = 8, note, NULL)) AS note, MAX(doc:a[1]::VARCHAR) AS x, SUM(id) / 7 AS q
						  FROM more;
						CREATE VIEW tags AS SELECT s.id, f.index, f.value::STRING AS tag
						  FROM sales s, LATERAL FLATTEN(INPUT => s.tags) f QUALIFY ROW_NUMBER() OVER (ORDER BY f.index DESC) = 1;
						""");
		Path kept = Files.createDirectories(this.folder.resolve(".kept")).resolve("orders.duckdb");
		for (String path : Arrays.asList(null, kept.toString(), kept.toString())) {
			JdbcTemplate jdbc = load(new EmbeddedProperties(0.001, path, this.folder.toString(), true));
			assertThat(jdbc.queryForMap("select ids, cast(due as varchar) due, note, x, q from shop.public.report"))
				.hasToString("{ids=8,11, due=2024-05-01, note=it's\tnew, x=x, q=2.714286}");
			assertThat(jdbc.queryForMap("select * from shop.public.tags")).hasToString("{ID=1, index=1, tag=b}");
			this.warehouse.close();
		}
	}

	/**
	 * DuckDB makes NUMBER(10,2) and a DECIMAL of 38 digits a DECIMAL without decimals.
	 */
	@Test
	void integersOfManyDigitsTakeNoDecimalsFromOthers() throws Exception {
		write("shop/public/t.csv", "id,n,price\n99999999999999999999999999999999999999,13,12.50\n");
		write("t.sql", "create table shop.public.t (id number(38,0) primary key, n number, price number(10,2));");
		JdbcTemplate jdbc = load();
		assertThat(jdbc.queryForMap("select id, coalesce(price, n) a, nvl(price, sum(n) over ()) b from shop.public.t"))
			.hasToString("{ID=99999999999999999999999999999999999999, a=12.50, b=12.50}");
	}

	@Test
	void filesOfEachKindFillVariants() throws Exception {
		String json = "{\"a\": [1, 2.5], \"b\": {\"c\": \"x\"}}";
		write("shop/public/t.csv", "v,o,a\n\"" + json.replace("\"", "\"\"") + "\",{},[1]\n");
		write("shop/public/u.ndjson", "{\"v\": " + json + ", \"o\": {}, \"a\": [1]}\n");
		Path parquet = write("shop/public/w.parquet", "");
		try (Connection connection = new DuckDBDriver().connect("jdbc:duckdb:", new Properties());
				Statement statement = connection.createStatement()) {
			statement.execute("""
					copy (select {'a': [1, 2.5], 'b': {'c': 'x'}} as v, '{}' as o, [1] as a)
					to '%s'""".formatted(parquet));
		}
		for (String table : List.of("t", "u", "w")) {
			write(table + ".sql", "create table shop.public." + table + " (v variant, o object, a array);");
		}
		JdbcTemplate jdbc = load();
		for (String table : List.of("t", "u", "w")) {
			assertThat(
					jdbc.queryForMap("select v:b.c::text c, v:a[1]::float + 1 n, typeof(o) o, array_size(a) s, v:none z"
							+ " from shop.public." + table + " where 1 = ?", 1))
				.hasToString("{c=x, n=3.5, o=OBJECT, s=1, z=null}");
		}
	}

	@Test
	void scriptsOfTheProjectRunUnchanged() throws Exception {
		for (String script : List.of("03a_customers_hybrid.sql", "03b_customers_standard.sql",
				"03c_items_and_stores.sql", "03d_items_and_stores_standard.sql")) {
			Files.copy(Path.of("sql").resolve(script), this.folder.resolve(script));
		}
		JdbcTemplate jdbc = load();
		try (EmbeddedWarehouse sample = EmbeddedWarehouse.start(new EmbeddedProperties(0.001, null, null, true),
				new SessionTimeZone("UTC"), EnumSet.allOf(TpcDsTable.class), Set.of())) {
			sample.awaitLoaded();
			for (TpcDsTable table : TpcDsTable.values()) {
				String digest = "select count(*) || ' ' || bit_xor(hash(cast(columns(*) as varchar))) from "
						+ table.lookUpTable().sql();
				String rows = "select * from " + table.lookUpTable().sql() + " order by 1 limit 500";
				assertThat(texts(jdbc, rows)).hasSize(500)
					.isEqualTo(texts(new JdbcTemplate(sample.connections()), rows));
				assertThat(jdbc.queryForList(digest)).isNotEmpty()
					.isEqualTo(new JdbcTemplate(sample.connections()).queryForList(digest));
			}
		}
	}

	private static List<String> texts(JdbcTemplate jdbc, String sql) {
		return jdbc.query(sql, (row, number) -> {
			StringBuilder text = new StringBuilder();
			for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
				text.append(row.getMetaData().getColumnName(i)).append('=').append(row.getString(i)).append(';');
			}
			return text.toString();
		});
	}

	@Test
	void keptDataIsReadOnlyAndLoadedAgainWhenAFileChanges() throws Exception {
		Path kept = Files.createDirectories(this.folder.resolve(".kept")).resolve("orders.duckdb");
		EmbeddedProperties properties = new EmbeddedProperties(0.001, kept.toString(), this.folder.toString(), true);
		Path sales = write("shop/public/sales.csv", "id\n1\n");
		write("shop/public/views.sql", "create view doubled as select id * 2 as id from sales;");
		Files.copy(Path.of("sql/03c_items_and_stores.sql"), this.folder.resolve("items.sql"));
		assertThat(ids(load(properties))).containsExactly(2L);
		this.warehouse.close();
		FileTime written = Files.getLastModifiedTime(kept.resolveSibling("orders.duckdb.shop"));

		JdbcTemplate again = load(properties);
		assertThat(ids(again)).containsExactly(2L);
		assertThat(again.queryForObject("select count(*) from api.data.hybrid_item", Long.class)).isEqualTo(10_000);
		assertThat(again.queryForObject("select count(*) from api.data.hybrid_customer", Long.class)).isEqualTo(10_000);
		assertThat(Files.getLastModifiedTime(kept.resolveSibling("orders.duckdb.shop"))).isEqualTo(written);
		assertThatExceptionOfType(DataAccessException.class)
			.isThrownBy(() -> again.update("delete from shop.public.sales"))
			.withMessageContaining("read-only");
		this.warehouse.close();

		// Views were made of what the macros of another version need not be
		try (Connection connection = new DuckDBDriver().connect("jdbc:duckdb:", new Properties());
				Statement statement = connection.createStatement()) {
			statement.execute("attach '" + kept + ".shop' as shop");
			assertThat(statement.executeUpdate(
					"update shop.data_api_own_data.loaded set fingerprint = replace(fingerprint, '%s', 'another')"
						.formatted(WarehouseData.version())))
				.isEqualTo(1);
			statement.execute("insert into shop.public.sales values (9)");
		}
		assertThat(ids(load(properties))).containsExactly(2L);
		this.warehouse.close();

		Files.writeString(sales, "id\n1\n5\n");
		assertThat(ids(load(properties))).containsExactly(2L, 10L);
	}

	@Test
	void keptDataWhoseLoadEndedEarlyIsLoadedAgain() throws Exception {
		Path kept = Files.createDirectories(this.folder.resolve(".kept")).resolve("orders.duckdb");
		EmbeddedProperties properties = new EmbeddedProperties(0.001, kept.toString(), this.folder.toString(), true);
		write("shop/public/a.csv", "id\n1\n");
		Path bad = write("shop/public/views.sql", "create view doubled as select id * 2 as id from none;");
		assertThatExceptionOfType(InvalidSettingException.class).isThrownBy(() -> load(properties))
			.withMessageContaining("views.sql:1:1 cannot: Catalog Error");
		this.warehouse.close();
		Files.writeString(bad, "create view doubled as select id * 2 as id from a;");
		assertThat(ids(load(properties))).containsExactly(2L);
	}

	@Test
	void fileOfOthersIsNotWritten() throws Exception {
		Path kept = Files.createDirectories(this.folder.resolve(".kept")).resolve("orders.duckdb");
		Path others = kept.resolveSibling("orders.duckdb.shop");
		try (Connection connection = new DuckDBDriver().connect("jdbc:duckdb:" + others, new Properties());
				Statement statement = connection.createStatement()) {
			statement.execute("create table precious as select 1");
		}
		write("shop/public/a.csv", "id\n1\n");
		assertThatExceptionOfType(InvalidSettingException.class)
			.isThrownBy(() -> load(new EmbeddedProperties(0.001, kept.toString(), this.folder.toString(), true)))
			.withMessage(
					"data-api.embedded.path is '%s': it must name a DuckDB file that this service wrote and can read, "
							+ "or a file that does not exist yet.",
					others);
	}

	private static List<Long> ids(JdbcTemplate jdbc) {
		return jdbc.queryForList("select id from shop.public.doubled order by id", Long.class);
	}

	@Test
	void sampleWhenLeftOutIsNotThere() throws Exception {
		write("api/data/own.csv", "id\n1\n");
		JdbcTemplate jdbc = load(new EmbeddedProperties(0.01, null, this.folder.toString(), false));
		assertThat(jdbc.queryForList("select table_name from information_schema.tables", String.class))
			.containsExactly("own");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					id,price\\n1,2.5\\n2,x.5\\n | :3:3 cannot: 'x.5' is no NUMBER(10,2), which the column PRICE is
					id,price\\n1,2.5\\n2\\n | :3:1 cannot: Expected Number of Columns: 2 Found: 1
					note,qty,id\\n"ä,\\n""b",1,1\\n"ö;,",,2\\n | :4:7 cannot: the column QTY must have a value, and this row has none
					note,price\\n"ä\\nb",1\\n"ö",y\\n | :4:5 cannot: 'y' is no NUMBER(10,2), which the column PRICE is
					id,price\\n1,1\\n1,2\\n | :3:1 cannot: the primary key '1' is there a second time
					id,price\\n1,1\\n,2\\n | :3:1 cannot: the column ID must have a value, and this row has none
					id,note,qty\\n1,ä,1\\n2,b,\\n | :3:5 cannot: the column QTY must have a value, and this row has none
					id,qty,doc\\n1,1,{}\\n2,2,{x\\n | :3:5 cannot: '{x' is no VARIANT, which the column DOC is
					id,qty,list\\n1,1,[1]\\n2,2,{}\\n | :3:5 cannot: '{}' is no ARRAY, which the column LIST is
					id,qty,raw\\n1,1,FF\\n2,2,FX\\n | :3:5 cannot: 'FX' is no BINARY(8), which the column RAW is
					id,day\\n1,2024-02-30\\n | :2:3 cannot: '2024-02-30' is no DATE, which the column DAY is
					id,cost\\n1,2\\n | ` cannot: shop.public.sales has no column 'cost'`
					""")
	void csvThatCannotBeLoadedIsRefusedWithItsPlace(String content, String message) throws IOException {
		write("shop/public/sales.sql",
				"create table sales (id int " + (content.startsWith("note") ? "" : "primary key")
						+ ", price number(10,2), day date, note varchar, qty int not null default 1,"
						+ " doc variant, list array, raw binary(8));");
		write("shop/public/sales.csv", content.replace("\\n", "\n"));
		assertRefused("shop/public/sales.csv" + message);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			id,price\\n1,2.5\\n2\\n | :3:1 cannot: Expected Number of Columns: 2 Found: 1
			id,price\\n1,2.5\\n2,"x\\n3,4\\n | :3:3 cannot: the quote that begins here does not end
			""")
	void csvWithoutDdlThatCannotBeLoadedIsRefusedWithItsPlace(String content, String message) throws IOException {
		write("shop/public/sales.csv", content.replace("\\n", "\n"));
		assertRefused("shop/public/sales.csv" + message);
	}

	@Test
	void csvInAnotherEncodingIsRefusedWithItsPlace() throws IOException {
		Files.write(write("shop/public/sales.csv", ""),
				"id,name\n1,Ann\n2,J\u00fcrgen\n".getBytes(StandardCharsets.ISO_8859_1));
		assertRefused("shop/public/sales.csv:3:1 cannot: ");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					{"id":1}\\n\\n{"price": 1, "id":"x"} | :3:19 cannot: 'x' is no INT, which the column ID is
					{"id":1}\\n{"id":2 | :2:8 cannot: this is no JSON object
					{"id":1}\\n[1] | :2:1 cannot: each line must be a JSON object
					{"id":1,"price":1}\\n{"id":2,"price":null} | :2:17 cannot: the column PRICE must have a value, and this row has none
					{"id":1}\\n{"id":2,"list":{"a":1}} | :2:16 cannot: '{"a":1}' is no ARRAY, which the column LIST is
					{"id":1}\\n\\n{"id":1} | :3:7 cannot: the primary key '1' is there a second time
					""")
	void jsonLinesThatCannotBeLoadedAreRefusedWithTheirPlace(String content, String message) throws IOException {
		write("shop/public/sales.sql",
				"create table sales (id int primary key, price number(10,2) not null default 1, list array);");
		write("shop/public/sales.ndjson", content.replace("\\n", "\n"));
		assertRefused("shop/public/sales.ndjson" + message);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			select 7 as id, 1234567.5 as price | :row 3 cannot: '1234567.5' is no NUMBER(5,2), which the column PRICE is
			select null as id, 1.5 as price | :row 3 cannot: the column ID must have a value, and this row has none
			select 1 as id, 1.5 as price | :row 3 cannot: the primary key '1' is there a second time
			select 3 as id, null as price | :row 3 cannot: the column PRICE must have a value, and this row has none
			""")
	void parquetThatCannotBeLoadedIsRefusedWithItsRow(String row, String message) throws Exception {
		write("shop/public/sales.sql", "create table sales (id int primary key, price number(5,2) not null);");
		Path parquet = write("shop/public/sales.parquet", "");
		try (Connection connection = new DuckDBDriver().connect("jdbc:duckdb:", new Properties());
				Statement statement = connection.createStatement()) {
			statement.execute("copy (select 1 as id, 1.0 as price union all select 2, 2 union all %s) to '%s'"
				.formatted(row, parquet));
		}
		assertRefused("shop/public/sales.parquet" + message);
	}

	@Test
	void parquetThatIsCutIsRefused() throws Exception {
		write("shop/public/sales.parquet", "PAR1 and no more");
		assertRefused("shop/public/sales.parquet cannot: ");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					create table shop.public.t (id nummber) | :1:32 cannot: a column is its name and a type
					create table shop.public.t (id int autoincrement) | :1:36 cannot: AUTOINCREMENT is Snowflake's, and not
					create stage s | :1:1 cannot: CREATE STAGE is not run here
					select 1;\\n\\n copy into t from @s | :3:2 cannot: COPY is not run here
					create table t (id int) | :1:14 cannot: name the database and the schema too
					create table shop.public.t (a varchar default 'x | :1:47 cannot: The string that begins here does not end
					insert into shop.public.t values (1) | :1:1 cannot: Catalog Error
					create view shop.public.v as\\n  select approx_top_k(1, 2) | :2:10 cannot: APPROX_TOP_K is Snowflake's, and not on the embedded
					create view shop.public.v | :1:25 cannot: a view has AS and a query
					""")
	void sqlThatIsNotRunIsRefusedWithItsPlace(String content, String message) throws IOException {
		write("a.sql", content.replace("\\n", "\n"));
		assertRefused("a.sql" + message);
	}

	@ParameterizedTest
	@ValueSource(strings = { "shop/public/my-sales.csv", "shop/2024/sales.csv" })
	void fileWhoseNameIsNoneInSqlIsRefused(String name) throws IOException {
		write(name, "id\n1\n");
		assertRefused(name + " cannot: '");
	}

	@Test
	void filesOfOneTableAreRefused() throws IOException {
		write("shop/public/sales.csv", "id\n1\n");
		write("shop/public/Sales.ndjson", "{}");
		assertRefused("shop/public/");
	}

	@Test
	void folderThatIsNoneIsRefused() {
		this.folder = this.folder.resolve("none");
		assertThatExceptionOfType(InvalidSettingException.class).isThrownBy(this::load)
			.withMessage("data-api.embedded.data is '%s': it must name a folder that this process can read.",
					this.folder);
	}

	private void assertRefused(String message) {
		assertThatExceptionOfType(InvalidSettingException.class).isThrownBy(this::load)
			.withMessageStartingWith("data-api.embedded.data is '%s': it must hold data that can be loaded, and %s",
					this.folder, message)
			.withMessageEndingWith(".")
			.withMessageNotContaining("\n");
	}

	private Path write(String name, String content) throws IOException {
		Path file = this.folder.resolve(name);
		Files.createDirectories(file.getParent());
		return Files.writeString(file, content);
	}

	private JdbcTemplate load() throws InterruptedException {
		return load(new EmbeddedProperties(0.001, null, this.folder.toString(), true));
	}

	private JdbcTemplate load(EmbeddedProperties properties) throws InterruptedException {
		this.warehouse = EmbeddedWarehouse.start(properties, new SessionTimeZone("UTC"),
				EnumSet.of(TpcDsTable.CUSTOMER), Set.of());
		this.warehouse.awaitLoaded();
		return new JdbcTemplate(this.warehouse.connections());
	}

}
