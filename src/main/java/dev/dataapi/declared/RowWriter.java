package dev.dataapi.declared;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import dev.dataapi.declared.sql.Identifier;
import dev.dataapi.declared.type.ValueType;
import dev.dataapi.endpoint.CsvRows;
import tools.jackson.core.JsonGenerator;

/**
 * Writes rows of a result as JSON objects, with a property for each declared column, or
 * as lines of fields.
 */
public final class RowWriter {

	private final List<Column> columns;

	/** Where the result has each declared column, counted from 1. */
	private final int[] positions;

	private RowWriter(List<Column> columns, int[] positions) {
		this.columns = columns;
		this.positions = positions;
	}

	/** For results that begin with the declared columns, in their order. */
	static RowWriter inOrder(List<Column> columns) {
		return new RowWriter(columns, IntStream.rangeClosed(1, columns.size()).toArray());
	}

	/**
	 * For one result, which has the declared columns in any order.
	 * @throws SQLException if it lacks one of them
	 */
	static RowWriter byName(List<Column> columns, ResultSetMetaData result) throws SQLException {
		List<String> labels = labels(result);
		int[] positions = new int[columns.size()];
		for (int i = 0; i < positions.length; i++) {
			Identifier name = columns.get(i).name();
			positions[i] = position(labels, name);
			if (positions[i] == 0) {
				throw new SQLException("No column " + name.sql() + " in the result");
			}
		}
		return new RowWriter(columns, positions);
	}

	/** The names of a result's columns. */
	static List<String> labels(ResultSetMetaData result) throws SQLException {
		List<String> labels = new ArrayList<>();
		for (int i = 1; i <= result.getColumnCount(); i++) {
			labels.add(result.getColumnLabel(i));
		}
		return labels;
	}

	/** Where a result has a column, counted from 1; 0 if it has not. */
	public static int position(List<String> labels, Identifier name) {
		for (int i = 0; i < labels.size(); i++) {
			if (name.matches(labels.get(i))) {
				return i + 1;
			}
		}
		return 0;
	}

	/** Writes the row at which a result stands. */
	void write(ResultSet row, JsonGenerator json) throws SQLException {
		json.writeStartObject();
		for (int i = 0; i < this.positions.length; i++) {
			Column column = this.columns.get(i);
			json.writeName(column.property());
			column.type().write(row, this.positions[i], json);
		}
		json.writeEndObject();
	}

	/** Writes the row at which a result stands as fields. */
	void write(ResultSet row, CsvRows csv) throws SQLException {
		for (int i = 0; i < this.positions.length; i++) {
			ValueType type = this.columns.get(i).type();
			Object value = type.read(row, this.positions[i]);
			csv.field((value != null) ? type.csv(value) : null, value != null && type.isText(value));
		}
	}

}
