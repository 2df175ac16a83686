package dev.dataapi.declared;

import java.util.ArrayList;
import java.util.List;

import dev.dataapi.endpoint.BadRequestException;

/**
 * A character that separates values in an address. Most clients encode it there, so that
 * it separates in either spelling; where the file says that values of a text may hold it,
 * the encoded one is data.
 */
public enum Separator {

	/** Between keys, and between the values of a list. */
	COMMA(',', "commas", "%2C"),

	/** Between the parts of a key. */
	TILDE('~', "tildes", "%7E");

	private final char character;

	private final String setting;

	private final String encoded;

	Separator(char character, String setting, String encoded) {
		this.character = character;
		this.setting = setting;
		this.encoded = encoded;
	}

	public char character() {
		return this.character;
	}

	/** The name of the setting by which a text may hold it. */
	public String setting() {
		return this.setting;
	}

	/**
	 * Cuts a part of a request's target.
	 * @param raw the part, still percent-encoded
	 * @param data whether the encoded character is data
	 * @return what stands between, still encoded: at least one, each may be empty
	 */
	public List<String> cut(String raw, boolean data) {
		int end = next(raw, 0, data);
		if (end == raw.length()) {
			return List.of(raw);
		}
		List<String> cut = new ArrayList<>();
		int start = 0;
		while (end < raw.length()) {
			cut.add(raw.substring(start, end));
			start = end + ((raw.charAt(end) == '%') ? this.encoded.length() : 1);
			end = next(raw, start, data);
		}
		cut.add(raw.substring(start));
		return cut;
	}

	/**
	 * Refuses a value in which this character is no data: no address could ask for it.
	 * @throws BadRequestException that names the parameter or the part of a key
	 */
	void require(Object value, boolean data, String name) {
		if (!data && value instanceof String text && text.indexOf(this.character) >= 0) {
			throw BadRequestException.of(name,
					"%s must not hold '%s', which separates values: it is not declared with '%s: true'.".formatted(name,
							this.character, this.setting));
		}
	}

	/** Where the next one stands, the length if there is none. */
	private int next(String raw, int start, boolean data) {
		for (int i = start; i < raw.length(); i++) {
			char character = raw.charAt(i);
			if (character == this.character || (!data && character == '%'
					&& raw.regionMatches(true, i, this.encoded, 0, this.encoded.length()))) {
				return i;
			}
		}
		return raw.length();
	}

}
