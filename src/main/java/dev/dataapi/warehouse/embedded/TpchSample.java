package dev.dataapi.warehouse.embedded;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

import io.trino.tpch.CustomerGenerator;
import io.trino.tpch.Distributions;
import io.trino.tpch.GenerateUtils;
import io.trino.tpch.LineItemGenerator;
import io.trino.tpch.NationGenerator;
import io.trino.tpch.OrderGenerator;
import io.trino.tpch.PartGenerator;
import io.trino.tpch.PartSupplierGenerator;
import io.trino.tpch.RegionGenerator;
import io.trino.tpch.SupplierGenerator;
import io.trino.tpch.TextPool;
import io.trino.tpch.TpchColumn;
import io.trino.tpch.TpchColumnType;
import io.trino.tpch.TpchEntity;
import io.trino.tpch.TpchTable;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDataChunkWriter;
import org.duckdb.DuckDBFunctions;
import org.duckdb.DuckDBTableFunction;
import org.duckdb.DuckDBTableFunctionBindInfo;
import org.duckdb.DuckDBTableFunctionCallInfo;
import org.duckdb.DuckDBTableFunctionInitInfo;
import org.duckdb.DuckDBWritableVector;

/**
 * One of the eight tables of TPC-H in {@code snowflake_sample_data}. Snowflake's names of
 * the schemas are kept at every scale factor, so that the SQL is the same everywhere.
 * <p>
 * Each DuckDB thread generates a part of the rows: three times as fast as an appender,
 * which runs a statement for every 2,048 rows. There are no comments: they alone need the
 * generator's text pool of 300 MB, so a small one stands in for it.
 *
 * @param <E> its rows
 */
