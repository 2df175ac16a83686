package dev.dataapi.declared.type;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;

import dev.dataapi.warehouse.UnreadableValueException;
import io.swagger.v3.oas.models.SpecVersion;
import io.swagger.v3.oas.models.media.Schema;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;

/**
 * Any JSON, nested in the answer: VARIANT, ARRAY, OBJECT, or text that is JSON. A value
 * is its text without white space. The order of names and the digits of numbers are the
 * warehouse's.
 */
public final class JsonType extends ColumnOnlyType {

	/** More than a client that reads recursively may take. */
	private static final int MAX_DEPTH = 100;

	/** What Snowflake writes for an element of an array that is NULL. */
	private static final String UNDEFINED = "undefined";

	private static final String NULL = "null";

	/** A VARIANT may hold numbers that are none. */
	private static final JsonFactory JSON = JsonFactory.builder()
		.enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
		.streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
		.build();

	JsonType() {
		super("json", "VARIANT", "{}", "object", null, "declare text, and write PARSE_JSON({{name}})");
	}

	@Override
	public boolean fits(ColumnType column) {
		return column.isJson() || column.isText();
	}

	/** All but numbers and booleans. */
	@Override
	public boolean isText(Object value) {
		char first = ((String) value).charAt(0);
		return first == '{' || first == '[' || first == '"';
	}

	@Override
	public @Nullable Object read(ResultSet row, int column) throws SQLException {
		String text = row.getString(column);
		if (text == null) {
			return null;
		}
		try {
			String json = compact(text.contains(UNDEFINED) ? defined(text) : text);
			return json.equals(NULL) ? null : json;
		}
		catch (JacksonException ex) {
			throw new UnreadableValueException(row, column,
					"a value that is not JSON, or is nested more than " + MAX_DEPTH + " levels deep");
		}
	}

	private static String compact(String text) {
		ByteArrayOutputStream out = new ByteArrayOutputStream(text.length());
		try (JsonParser in = JSON.createParser(ObjectReadContext.empty(), text);
				JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
			int depth = 0;
			do {
				JsonToken token = in.nextToken();
				depth += (token == null) ? 0 : token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
				copy(token, in, json);
			}
			while (depth > 0);
			if (in.nextToken() != null) {
				throw notOne(in);
			}
		}
		return out.toString(StandardCharsets.UTF_8);
	}

	/** Numbers as they are spelled, which no number of Java's would keep. */
	private static void copy(@Nullable JsonToken token, JsonParser in, JsonGenerator json) {
		switch (token) {
			case null -> throw notOne(in);
			case PROPERTY_NAME -> json.writeName(in.currentName());
			case VALUE_NUMBER_INT -> json.writeNumber(in.getString());
			case VALUE_NUMBER_FLOAT -> {
				if (in.isNaN()) {
					json.writeNull();
				}
				else {
					json.writeNumber(in.getString());
				}
			}
			default -> json.copyCurrentEvent(in);
		}
	}

	private static JacksonException notOne(JsonParser in) {
		return new tools.jackson.core.exc.StreamReadException(in, "Not one value");
	}

	/** With null in place of what JSON does not know, outside its texts. */
	private static String defined(String text) {
		StringBuilder defined = new StringBuilder(text.length());
		boolean quoted = false;
		for (int i = 0; i < text.length(); i++) {
			char each = text.charAt(i);
			if (!quoted && text.startsWith(UNDEFINED, i)) {
				defined.append(NULL);
				i += UNDEFINED.length() - 1;
				continue;
			}
			defined.append(each);
			if (quoted && each == '\\' && i + 1 < text.length()) {
				i++;
				defined.append(text.charAt(i));
			}
			quoted ^= each == '"';
		}
		return defined.toString();
	}

	@Override
	public String format(Object value) {
		return (String) value;
	}

	@Override
	void write(Object value, JsonGenerator json) {
		json.writeRawValue((String) value);
	}

	@Override
	public Schema<Object> columnSchema() {
		return new Schema<>(SpecVersion.V31);
	}

}
