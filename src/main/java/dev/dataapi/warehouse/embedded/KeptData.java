package dev.dataapi.warehouse.embedded;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;

/**
 * Keeps own data from one start to the next, each database in a file beside that of the
 * orders. A record in each says what was loaded. It is written last, so that a load that
 * was killed or has become old is loaded anew.
 */
final class KeptData {

	/** No table of others has this name, so a file that has it is one of ours. */
	private static final String RECORD = "data_api_own_data.loaded";

	private final List<DatabaseFile> files;

	private final String fingerprint;

	/**
	 * Names the files.
	 * @param orders the file of the orders
	 * @param fingerprint what tells whether anything has changed
	 */
	KeptData(Path orders, Set<String> databases, String fingerprint) {
		this.files = databases.stream()
			.map((database) -> new DatabaseFile(orders.resolveSibling(orders.getFileName() + "." + database), database))
			.toList();
		this.fingerprint = fingerprint;
	}

	/** Attaches the databases to be read only, after loading them where needed. */
	void attach(Connection connection, Load load) throws SQLException {
		if (isLoaded(connection)) {
			return;
		}
		for (DatabaseFile file : this.files) {
			file.attachToWrite(connection);
			clear(connection, file);
		}
		load.run();
		for (DatabaseFile file : this.files) {
			EmbeddedWarehouse.execute(connection, "INSERT INTO %s.%s VALUES (%s)"
				.formatted(TableName.quoted(file.database()), RECORD, TableName.literal(this.fingerprint)));
			file.detach(connection);
		}
		for (DatabaseFile file : this.files) {
			file.attach(connection);
		}
	}

	/** Leaves the files attached if they are as they should be. */
	private boolean isLoaded(Connection connection) throws SQLException {
		for (int i = 0; i < this.files.size(); i++) {
			DatabaseFile file = this.files.get(i);
			boolean attached = Files.exists(file.path());
			if (attached) {
				file.attach(connection);
			}
			if (!attached || !records(connection, file).contains(this.fingerprint)) {
				for (DatabaseFile each : this.files.subList(0, attached ? i + 1 : i)) {
					each.detach(connection);
				}
				return false;
			}
		}
		return true;
	}

	private static List<String> records(Connection connection, DatabaseFile file) throws SQLException {
		return file.holdsTables(connection, "data_api_own_data")
				? DatabaseFile.texts(connection, "SELECT * FROM " + TableName.quoted(file.database()) + "." + RECORD)
				: List.of();
	}

	/** Empties a database of ours; the record goes first and its table stays. */
	private static void clear(Connection connection, DatabaseFile file) throws SQLException {
		String database = TableName.quoted(file.database());
		if (file.holdsTables(connection, "%") && !file.holdsTables(connection, "data_api_own_data")) {
			throw file.invalid(DatabaseFile.OURS, null);
		}
		EmbeddedWarehouse.execute(connection, "CREATE SCHEMA IF NOT EXISTS " + database + ".data_api_own_data");
		EmbeddedWarehouse.execute(connection,
				"CREATE TABLE IF NOT EXISTS " + database + "." + RECORD + " (fingerprint VARCHAR)");
		EmbeddedWarehouse.execute(connection, "DELETE FROM " + database + "." + RECORD);
		for (String drop : DatabaseFile.texts(connection, """
				SELECT format('DROP {} {}."{}"."{}"', if(table_type = 'VIEW', 'VIEW', 'TABLE'), %s,
					replace(table_schema, '"', '""'), replace(table_name, '"', '""'))
				FROM information_schema.tables
				WHERE table_catalog = %s AND table_schema <> 'data_api_own_data'"""
			.formatted(TableName.literal(database), TableName.literal(file.database())))) {
			EmbeddedWarehouse.execute(connection, drop);
		}
	}

	/** Fills the attached databases. */
	@FunctionalInterface
	interface Load {

		void run() throws SQLException;

	}

}
