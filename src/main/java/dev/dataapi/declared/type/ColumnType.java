package dev.dataapi.declared.type;

import java.sql.Types;
import java.util.Set;

/**
 * The type of a result's column, as the warehouse describes it.
 *
 * @param jdbcType one of {@link Types}
 * @param name the warehouse's name of the type, in capitals
 * @param precision how many digits an exact number has
 * @param scale how many of them are decimals
 */
public record ColumnType(int jdbcType, String name, int precision, int scale) {

	/** DuckDB's names of those that JDBC has no type for. */
	private static final Set<String> WIDE_INTEGERS = Set.of("UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "HUGEINT",
			"UHUGEINT");

	private static final Set<String> JSON = Set.of("JSON", "VARIANT", "ARRAY", "OBJECT", "MAP");

	/** Whether the warehouse knows no type, as of a bind variable. */
	public boolean isUnknown() {
		return this.name.equals("UNKNOWN") || this.name.replace("\"", "").equals("NULL");
	}

	/** By name where JDBC has none: integers of 128 bits are some other type to it. */
	boolean isExact() {
		return switch (this.jdbcType) {
			case Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT, Types.DECIMAL, Types.NUMERIC ->
				!isApproximate();
			default -> WIDE_INTEGERS.contains(this.name);
		};
	}

	/** DECFLOAT is a decimal to JDBC, but each of its values has a scale of its own. */
	public boolean isApproximate() {
		return switch (this.jdbcType) {
			case Types.DOUBLE, Types.FLOAT, Types.REAL -> true;
			default -> this.name.equals("DECFLOAT");
		};
	}

	/** Snowflake's driver gives them as text, too, and DuckDB by a type of its own. */
	public boolean isJson() {
		return JSON.contains(this.name);
	}

	/** Shapes are text to Snowflake's driver, in a format that the session chooses. */
	boolean isText() {
		return switch (this.jdbcType) {
			case Types.CHAR, Types.VARCHAR, Types.LONGVARCHAR, Types.NCHAR, Types.NVARCHAR, Types.LONGNVARCHAR ->
				!isJson() && !isShape();
			default -> false;
		};
	}

	public boolean isShape() {
		return this.name.equals("GEOGRAPHY") || this.name.equals("GEOMETRY");
	}

	/** Without zone, which only DuckDB has times with. */
	public boolean isTime() {
		return this.jdbcType == Types.TIME;
	}

	public boolean isBinary() {
		return switch (this.jdbcType) {
			case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB -> true;
			default -> false;
		};
	}

	public boolean isTimestamp() {
		return this.name.startsWith("TIMESTAMP") && this.jdbcType != Types.ARRAY;
	}

	/** By its name, which alone says whether a timestamp has a zone. */
	boolean hasZone() {
		return this.name.contains("WITH TIME ZONE") || (this.name.endsWith("TZ") && !this.name.endsWith("NTZ"));
	}

	/** The type in words, for a sentence. */
	@Override
	public String toString() {
		boolean sized = isExact() && (this.jdbcType == Types.DECIMAL || this.jdbcType == Types.NUMERIC);
		return (sized && !this.name.contains("(")) ? "%s(%d,%d)".formatted(this.name, this.precision, this.scale)
				: this.name;
	}

}
