package dev.dataapi.declared;

import java.util.Locale;

import dev.dataapi.declared.sql.Identifier;
import org.jspecify.annotations.Nullable;

/**
 * A column by which rows are ordered. Where Snowflake puts NULL, both warehouses do:
 * after all values, or before them where it descends.
 *
 * @param column the column
 * @param descending whether the greatest value comes first
 */
public record OrderColumn(Identifier column, boolean descending) {

	/** What {@link #parse} takes, for a sentence. */
	public static final String ACCEPTED = "a column's name, then asc or desc where wanted";

	/**
	 * Reads {@code COLUMN}, {@code COLUMN asc} or {@code COLUMN desc}; nothing if the
	 * text is neither.
	 */
	public static @Nullable OrderColumn parse(String text) {
		String stripped = text.strip();
		int end = stripped.length();
		while (end > 0 && Character.isLetter(stripped.charAt(end - 1))) {
			end--;
		}
		boolean apart = end > 0 && Character.isWhitespace(stripped.charAt(end - 1));
		String direction = apart ? stripped.substring(end).toLowerCase(Locale.ROOT) : "";
		boolean directed = direction.equals("asc") || direction.equals("desc");
		Identifier column = Identifier.parse(directed ? stripped.substring(0, end).strip() : stripped);
		return (column != null) ? new OrderColumn(column, direction.equals("desc")) : null;
	}

	/** The column as it stands in ORDER BY. */
	public String sql() {
		return this.column.sql() + (this.descending ? " DESC NULLS FIRST" : " ASC NULLS LAST");
	}

}