final class TpchSample<E extends TpchEntity>
		implements SampleTable, DuckDBTableFunction<Object, AtomicInteger, TpchSample.Part<?>[]> {

	/** Enough parts for each thread that none idles long while another finishes. */
	private static final int PARTS_PER_THREAD = 4;

	private static final int TEXT_POOL_BYTES = 1_000;

	private static final TableName ORDERS = new TableName("snowflake_sample_data", "tpch_sf10", "orders");

	private static final Distributions DISTRIBUTIONS = Distributions.getDefaultDistributions();

	private final TableName name;

	private final List<TpchColumn<E>> columns;

	private final Generator<E> generator;

	private final int threads;

	private final int parts;

	private final LoadProgress progress;

	/** Whether progress is told of its rows. */
	private final boolean counted;

	private TpchSample(String schema, TpchTable<E> table, Generator<E> generator, int threads, LoadProgress progress) {
		this.name = new TableName(ORDERS.database(), schema, table.getTableName());
		this.columns = table.getColumns()
			.stream()
			.filter((column) -> !column.getColumnName().endsWith("comment"))
			.toList();
		this.generator = generator;
		boolean whole = table == TpchTable.NATION || table == TpchTable.REGION;
		this.threads = whole ? 1 : threads;
		this.parts = whole ? 1 : threads * PARTS_PER_THREAD;
		this.progress = progress;
		this.counted = this.name.equals(ORDERS);
	}

	/** How many orders there are at a scale factor. */
	static long orderCount(double scaleFactor) {
		return GenerateUtils.calculateRowCount(OrderGenerator.SCALE_BASE, scaleFactor, 1, 1);
	}

	/** The table that is always there. */
	static SampleTable orders(double scaleFactor, int threads, LoadProgress progress) {
		return orders(ORDERS.schema(), scaleFactor, threads, progress, textPool());
	}

	/** All other tables: tpch_sf1 has a tenth of tpch_sf10. */
	static List<SampleTable> others(double scaleFactor, int threads, LoadProgress progress) {
		TextPool pool = textPool();
		List<SampleTable> tables = new ArrayList<>(of(ORDERS.schema(), scaleFactor, threads, progress, pool));
		tables.addAll(of("tpch_sf1", scaleFactor / 10, threads, progress, pool));
		tables.add(orders("tpch_sf1", scaleFactor / 10, threads, progress, pool));
		return tables;
	}

	private static TextPool textPool() {
		return new TextPool(TEXT_POOL_BYTES, DISTRIBUTIONS);
	}

	private static SampleTable orders(String schema, double scale, int threads, LoadProgress progress, TextPool pool) {
		return new TpchSample<>(schema, TpchTable.ORDERS,
				(part, parts) -> new OrderGenerator(scale, part, parts, DISTRIBUTIONS, () -> pool), threads, progress);
	}

	private static List<SampleTable> of(String schema, double scale, int threads, LoadProgress progress,
			TextPool pool) {
		return List.of(
				new TpchSample<>(schema, TpchTable.CUSTOMER,
						(part, parts) -> new CustomerGenerator(scale, part, parts, DISTRIBUTIONS, () -> pool), threads,
						progress),
				new TpchSample<>(schema, TpchTable.LINE_ITEM,
						(part, parts) -> new LineItemGenerator(scale, part, parts, DISTRIBUTIONS, () -> pool), threads,
						progress),
				new TpchSample<>(schema, TpchTable.PART,
						(part, parts) -> new PartGenerator(scale, part, parts, DISTRIBUTIONS, () -> pool), threads,
						progress),
				new TpchSample<>(schema, TpchTable.PART_SUPPLIER,
						(part, parts) -> new PartSupplierGenerator(scale, part, parts, () -> pool), threads, progress),
				new TpchSample<>(schema, TpchTable.SUPPLIER,
						(part, parts) -> new SupplierGenerator(scale, part, parts, DISTRIBUTIONS, () -> pool), threads,
						progress),
				new TpchSample<>(schema, TpchTable.NATION,
						(part, parts) -> new NationGenerator(DISTRIBUTIONS, () -> pool), threads, progress),
				new TpchSample<>(schema, TpchTable.REGION,
						(part, parts) -> new RegionGenerator(DISTRIBUTIONS, () -> pool), threads, progress));
	}

	@Override
	public TableName name() {
		return this.name;
	}

	@Override
	public void fill(DuckDBConnection connection) throws SQLException {
		String function = "generated_" + this.name.schema() + "_" + this.name.table();
		DuckDBFunctions.tableFunction().withName(function).withFunction(this).register(connection);
		try (Statement statement = connection.createStatement()) {
			statement.execute("CREATE TABLE %s (%s)".formatted(this.name.sql(),
					this.columns.stream().map(TpchSample::definition).collect(Collectors.joining(", "))));
			statement.execute("INSERT INTO %s SELECT %s FROM %s()".formatted(this.name.sql(),
					this.columns.stream().map(TpchSample::value).collect(Collectors.joining(", ")), function));
		}
	}

	private static String definition(TpchColumn<?> column) {
		String type = switch (column.getType().getBase()) {
			case IDENTIFIER, INTEGER -> "BIGINT";
			case DATE -> "DATE";
			case DOUBLE -> "DECIMAL(12,2)";
			case VARCHAR -> "VARCHAR";
		};
		return column.getColumnName().toUpperCase(Locale.ROOT) + " " + type + " NOT NULL";
	}

	/** Multiplies by 0.01 because dividing by 100 would go through a double. */
	private static String value(TpchColumn<?> column) {
		return switch (column.getType().getBase()) {
			case DATE -> "DATE '1970-01-01' + " + column.getColumnName();
			case DOUBLE -> column.getColumnName() + " * 0.01";
			default -> column.getColumnName();
		};
	}

	@Override
	public Object bind(DuckDBTableFunctionBindInfo info) {
		for (TpchColumn<E> column : this.columns) {
			info.addResultColumn(column.getColumnName(), switch (column.getType().getBase()) {
				case IDENTIFIER, INTEGER, DOUBLE -> long.class;
				case DATE -> int.class;
				case VARCHAR -> String.class;
			});
		}
		return this;
	}

	/** The number of parts taken so far, shared by the threads. */
	@Override
	public AtomicInteger init(DuckDBTableFunctionInitInfo info) {
		info.setMaxThreads(this.threads);
		if (this.counted) {
			this.progress.start();
		}
		return new AtomicInteger();
	}

	/** Holds the part that one thread is generating. */
	@Override
	public Part<?>[] localInit(DuckDBTableFunctionInitInfo info) {
		return new Part<?>[1];
	}

	@Override
	public long apply(DuckDBTableFunctionCallInfo call, DuckDBDataChunkWriter chunk) {
		this.progress.requireNotCancelled();
		AtomicInteger partsTaken = call.getInitData();
		Part<?>[] holder = call.getLocalInitData();
		Part<?> part = holder[0];
		while (part == null || !part.rows.hasNext()) {
			int number = partsTaken.incrementAndGet();
			if (number > this.parts) {
				return 0;
			}
			part = new Part<>(this.columns, this.generator.rows(number, this.parts).iterator());
			holder[0] = part;
		}
		int rows = part.write(chunk);
		if (this.counted) {
			this.progress.add(rows);
		}
		return rows;
	}

	/** Makes the rows of one part of a table, counted from 1. */
	@FunctionalInterface
	private interface Generator<E> {

		Iterable<E> rows(int part, int parts);

	}

	/** A run of rows, written one chunk after the other. */
	static final class Part<E extends TpchEntity> {

		private final List<TpchColumn<E>> columns;

		private final Iterator<E> rows;

		private Part(List<TpchColumn<E>> columns, Iterator<E> rows) {
			this.columns = columns;
			this.rows = rows;
		}

		private int write(DuckDBDataChunkWriter chunk) {
			int most = Math.toIntExact(chunk.capacity());
			List<E> entities = new ArrayList<>(most);
			while (entities.size() < most && this.rows.hasNext()) {
				entities.add(this.rows.next());
			}
			for (int i = 0; i < this.columns.size(); i++) {
				write(entities, this.columns.get(i), chunk.vector(i));
			}
			return entities.size();
		}

		private void write(List<E> entities, TpchColumn<E> column, DuckDBWritableVector vector) {
			TpchColumnType.Base type = column.getType().getBase();
			byte[][] texts = new byte[(type == TpchColumnType.Base.VARCHAR) ? entities.size() : 0][];
			for (int row = 0; row < entities.size(); row++) {
				E entity = entities.get(row);
				switch (type) {
					case IDENTIFIER -> vector.setLong(row, column.getIdentifier(entity));
					case INTEGER -> vector.setLong(row, column.getInteger(entity));
					case DOUBLE -> vector.setLong(row, Math.round(column.getDouble(entity) * 100));
					case DATE -> vector.setInt(row, column.getDate(entity));
					case VARCHAR -> texts[row] = column.getString(entity).getBytes(StandardCharsets.US_ASCII);
				}
			}
			// One native call for a column of strings instead of one for each string
			if (texts.length > 0) {
				vector.setStringUtf8Batch(0, texts);
			}
		}

	}

}
