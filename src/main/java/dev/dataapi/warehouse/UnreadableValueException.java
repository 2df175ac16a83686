package dev.dataapi.warehouse;

import java.sql.ResultSet;
import java.sql.SQLException;

import org.springframework.dao.TypeMismatchDataAccessException;

/**
 * A value of a result that its column's type cannot show. The message is a sentence for
 * callers: it names the column, and never has the value.
 */
public final class UnreadableValueException extends TypeMismatchDataAccessException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates the sentence "The column {@code label} has {@code what}."
	 * @param row the row at which the result stands
	 * @param column counted from 1
	 * @param what what is wrong with the value
	 */
	public UnreadableValueException(ResultSet row, int column, String what) throws SQLException {
		super("The column %s has %s.".formatted(row.getMetaData().getColumnLabel(column), what));
	}

}
