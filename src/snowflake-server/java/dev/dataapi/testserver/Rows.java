package dev.dataapi.testserver;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Rows with their columns, to answer statements with: see {@link SnowflakeServer#rows}.
 */
public final class Rows {

	private final List<Column> columns;

	private final List<String[]> cells;

	private final Map<Integer, Map<String, List<String[]>>> indexes = new ConcurrentHashMap<>();

	private Rows(List<Column> columns, List<String[]> cells) {
		this.columns = columns;
		this.cells = cells;
	}

	static Rows read(List<Column> columns, ResultSet rows, long most) throws SQLException {
		List<String[]> cells = new ArrayList<>();
		while (cells.size() < most && rows.next()) {
			String[] row = new String[columns.size()];
			for (int i = 0; i < row.length; i++) {
				row[i] = columns.get(i).read(rows);
			}
			cells.add(row);
		}
		return new Rows(columns, cells);
	}

	/**
	 * The rows in which a column has one of these values, in the order of the values.
	 * @param column the column's name, in any case
	 * @param values as they travel: {@code 42}, and a date as days since 1970
	 * @return the rows, each once
	 * @throws IllegalArgumentException if there is no such column
	 */
	public Rows with(String column, Collection<String> values) {
		int index = this.columns.stream().map(Column::name).map(Account::upper).toList().indexOf(Account.upper(column));
		if (index < 0) {
			throw new IllegalArgumentException("No column " + column + " in "
					+ Arrays.toString(this.columns.stream().map(Column::name).toArray()));
		}
		Map<String, List<String[]>> byValue = this.indexes.computeIfAbsent(index, this::index);
		return new Rows(this.columns,
				new LinkedHashSet<>(values).stream()
					.flatMap((value) -> byValue.getOrDefault(value, List.of()).stream())
					.toList());
	}

	private Map<String, List<String[]>> index(int column) {
		Map<String, List<String[]>> index = new HashMap<>();
		this.cells.forEach((row) -> index.computeIfAbsent(row[column], (value) -> new ArrayList<>(1)).add(row));
		return index;
	}

	Rows atMost(long most) {
		return (this.cells.size() <= most) ? this : new Rows(this.columns, this.cells.subList(0, (int) most));
	}

	/** The cells as Snowflake writes them in JSON. */
	List<String[]> cellsInJson() {
		if (this.columns.stream().noneMatch((column) -> column.type() == Column.Type.REAL)) {
			return this.cells;
		}
		return this.cells.stream().map((row) -> {
			String[] shortened = new String[row.length];
			for (int i = 0; i < row.length; i++) {
				shortened[i] = this.columns.get(i).inJson(row[i]);
			}
			return shortened;
		}).toList();
	}

	List<Column> columns() {
		return this.columns;
	}

	List<String[]> cells() {
		return this.cells;
	}

}
