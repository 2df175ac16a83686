package dev.dataapi.endpoint;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.QuoteStrategies;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Writes the rows of a JSON array of objects as lines, read in one pass.
 *
 * @param columns the objects' properties, in order
 * @param json those whose values are any JSON, which a field has as its text
 * @param forSpreadsheet whether a spreadsheet opens it
 */
record Rows(List<String> columns, Set<String> json, boolean forSpreadsheet) {

	private static final JsonFactory JSON = new JsonFactory();

	private static final String BYTE_ORDER_MARK = "\uFEFF";

	/** A spreadsheet may take the text from one of these on for a formula. */
	private static final String BEFORE_FORMULA = ";\t\r\n";

	/** Those of East Asian width count as well. */
	private static final String FORMULA = "=+-@\uFF1D\uFF0B\uFF0D\uFF20";

	/** Each object as it is, on a line of its own. */
	static void writeLines(byte[] array, OutputStream out) {
		try (JsonParser rows = JSON.createParser(ObjectReadContext.empty(), array)) {
			rows.nextToken();
			while (rows.nextToken() == JsonToken.START_OBJECT) {
				write(rows, array, out);
				out.write('\n');
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** The line of names. */
	byte[] header() {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		if (this.forSpreadsheet) {
			out.writeBytes(BYTE_ORDER_MARK.getBytes(StandardCharsets.UTF_8));
		}
		try (CsvWriter csv = csv(out)) {
			csv.writeRecord(this.columns.stream().map(this::shown).toList());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return out.toByteArray();
	}

	/**
	 * Each object as a line of values. NULL is an empty field, and so told from an empty
	 * text, which is quoted.
	 */
	void writeCsv(byte[] array, OutputStream out) {
		@Nullable String[] fields = new String[this.columns.size()];
		try (JsonParser rows = JSON.createParser(ObjectReadContext.empty(), array); CsvWriter csv = csv(out)) {
			rows.nextToken();
			while (rows.nextToken() == JsonToken.START_OBJECT) {
				Arrays.fill(fields, null);
				for (int i = 0; rows.nextToken() == JsonToken.PROPERTY_NAME; i++) {
					int column = column(rows.currentName(), i);
					fields[column] = field(rows, array);
				}
				csv.writeRecord(fields);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Without a comment's sign, which RFC 4180 does not know. */
	static CsvWriter csv(OutputStream out) {
		return CsvWriter.builder().quoteStrategy(QuoteStrategies.EMPTY).build(out, StandardCharsets.UTF_8);
	}

	/** Where a property is, most likely where it stands in the object. */
	private int column(String name, int place) {
		if (place < this.columns.size() && this.columns.get(place).equals(name)) {
			return place;
		}
		int column = this.columns.indexOf(name);
		if (column < 0) {
			throw new IllegalStateException("No column is named " + name);
		}
		return column;
	}

	private @Nullable String field(JsonParser rows, byte[] array) throws IOException {
		return switch (rows.nextToken()) {
			case VALUE_NULL -> null;
			case VALUE_STRING -> {
				String text = rows.getString();
				yield shown(this.json.contains(rows.currentName()) ? text(rows, array) : text);
			}
			case START_OBJECT, START_ARRAY -> shown(text(rows, array));
			default -> rows.getString();
		};
	}

	private static String text(JsonParser rows, byte[] array) throws IOException {
		ByteArrayOutputStream text = new ByteArrayOutputStream();
		write(rows, array, text);
		return text.toString(StandardCharsets.UTF_8);
	}

	/** Writes the object or array at which a parser stands, with the bytes it has. */
	private static void write(JsonParser parser, byte[] array, OutputStream out) throws IOException {
		int start = (int) parser.currentTokenLocation().getByteOffset();
		parser.skipChildren();
		out.write(array, start, (int) parser.currentLocation().getByteOffset() - start);
	}

	/**
	 * Text as a spreadsheet shows it: an apostrophe before what it would run as a
	 * formula, at the beginning, or behind a sign that may begin a cell in some countries
	 * or after a break of lines. A number stays one.
	 */
	String shown(String text) {
		if (!this.forSpreadsheet || isNumber(text)) {
			return text;
		}
		StringBuilder shown = new StringBuilder(text.length() + 1);
		boolean begins = true;
		for (int i = 0; i < text.length(); i++) {
			char each = text.charAt(i);
			if (begins && FORMULA.indexOf(each) >= 0) {
				shown.append('\'');
			}
			begins = BEFORE_FORMULA.indexOf(each) >= 0 || (begins && each == ' ');
			shown.append(each);
		}
		return shown.toString();
	}

	/** A decimal as a column of decimals has it. */
	private static boolean isNumber(String text) {
		int start = text.startsWith("-") ? 1 : 0;
		int points = 0;
		for (int i = start; i < text.length(); i++) {
			boolean point = text.charAt(i) == '.';
			points += point ? 1 : 0;
			if (!point && (text.charAt(i) < '0' || text.charAt(i) > '9')) {
				return false;
			}
		}
		return text.length() > start && points <= 1;
	}

}
