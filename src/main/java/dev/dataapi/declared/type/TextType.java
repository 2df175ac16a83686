package dev.dataapi.declared.type;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;

import org.jspecify.annotations.Nullable;

/**
 * Text without U+0000 and half characters, which no warehouse stores.
 */
public final class TextType extends ValueType {

	public TextType() {
		super("text", "text", "VARCHAR", Types.VARCHAR, "x", "string", null);
	}

	@Override
	public @Nullable Object parse(String text) {
		int codePoint;
		for (int i = 0; i < text.length(); i += Character.charCount(codePoint)) {
			codePoint = text.codePointAt(i);
			if (codePoint == 0 || (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE)) {
				return null;
			}
		}
		return text;
	}

	@Override
	public boolean isOrdered() {
		return false;
	}

	@Override
	public boolean fits(ColumnType column) {
		return column.isText() || column.isJson();
	}

	@Override
	public @Nullable Object read(ResultSet row, int column) throws SQLException {
		return row.getString(column);
	}

	@Override
	public String pattern(@Nullable Object min) {
		return "[^\\x00]+";
	}

}
