package dev.dataapi.warehouse.embedded;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

import io.trino.tpch.CustomerGenerator;
import io.trino.tpch.Distributions;
import io.trino.tpch.LineItemGenerator;
import io.trino.tpch.NationGenerator;
import io.trino.tpch.OrderGenerator;
import io.trino.tpch.PartGenerator;
import io.trino.tpch.PartSupplierGenerator;
import io.trino.tpch.RegionGenerator;
import io.trino.tpch.SupplierGenerator;
import io.trino.tpch.TextPool;
import io.trino.tpch.TpchColumn;
import io.trino.tpch.TpchEntity;
import io.trino.tpch.TpchTable;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDataChunkWriter;
import org.duckdb.DuckDBFunctions;
import org.duckdb.DuckDBTableFunction;
import org.duckdb.DuckDBTableFunctionBindInfo;
import org.duckdb.DuckDBTableFunctionCallInfo;
import org.duckdb.DuckDBTableFunctionInitInfo;

/**
 * One of the eight tables of TPC-H, which is loaded only if something reads it. There are
 * no comments, as in {@link OrdersTable}.
 *
 * @param <E> its rows
 */
final class TpchSample<E extends TpchEntity>
		implements SampleTable, DuckDBTableFunction<Object, AtomicInteger, TpchSample.Part<?>[]> {

	/** Enough parts for each thread that none idles long while another finishes. */
	private static final int PARTS_PER_THREAD = 4;

	private static final int TEXT_POOL_BYTES = 10_000;

	private final TableName name;

	private final List<TpchColumn<E>> columns;

	private final Generator<E> generator;

	private final int threads;

	private final int parts;

	private final LoadProgress progress;

	private TpchSample(String schema, TpchTable<E> table, Generator<E> generator, int threads, LoadProgress progress) {
		this.name = new TableName("snowflake_sample_data", schema, table.getTableName());
		this.columns = table.getColumns()
			.stream()
			.filter((column) -> !column.getColumnName().endsWith("comment"))
			.toList();
		this.generator = generator;
		boolean whole = table == TpchTable.NATION || table == TpchTable.REGION;
		this.threads = whole ? 1 : threads;
		this.parts = whole ? 1 : threads * PARTS_PER_THREAD;
		this.progress = progress;
	}

	/** All tables but the one that is always there: tpch_sf1 has a tenth of tpch_sf10. */
	static List<SampleTable> all(double scaleFactor, LoadProgress progress) {
		List<SampleTable> tables = new ArrayList<>(of("tpch_sf10", scaleFactor, progress));
		tables.removeIf((table) -> table.name().table().equals("orders"));
		tables.addAll(of("tpch_sf1", scaleFactor / 10, progress));
		return tables;
	}

	private static List<SampleTable> of(String schema, double scale, LoadProgress progress) {
		Distributions distributions = Distributions.getDefaultDistributions();
		TextPool pool = new TextPool(TEXT_POOL_BYTES, distributions);
		int threads = Runtime.getRuntime().availableProcessors();
		return List.of(
				new TpchSample<>(schema, TpchTable.CUSTOMER,
						(part, parts) -> new CustomerGenerator(scale, part, parts, distributions, () -> pool), threads,
						progress),
				new TpchSample<>(schema, TpchTable.ORDERS,
						(part, parts) -> new OrderGenerator(scale, part, parts, distributions, () -> pool), threads,
						progress),
				new TpchSample<>(schema, TpchTable.LINE_ITEM,
						(part, parts) -> new LineItemGenerator(scale, part, parts, distributions, () -> pool), threads,
						progress),
				new TpchSample<>(schema, TpchTable.PART,
						(part, parts) -> new PartGenerator(scale, part, parts, distributions, () -> pool), threads,
						progress),
				new TpchSample<>(schema, TpchTable.PART_SUPPLIER,
						(part, parts) -> new PartSupplierGenerator(scale, part, parts, () -> pool), threads, progress),
				new TpchSample<>(schema, TpchTable.SUPPLIER,
						(part, parts) -> new SupplierGenerator(scale, part, parts, distributions, () -> pool), threads,
						progress),
				new TpchSample<>(schema, TpchTable.NATION,
						(part, parts) -> new NationGenerator(distributions, () -> pool), threads, progress),
				new TpchSample<>(schema, TpchTable.REGION,
						(part, parts) -> new RegionGenerator(distributions, () -> pool), threads, progress));
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
			part = new Part<>(this.columns, this.generator.rows(number, this.parts).iterator(),
					Math.toIntExact(chunk.capacity()));
			holder[0] = part;
		}
		return part.write(chunk);
	}

	/** Makes the rows of one part of a table, counted from 1. */
	@FunctionalInterface
	private interface Generator<E> {

		Iterable<E> rows(int part, int parts);

	}

	/** A run of rows, and room for the strings of one chunk of them. */
	static final class Part<E extends TpchEntity> {

		private final List<TpchColumn<E>> columns;

		private final Iterator<E> rows;

		private final byte[][][] texts;

		private Part(List<TpchColumn<E>> columns, Iterator<E> rows, int capacity) {
			this.columns = columns;
			this.rows = rows;
			this.texts = new byte[columns.size()][capacity][];
		}

		private int write(DuckDBDataChunkWriter chunk) {
			int row = 0;
			for (; row < this.texts[0].length && this.rows.hasNext(); row++) {
				E entity = this.rows.next();
				for (int i = 0; i < this.columns.size(); i++) {
					TpchColumn<E> column = this.columns.get(i);
					switch (column.getType().getBase()) {
						case IDENTIFIER -> chunk.vector(i).setLong(row, column.getIdentifier(entity));
						case INTEGER -> chunk.vector(i).setLong(row, column.getInteger(entity));
						case DOUBLE -> chunk.vector(i).setLong(row, Math.round(column.getDouble(entity) * 100));
						case DATE -> chunk.vector(i).setInt(row, column.getDate(entity));
						case VARCHAR ->
							this.texts[i][row] = column.getString(entity).getBytes(StandardCharsets.US_ASCII);
					}
				}
			}
			for (int i = 0; i < this.columns.size(); i++) {
				if (this.texts[i][0] != null) {
					chunk.vector(i).setStringUtf8Batch(0, Arrays.copyOf(this.texts[i], row));
				}
			}
			return row;
		}

	}

}
