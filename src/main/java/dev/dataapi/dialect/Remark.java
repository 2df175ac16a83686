package dev.dataapi.dialect;

/**
 * What a statement for Snowflake has that DuckDB does not do, or does in another way.
 *
 * @param offset the index in the statement at which it begins
 * @param sentence what it is
 * @param refused whether the statement cannot be run, rather than give another value
 */
public record Remark(int offset, String sentence, boolean refused) {

	static Remark refused(int offset, String form) {
		return new Remark(offset,
				form + " is Snowflake's, and not on the embedded warehouse; check this file against Snowflake.", true);
	}

	/** Of what is not known to be Snowflake's. */
	static Remark unknown(int offset, String form) {
		return new Remark(offset,
				form + " is not on the embedded warehouse; if it is Snowflake's, check this file against Snowflake.",
				true);
	}

	static Remark differs(int offset, String form, String difference) {
		return new Remark(offset, form + " " + difference + " on the embedded warehouse.", false);
	}

}
