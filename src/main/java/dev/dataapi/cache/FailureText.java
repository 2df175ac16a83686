package dev.dataapi.cache;

import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientConnectionException;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.TypeMismatchDataAccessException;

/**
 * What the log says about a failed load. It never has a value of a row or of a request,
 * which warehouses and drivers quote when they cannot convert it.
 */
public final class FailureText {

	/**
	 * Classes of SQLState whose messages are about connections, privileges, names and
	 * statements, and quote no data.
	 */
	private static final List<String> WITHOUT_VALUES = List.of("02", "08", "28", "42", "53", "57", "58");

	/** How errors about data begin where they have no SQLState. */
	private static final List<String> ABOUT_DATA = List.of("Conversion Error", "Invalid Input Error",
			"Out of Range Error", "Constraint Error", "Mismatch Type Error", "Invalid type Error", "Decimal Error");

	private FailureText() {
	}

	/** Describes a failure and its root cause, without any value. */
	public static String of(Throwable failure) {
		Throwable root = NestedExceptionUtils.getMostSpecificCause(failure);
		return (root != failure) ? safe(failure) + "; " + safe(root) : safe(failure);
	}

	/** Whether a message is about data, and so may quote it. */
	public static boolean isAboutData(SQLException ex) {
		String state = ex.getSQLState();
		return (state != null && !state.isEmpty()) ? state.startsWith("22") || state.startsWith("23")
				: ABOUT_DATA.stream().anyMatch(kind(ex)::equals);
	}

	private static String safe(Throwable failure) {
		return switch (failure) {
			case TypeMismatchDataAccessException ex -> place(ex);
			case DataAccessException ex -> name(ex) + ": " + withoutValues(ex);
			case ReadException ex -> name(ex) + ": " + ex.getMessage();
			case SQLException ex -> name(ex) + ": " + words(ex);
			default -> place(failure);
		};
	}

	/** Spring repeats the driver's message in its own. */
	private static String withoutValues(DataAccessException failure) {
		String message = String.valueOf(failure.getMessage());
		for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
			String told = cause.getMessage();
			if (told != null && !told.isEmpty()) {
				message = message.replace(told,
						(cause instanceof SQLException ex) ? words(ex) : cause.getClass().getName());
			}
		}
		return message;
	}

	private static String words(SQLException ex) {
		return mayBeQuoted(ex) ? String.valueOf(ex.getMessage()) : kindAndCode(ex);
	}

	/** What kind of error it is, without its message. */
	public static String kindAndCode(SQLException ex) {
		String kind = kind(ex);
		return (kind.isEmpty() ? "Error" : kind) + " [code " + ex.getErrorCode() + ", state " + ex.getSQLState() + "]";
	}

	private static boolean mayBeQuoted(SQLException ex) {
		String state = ex.getSQLState();
		return ex instanceof SQLTimeoutException || ex instanceof SQLTransientConnectionException
				|| (state != null && WITHOUT_VALUES.stream().anyMatch(state::startsWith));
	}

	/** The text before the first colon, if it names a kind of error. */
	private static String kind(SQLException ex) {
		@Nullable String message = ex.getMessage();
		int colon = (message != null) ? message.indexOf(':') : -1;
		String kind = (message != null && colon > 0) ? message.substring(0, colon) : "";
		return kind.endsWith(" Error") && kind.chars().allMatch((each) -> Character.isLetter(each) || each == ' ')
				? kind : "";
	}

	private static String name(Throwable failure) {
		return failure.getClass().getName();
	}

	/** The exception's type, and where in this service it passed. */
	private static String place(Throwable failure) {
		for (StackTraceElement each : failure.getStackTrace()) {
			if (each.getClassName().startsWith("dev.dataapi.")) {
				return name(failure) + " in " + each;
			}
		}
		return name(failure);
	}

}
