package dev.dataapi.declared.check;

import dev.dataapi.declared.type.DecimalType;
import dev.dataapi.declared.type.ValueType;
import dev.dataapi.declared.sql.Identifier;
import dev.dataapi.declared.type.PlainType;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A column of a result, as the warehouse describes it.
 *
 * @param label its name in the result
 * @param jdbcType one of {@link Types}
 * @param typeName the warehouse's name of the type
 * @param precision how many digits an exact number has
 * @param scale how many of them are decimals
 */
public record ResultColumn(String label, int jdbcType, String typeName, int precision, int scale) {

	/** DuckDB's names of those that JDBC has no type for. */
	private static final Set<String> WIDE_INTEGERS = Set.of("UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "HUGEINT",
			"UHUGEINT");

	/** The declared types of which one column can be. */
	private static final List<ValueType> SIMPLE = List.of(PlainType.TEXT, PlainType.BOOLEAN, PlainType.DATE,
			PlainType.TIMESTAMP, PlainType.TIMESTAMPTZ);

	/**
	 * Reads the columns of a result.
	 * @param metadata the description, {@code null} where a driver has none
	 */
	public static List<ResultColumn> of(ResultSetMetaData metadata) throws SQLException {
		List<ResultColumn> columns = new ArrayList<>();
		for (int i = 1; i <= metadata.getColumnCount(); i++) {
			columns.add(new ResultColumn(metadata.getColumnLabel(i), metadata.getColumnType(i),
					metadata.getColumnTypeName(i).toUpperCase(Locale.ROOT), metadata.getPrecision(i),
					metadata.getScale(i)));
		}
		return columns;
	}

	/** Where a result has a column, counted from 1; 0 if it has not. */
	public static int position(List<ResultColumn> result, Identifier name) {
		for (int i = 0; i < result.size(); i++) {
			if (name.matches(result.get(i).label())) {
				return i + 1;
			}
		}
		return 0;
	}

	/**
	 * Whether every value of this column, or all that can be foreseen, is one of a
	 * declared type:
	 * <ul>
	 * <li>{@code integer} is an exact number without decimals, of any size.</li>
	 * <li>{@code decimal(p,s)} is an exact number with up to s decimals, integers
	 * included. Its digits before the point are not compared: a sum declares more of them
	 * than its values need.</li>
	 * <li>{@code double} is any number, since an average is exact in one warehouse and
	 * not in the other.</li>
	 * <li>{@code timestamp} and {@code timestamptz} differ by the type's name, which says
	 * whether it has a zone.</li>
	 * <li>{@code text}, {@code boolean} and {@code date} are that and nothing else.</li>
	 * </ul>
	 */
	public boolean fits(ValueType type) {
		return switch (type) {
			case DecimalType decimal -> isExact() && this.scale <= decimal.scale();
			case PlainType plain -> switch (plain) {
				case TEXT -> isText();
				case INTEGER -> isExact() && this.scale == 0;
				case DOUBLE -> isExact() || isApproximate();
				case BOOLEAN -> this.jdbcType == Types.BOOLEAN || this.typeName.equals("BOOLEAN");
				case DATE -> this.jdbcType == Types.DATE;
				case TIMESTAMP -> isTimestamp() && !hasZone();
				case TIMESTAMPTZ -> isTimestamp() && hasZone();
			};
		};
	}

	/** Whether the warehouse knows no type, as of a bind variable. */
	public boolean isUnknown() {
		return this.typeName.equals("UNKNOWN") || this.typeName.replace("\"", "").equals("NULL");
	}

	private boolean isText() {
		return switch (this.jdbcType) {
			case Types.CHAR, Types.VARCHAR, Types.LONGVARCHAR, Types.NCHAR, Types.NVARCHAR, Types.LONGNVARCHAR -> true;
			default -> false;
		};
	}

	/** By name where JDBC has none: integers of 128 bits are some other type to it. */
	private boolean isExact() {
		return switch (this.jdbcType) {
			case Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT, Types.DECIMAL, Types.NUMERIC ->
				!isApproximate();
			default -> WIDE_INTEGERS.contains(this.typeName);
		};
	}

	/** DECFLOAT is a decimal to JDBC, but each of its values has a scale of its own. */
	private boolean isApproximate() {
		return switch (this.jdbcType) {
			case Types.DOUBLE, Types.FLOAT, Types.REAL -> true;
			default -> this.typeName.equals("DECFLOAT");
		};
	}

	private boolean isTimestamp() {
		return this.typeName.startsWith("TIMESTAMP") && this.jdbcType != Types.ARRAY;
	}

	private boolean hasZone() {
		return this.typeName.contains("WITH TIME ZONE")
				|| (this.typeName.endsWith("TZ") && !this.typeName.endsWith("NTZ"));
	}

	/**
	 * Says that this column is not of a declared type, and what helps.
	 * @param type the declared type, which this column does not fit
	 * @param statement whether the column comes from a statement of the file, rather than
	 * from a table
	 */
	public String mismatch(ValueType type, boolean statement) {
		String sentence = "The column %s is %s, not %s.".formatted(this.label, type(), type.typeName());
		boolean number = isExact() || isApproximate();
		boolean other = !number && SIMPLE.stream().noneMatch(this::fits);
		boolean rounded = isApproximate() && (type == PlainType.INTEGER || type instanceof DecimalType);
		boolean day = isTimestamp() && type == PlainType.DATE;
		if (!other && !rounded && !day) {
			return sentence;
		}
		Identifier name = Identifier.parse(this.label);
		String column = (name != null) ? name.sql() : "\"" + this.label.replace("\"", "\"\"") + "\"";
		String cast = "CAST(%s AS %s) AS %s".formatted(column, sqlType(other ? PlainType.TEXT : type), column);
		return sentence + (statement ? " Write " + cast : " Read a view with " + cast)
				+ ((other && type != PlainType.TEXT) ? " and declare text." : rounded ? ", or declare double." : ".");
	}

	/** What both warehouses call a declared type in a CAST. */
	public static String sqlType(ValueType type) {
		return switch (type) {
			case DecimalType decimal -> "DECIMAL(" + decimal.precision() + "," + decimal.scale() + ")";
			case PlainType plain -> switch (plain) {
				case TEXT -> "VARCHAR";
				case INTEGER -> "DECIMAL(38,0)";
				case DOUBLE -> "DOUBLE";
				case BOOLEAN -> "BOOLEAN";
				case DATE -> "DATE";
				case TIMESTAMP -> "TIMESTAMP WITHOUT TIME ZONE";
				case TIMESTAMPTZ -> "TIMESTAMP WITH TIME ZONE";
			};
		};
	}

	/** The type in words, for a sentence. */
	public String type() {
		boolean sized = isExact() && (this.jdbcType == Types.DECIMAL || this.jdbcType == Types.NUMERIC);
		return (sized && !this.typeName.contains("("))
				? "%s(%d,%d)".formatted(this.typeName, this.precision, this.scale) : this.typeName;
	}

}
