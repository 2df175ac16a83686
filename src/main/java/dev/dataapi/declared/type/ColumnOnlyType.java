package dev.dataapi.declared.type;

import java.sql.Types;

import org.jspecify.annotations.Nullable;

/**
 * A type of columns, which no request sends.
 */
public abstract class ColumnOnlyType extends ValueType {

	private final String instead;

	/**
	 * Creates a type.
	 * @param instead what a key or a parameter is instead, for a sentence
	 */
	ColumnOnlyType(String typeName, String sqlType, Object sample, String jsonType, @Nullable String format,
			String instead) {
		super(typeName, "a value of a column", sqlType, Types.VARCHAR, sample, jsonType, format);
		this.instead = instead;
	}

	/** What a key or a parameter is instead, for a sentence. */
	public final String instead() {
		return this.instead;
	}

	@Override
	public final @Nullable Object parse(String text) {
		return null;
	}

	/** What no request sends, no page can begin after. */
	@Override
	public final boolean isExact() {
		return false;
	}

	@Override
	public final String pattern(@Nullable Object min) {
		throw new UnsupportedOperationException("No request sends a value of type " + typeName());
	}

}
