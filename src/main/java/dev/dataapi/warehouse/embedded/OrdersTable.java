package dev.dataapi.warehouse.embedded;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

import io.trino.tpch.GenerateUtils;
import io.trino.tpch.OrderGenerator;
import org.duckdb.DuckDBFunctions;

/**
 * Creates and fills {@code snowflake_sample_data.tpch_sf10.orders}, whatever the scale
 * factor, since that is the name that Snowflake gives it.
 */
final class OrdersTable {

	private static final String CREATE = """
			CREATE TABLE snowflake_sample_data.tpch_sf10.orders (
				O_ORDERKEY BIGINT NOT NULL,
				O_CUSTKEY BIGINT NOT NULL,
				O_ORDERSTATUS VARCHAR NOT NULL,
				O_TOTALPRICE DECIMAL(12,2) NOT NULL,
				O_ORDERDATE DATE NOT NULL,
				O_ORDERPRIORITY VARCHAR NOT NULL,
				O_CLERK VARCHAR NOT NULL,
				O_SHIPPRIORITY INTEGER NOT NULL
			)""";

	/** Times 0.01 rather than divided by 100, which would go through a double. */
	private static final String FILL = """
			INSERT INTO snowflake_sample_data.tpch_sf10.orders
			SELECT orderkey, custkey, orderstatus, cents * 0.01, DATE '1970-01-01' + epoch_day, orderpriority, clerk,
				shippriority
			FROM generated_orders()""";

	private OrdersTable() {
	}

	/** How many orders there are at a scale factor. */
	static long rows(double scaleFactor) {
		return GenerateUtils.calculateRowCount(OrderGenerator.SCALE_BASE, scaleFactor, 1, 1);
	}

	/** Fills the attached database in one transaction. */
	static void load(Connection connection, OrderRows orders) throws SQLException {
		DuckDBFunctions.tableFunction().withName("generated_orders").withFunction(orders).register(connection);
		try (Statement statement = connection.createStatement()) {
			statement.execute("CREATE SCHEMA snowflake_sample_data.tpch_sf10");
			statement.execute(CREATE);
			// Lets every thread write its own rows instead of handing them on in order
			statement.execute("SET preserve_insertion_order = false");
			statement.execute(FILL);
			statement.execute("RESET preserve_insertion_order");
		}
	}

}
