package dev.dataapi.declared.type;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;

import dev.dataapi.warehouse.TimeColumns;
import org.jspecify.annotations.Nullable;

/**
 * A day and a time without zone.
 */
final class TimestampType extends TimeText {

	TimestampType() {
		super("timestamp",
				"a date and time YYYY-MM-DDTHH:MM:SS without zone, from 0001-01-01 to 9999-12-31, with up to 9 "
						+ "decimals of a second",
				"TIMESTAMP WITHOUT TIME ZONE", LocalDateTime.of(1995, 1, 1, 0, 0), "1995-01-01T00:00".length(),
				"date-time-local");
	}

	@Override
	public @Nullable Object parse(String text) {
		return dateTime(strip(text));
	}

	@Override
	public String format(Object value) {
		return DateTimeFormatter.ISO_LOCAL_DATE_TIME.format((LocalDateTime) value);
	}

	@Override
	public @Nullable Object restore(String text) {
		return time(text);
	}

	/** As text, which becomes the column's type: a CAST has six decimals in DuckDB. */
	@Override
	public String comparand() {
		return "?";
	}

	@Override
	public boolean fits(ColumnType column) {
		return column.isTimestamp() && !column.hasZone();
	}

	@Override
	public @Nullable Object read(ResultSet row, int column) throws SQLException {
		return TimeColumns.timestamp(row, column);
	}

	@Override
	public String pattern(@Nullable Object min) {
		return DATE_TIME_PATTERN;
	}

}
