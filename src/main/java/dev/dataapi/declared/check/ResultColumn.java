package dev.dataapi.declared.check;

import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import dev.dataapi.declared.sql.Identifier;
import dev.dataapi.declared.type.ColumnType;
import dev.dataapi.declared.type.DateType;
import dev.dataapi.declared.type.DecimalType;
import dev.dataapi.declared.type.IntegerType;
import dev.dataapi.declared.type.TextType;
import dev.dataapi.declared.type.ValueType;
import dev.dataapi.declared.type.ValueTypes;

/**
 * A column of a result, as the warehouse describes it.
 *
 * @param label its name in the result
 * @param type the type of its values
 */
public record ResultColumn(String label, ColumnType type) {

	/**
	 * Reads the columns of a result.
	 * @param metadata the description, {@code null} where a driver has none
	 */
	public static List<ResultColumn> of(ResultSetMetaData metadata) throws SQLException {
		List<ResultColumn> columns = new ArrayList<>();
		for (int i = 1; i <= metadata.getColumnCount(); i++) {
			columns.add(new ResultColumn(metadata.getColumnLabel(i),
					new ColumnType(metadata.getColumnType(i), metadata.getColumnTypeName(i).toUpperCase(Locale.ROOT),
							metadata.getPrecision(i), metadata.getScale(i))));
		}
		return columns;
	}

	/** Whether every value of this column, or all that can be foreseen, is of a type. */
	public boolean fits(ValueType declared) {
		return declared.fits(this.type);
	}

	/** Whether the warehouse knows no type, as of a bind variable. */
	public boolean isUnknown() {
		return this.type.isUnknown();
	}

	/** Says how the text of JSON differs between warehouses. */
	String indented() {
		return "The column %s is %s, which Snowflake indents as text, and the embedded warehouse does not. Declare json."
			.formatted(this.label, this.type);
	}

	/**
	 * Says that this column is not of a declared type, and what helps.
	 * @param declared the declared type, which this column does not fit
	 * @param statement whether the column comes from a statement of the file, rather than
	 * from a table
	 */
	public String mismatch(ValueType declared, boolean statement) {
		String sentence = "The column %s is %s, not %s.".formatted(this.label, this.type, declared.typeName());
		boolean other = !ValueTypes.isKnown(this.type);
		boolean rounded = this.type.isApproximate()
				&& (declared instanceof IntegerType || declared instanceof DecimalType);
		boolean day = this.type.isTimestamp() && declared instanceof DateType;
		if (!other && !rounded && !day) {
			return sentence + (this.type.isJson() ? " Declare json."
					: this.type.isTime() ? " Declare time." : this.type.isBinary() ? " Declare binary." : "");
		}
		Identifier name = Identifier.parse(this.label);
		String column = (name != null) ? name.sql() : "\"" + this.label.replace("\"", "\"\"") + "\"";
		if (other && (this.type.isShape() || this.type.name().equals("VECTOR"))) {
			String value = this.type.isShape() ? "ST_ASGEOJSON(%s) AS %s" : "CAST(%s AS ARRAY) AS %s";
			return sentence + (statement ? " Write " : " Read a view with ") + value.formatted(column, column)
					+ " and declare json.";
		}
		String cast = "CAST(%s AS %s) AS %s".formatted(column, other ? "VARCHAR" : declared.sqlType(), column);
		return sentence + (statement ? " Write " + cast : " Read a view with " + cast)
				+ ((other && !(declared instanceof TextType)) ? " and declare text."
						: rounded ? ", or declare double." : ".");
	}

}
