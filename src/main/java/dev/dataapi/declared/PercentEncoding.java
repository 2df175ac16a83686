package dev.dataapi.declared;

import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/**
 * Decodes the parts of a request's target, strictly: each {@code %} begins two
 * hexadecimal digits, and the bytes are UTF-8.
 */
final class PercentEncoding {

	private PercentEncoding() {
	}

	/** Encodes a text so that it is data wherever it stands in a target. */
	static String encode(String text) {
		return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
	}

	/**
	 * Decodes a part that is already cut out.
	 * @param raw the part as it was sent
	 * @param form whether {@code +} is a blank, as in the queries that forms send
	 * @return the text, or nothing if the part is malformed
	 */
	static @Nullable String decode(String raw, boolean form) {
		byte[] utf8 = raw.getBytes(StandardCharsets.UTF_8);
		byte[] decoded = new byte[utf8.length];
		int length = 0;
		for (int i = 0; i < utf8.length; i++) {
			byte value = utf8[i];
			if (value == '%') {
				int high = (i + 2 < utf8.length) ? Character.digit(utf8[i + 1], 16) : -1;
				int low = (i + 2 < utf8.length) ? Character.digit(utf8[i + 2], 16) : -1;
				if (high < 0 || low < 0) {
					return null;
				}
				value = (byte) (high << 4 | low);
				i += 2;
			}
			else if (form && value == '+') {
				value = ' ';
			}
			decoded[length++] = value;
		}
		try {
			return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(decoded, 0, length)).toString();
		}
		catch (CharacterCodingException ex) {
			return null;
		}
	}

}
