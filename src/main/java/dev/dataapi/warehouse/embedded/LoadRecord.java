package dev.dataapi.warehouse.embedded;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import dev.dataapi.InvalidSettingException;
import org.jspecify.annotations.Nullable;

/**
 * The one row that a load leaves in its file: scale factor, rows and time; without it, or
 * with another count of rows, the file is not served.
 */
final class LoadRecord {

	private static final String WRITE = """
			CREATE TABLE snowflake_sample_data.main.data_api_load AS
			SELECT CAST(? AS DOUBLE) AS scale_factor, count(*) AS row_count, now()::TIMESTAMP AS loaded_at
			FROM snowflake_sample_data.tpch_sf10.orders""";

	private static final String READ = """
			SELECT scale_factor, row_count, (SELECT count(*) FROM snowflake_sample_data.tpch_sf10.orders) AS rows_found
			FROM snowflake_sample_data.main.data_api_load""";

	private LoadRecord() {
	}

	static void write(Connection connection, double scaleFactor) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement(WRITE)) {
			statement.setDouble(1, scaleFactor);
			statement.execute();
		}
	}

	/** Refuses the attached file unless it holds all orders of this scale factor. */
	static void check(Connection connection, Path file, double scaleFactor) {
		double found;
		boolean complete;
		try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(READ)) {
			row.next();
			found = row.getDouble("scale_factor");
			complete = row.getLong("rows_found") == row.getLong("row_count")
					&& row.getLong("row_count") == OrdersTable.rows(found);
		}
		catch (SQLException ex) {
			throw incomplete(file, ex);
		}
		if (found != scaleFactor) {
			throw new InvalidSettingException(EmbeddedProperties.PATH, file,
					"name a file of scale factor %s, and this one holds scale factor %s"
						.formatted(ScaleFactor.text(scaleFactor), ScaleFactor.text(found)));
		}
		if (!complete) {
			throw incomplete(file, null);
		}
	}

	private static InvalidSettingException incomplete(Path file, @Nullable SQLException cause) {
		return new InvalidSettingException(EmbeddedProperties.PATH, file,
				"name a DuckDB file that this service wrote, or a file that does not exist yet", cause);
	}

}
