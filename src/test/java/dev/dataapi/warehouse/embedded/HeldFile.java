package dev.dataapi.warehouse.embedded;

import java.io.OutputStream;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;

/**
 * A program that holds a DuckDB file open for writing until its input ends, and prints
 * "held" once it does.
 */
final class HeldFile {

	private HeldFile() {
	}

	public static void main(String[] args) throws Exception {
		try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + args[0]);
				Statement statement = connection.createStatement()) {
			statement.execute("create table held (i integer)");
			System.out.println("held");
			System.in.transferTo(OutputStream.nullOutputStream());
		}
	}

}
