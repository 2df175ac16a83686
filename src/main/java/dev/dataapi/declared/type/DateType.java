package dev.dataapi.declared.type;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;

import dev.dataapi.warehouse.TimeColumns;
import io.swagger.v3.oas.models.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A day.
 */
public final class DateType extends TimeText {

	DateType() {
		super("date", "a date YYYY-MM-DD from 0001-01-01 to 9999-12-31", "DATE", LocalDate.of(1995, 1, 1),
				"1995-01-01".length(), "date");
	}

	@Override
	public @Nullable Object parse(String text) {
		return date(strip(text));
	}

	@Override
	public @Nullable Object restore(String text) {
		return day(text);
	}

	@Override
	public boolean fits(ColumnType column) {
		return column.jdbcType() == Types.DATE;
	}

	@Override
	public @Nullable Object read(ResultSet row, int column) throws SQLException {
		return TimeColumns.date(row, column);
	}

	@Override
	public Schema<Object> schema(@Nullable Object min, @Nullable Object max) {
		Schema<Object> schema = super.schema(min, max);
		// the format has the rest
		schema.setPattern("^" + YEAR_PATTERN);
		return schema;
	}

	@Override
	public String pattern(@Nullable Object min) {
		return DATE_PATTERN;
	}

}
