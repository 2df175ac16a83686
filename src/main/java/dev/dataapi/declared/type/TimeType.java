package dev.dataapi.declared.type;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;

import dev.dataapi.warehouse.TimeColumns;
import org.jspecify.annotations.Nullable;

/**
 * A time of day without zone.
 */
public final class TimeType extends ColumnOnlyType {

	TimeType() {
		super("time", "TIME", LocalTime.MIDNIGHT, "string", "time-local",
				"declare text, and write CAST({{name}} AS TIME)");
	}

	@Override
	public boolean fits(ColumnType column) {
		return column.isTime();
	}

	@Override
	public @Nullable Object read(ResultSet row, int column) throws SQLException {
		return TimeColumns.time(row, column);
	}

	@Override
	public String format(Object value) {
		return DateTimeFormatter.ISO_LOCAL_TIME.format((LocalTime) value);
	}

}
