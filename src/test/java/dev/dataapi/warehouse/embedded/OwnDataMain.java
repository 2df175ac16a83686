package dev.dataapi.warehouse.embedded;

import java.io.BufferedWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import dev.dataapi.dialect.Dialect;
import org.duckdb.DuckDBConnection;

import org.springframework.util.FileSystemUtils;

/**
 * Compares how fast a CSV of 1,000,000 rows of 10 columns is loaded: by DuckDB's own
 * {@code read_csv}, as own data without DDL, and with DDL that has a primary key. The
 * three take turns, and the medians of three rounds are printed.
 */
final class OwnDataMain {

	private static final int ROWS = 1_000_000;

	private static final int ROUNDS = 3;

	private static final String DDL = """
			CREATE TABLE sales (
			  id NUMBER(38,0) PRIMARY KEY, shop INT, qty NUMBER(5,0) NOT NULL, price NUMBER(10,2), rate FLOAT,
			  sold_on DATE, paid_at TIMESTAMP_NTZ, paid BOOLEAN, city VARCHAR(40), note VARCHAR
			);
			""";

	private OwnDataMain() {
	}

	public static void main(String[] args) throws Exception {
		Path directory = Files.createTempDirectory("own-data");
		try {
			compare(directory);
		}
		finally {
			FileSystemUtils.deleteRecursively(directory);
		}
	}

	private static void compare(Path directory) throws Exception {
		Path csv = write(directory.resolve("plain/shop/public"));
		Path declared = Files.createDirectories(directory.resolve("declared/shop/public"));
		Files.createLink(declared.resolve("sales.csv"), csv);
		Files.writeString(declared.resolve("sales.sql"), DDL);
		List<Load> loads = List.of(
				new Load("read_csv",
						(statements) -> statements.run("",
								"CREATE TABLE shop.sales AS SELECT * FROM read_csv('" + csv + "')")),
				new Load("own data", new OwnData(directory.resolve("plain"))::load),
				new Load("own data with DDL", new OwnData(directory.resolve("declared"))::load));
		for (int round = 0; round < ROUNDS; round++) {
			for (Load load : loads) {
				load.measure();
			}
		}
		double base = loads.getFirst().median();
		for (Load load : loads) {
			System.out.printf(Locale.ROOT, "%-18s %,9.0f rows/s, %.2f of read_csv%n", load.name, ROWS / load.median(),
					base / load.median());
		}
	}

	private static Path write(Path folder) throws Exception {
		Path csv = Files.createDirectories(folder).resolve("sales.csv");
		try (BufferedWriter rows = Files.newBufferedWriter(csv)) {
			rows.write("id,shop,qty,price,rate,sold_on,paid_at,paid,city,note\n");
			for (int i = 0; i < ROWS; i++) {
				int mixed = (int) (i * 2_654_435_761L % ROWS);
				rows.write(String.format(Locale.ROOT,
						"%d,%d,%d,%d.%02d,%s,2024-%02d-%02d,2024-01-01 10:%02d:%02d,%b,City %d,\"note, %d\"\n", mixed,
						i % 97, i % 1000, i % 10_000, i % 100, i / 8.0, 1 + i % 12, 1 + i % 28, i % 60, i % 59,
						i % 3 == 0, i % 500, i));
			}
		}
		return csv;
	}

	/** Fills the database {@code shop}. */
	@FunctionalInterface
	private interface Filling {

		void fill(LoadStatements statements) throws Exception;

	}

	/** A way to load the file, and the seconds that it took. */
	private static final class Load {

		private final String name;

		private final Filling filling;

		private final List<Double> seconds = new ArrayList<>();

		Load(String name, Filling filling) {
			this.name = name;
			this.filling = filling;
		}

		void measure() throws Exception {
			try (DuckDBConnection connection = DriverManager.getConnection("jdbc:duckdb:")
				.unwrap(DuckDBConnection.class);
					LoadStatements statements = new LoadStatements(connection, System.out::println)) {
				EmbeddedWarehouse.execute(connection, Dialect.script());
				EmbeddedWarehouse.execute(connection, "ATTACH ':memory:' AS shop");
				long started = System.nanoTime();
				this.filling.fill(statements);
				this.seconds.add((System.nanoTime() - started) / 1e9);
			}
		}

		double median() {
			return this.seconds.stream().sorted().skip(ROUNDS / 2).findFirst().orElseThrow();
		}

	}

}
