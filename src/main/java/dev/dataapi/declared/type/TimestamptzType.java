package dev.dataapi.declared.type;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

import dev.dataapi.warehouse.TimeColumns;
import org.jspecify.annotations.Nullable;

/**
 * A day and a time with their zone, compared as an instant.
 */
final class TimestamptzType extends TimeText {

	private static final int OFFSET_LENGTH = "+00:00".length();

	/** What clients send whose library writes offsets without a colon. */
	private static final int SHORT_OFFSET_LENGTH = "+0000".length();

	private static final int MAX_OFFSET_SECONDS = 18 * 60 * 60;

	TimestamptzType() {
		super("timestamptz",
				"a date and time YYYY-MM-DDTHH:MM:SS with its zone, Z or +HH:MM (in a query + is written %2B), from "
						+ "0001-01-01 to 9999-12-31, with up to 9 decimals of a second",
				"TIMESTAMP WITH TIME ZONE", Instant.parse("1995-01-01T00:00:00Z"), "1995-01-01T00:00Z".length(),
				"date-time");
	}

	@Override
	public @Nullable Object parse(String text) {
		String time = strip(text);
		int zone = time.endsWith("Z") ? time.length() - 1 : Math.max(time.lastIndexOf('+'), time.lastIndexOf('-'));
		LocalDateTime local = (zone > 0) ? dateTime(time.substring(0, zone)) : null;
		ZoneOffset offset = (local != null) ? offset(time.substring(zone)) : null;
		if (local == null || offset == null) {
			return null;
		}
		Instant instant = local.toInstant(offset);
		// in UTC, the day may be before the first that is accepted, or after the last
		return isAccepted(instant.atOffset(ZoneOffset.UTC).toLocalDate()) ? instant : null;
	}

	/** {@code Z}, or up to 17:59 from UTC. */
	private static @Nullable ZoneOffset offset(String text) {
		boolean accepted = text.equals("Z") || text.length() == SHORT_OFFSET_LENGTH
				|| (text.length() == OFFSET_LENGTH && text.charAt(3) == ':');
		if (!accepted) {
			return null;
		}
		try {
			ZoneOffset offset = ZoneOffset.of(text);
			return (Math.abs(offset.getTotalSeconds()) < MAX_OFFSET_SECONDS) ? offset : null;
		}
		catch (DateTimeException ex) {
			return null;
		}
	}

	@Override
	public @Nullable Object restore(String text) {
		LocalDateTime utc = text.endsWith("Z") ? time(text.substring(0, text.length() - 1)) : null;
		return (utc != null) ? utc.toInstant(ZoneOffset.UTC) : null;
	}

	@Override
	public String format(Object value) {
		return inUtc(value) + "Z";
	}

	@Override
	public Object toJdbc(Object value) {
		return inUtc(value) + "+00:00";
	}

	private static String inUtc(Object value) {
		return DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(((Instant) value).atOffset(ZoneOffset.UTC));
	}

	@Override
	public boolean fits(ColumnType column) {
		return column.isTimestamp() && column.hasZone();
	}

	@Override
	public @Nullable Object read(ResultSet row, int column) throws SQLException {
		return TimeColumns.instant(row, column);
	}

	@Override
	public String pattern(@Nullable Object min) {
		return DATE_TIME_PATTERN + "(Z|[+-](0[0-9]|1[0-7]):?[0-5][0-9])";
	}

}
