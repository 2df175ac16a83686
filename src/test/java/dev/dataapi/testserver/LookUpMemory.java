package dev.dataapi.testserver;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Answers look-ups by key from memory: in a benchmark, DuckDB would take most of the
 * machine (1 ms of a core for a row of 18 columns). Reads a whole table at its first
 * look-up, and again after any write.
 */
final class LookUpMemory {

	private static final Pattern LOOK_UP = Pattern.compile(
			"(?is)(SELECT\\s.+?\\sFROM\\s+[\\w.]+)\\s+WHERE\\s+(\\w+)\\s*(?:=\\s*\\?|IN\\s*\\(\\s*\\?(?:\\s*,\\s*\\?)*\\s*\\))");

	private final Map<String, Optional<Shape>> shapes = new ConcurrentHashMap<>();

	private final Map<Shape, Table> tables = new ConcurrentHashMap<>();

	private final ResultStorage storage;

	private volatile boolean enabled;

	LookUpMemory(ResultStorage storage) {
		this.storage = storage;
	}

	void enable() {
		this.enabled = true;
	}

	/** The answer, or null if the statement is not such a look-up. */
	@Nullable HttpAnswer answer(QueryRequest request, Execution execution) throws SQLException {
		if (!this.enabled || request.describeOnly()) {
			return null;
		}
		Shape shape = this.shapes.computeIfAbsent(request.sql().text(), LookUpMemory::shape).orElse(null);
		if (shape == null) {
			return null;
		}
		Table table = table(shape, execution.session().duck());
		List<String> keys = request.bindings().texts();
		return new QueryAnswer(execution, this.storage).encoded(table.columns(),
				keys.stream().distinct().map(table.rows()::get).filter(Objects::nonNull).toList(), keys.size());
	}

	/**
	 * A thousand clients that start at once shall not read the table a thousand times.
	 */
	private Table table(Shape shape, DuckSession duck) throws SQLException {
		Table table = this.tables.get(shape);
		if (table == null) {
			synchronized (this.tables) {
				table = this.tables.get(shape);
				if (table == null) {
					table = load(shape, duck);
					this.tables.put(shape, table);
				}
			}
		}
		return table;
	}

	void clear() {
		this.tables.clear();
	}

	private static Optional<Shape> shape(String sql) {
		Matcher matcher = LOOK_UP.matcher(sql);
		return matcher.matches() ? Optional.of(new Shape(matcher.group(1), Account.upper(matcher.group(2))))
				: Optional.empty();
	}

	private static Table load(Shape shape, DuckSession duck) throws SQLException {
		duck.lock();
		try (ResultSet rows = duck.prepare(shape.all()).executeQuery()) {
			List<Column> columns = Column.all(rows.getMetaData(), Account::upper);
			int key = columns.stream().map(Column::name).toList().indexOf(shape.key());
			if (key < 0) {
				throw new SQLException("Parser Error: a look-up in memory has to select its key");
			}
			Map<String, byte[]> encoded = new HashMap<>();
			while (rows.next()) {
				encoded.put(columns.get(key).read(rows), QueryAnswer.encode(columns, rows));
			}
			return new Table(columns, encoded);
		}
		finally {
			duck.unlock();
		}
	}

	private record Shape(String all, String key) {

	}

	private record Table(List<Column> columns, Map<String, byte[]> rows) {

	}

}
