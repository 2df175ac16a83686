package dev.dataapi.dialect;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * A statement as one writes it for Snowflake, and what Snowflake answers.
 *
 * @param chapter the chapter of the document that has it
 * @param form the function or form that it shows
 * @param sql the statement
 * @param expected rows with {@code ;} between them and columns with a bar, or
 * {@code error}, {@code refused} or {@code warned}
 */
public record Example(String chapter, String form, String sql, String expected) {

	private static final Path FILE = Path.of("src/test/resources/dialect/examples.txt");

	/** All examples, in their order. */
	public static Stream<Example> all() throws IOException {
		List<Example> examples = new ArrayList<>();
		String chapter = "";
		for (String line : Files.readAllLines(FILE)) {
			if (line.startsWith("#")) {
				continue;
			}
			String[] fields = line.split(" \\| ", 3);
			if (fields.length == 1) {
				chapter = line;
			}
			else {
				examples.add(new Example(chapter, fields[0], fields[1], (fields.length > 2) ? fields[2] : ""));
			}
		}
		return examples.stream();
	}

	public boolean isWarned() {
		return this.expected.equals("warned");
	}

	/** Arrays and objects of Snowflake's are indented. */
	public static String oneLine(String value) {
		return value.lines().map(String::strip).collect(Collectors.joining());
	}

	/** Numbers and times without zeros, and JSON without blanks, that say nothing. */
	public static String plain(@Nullable String rows) {
		return Arrays.stream(String.valueOf(rows).replace("\": ", "\":").split(" ; ", -1))
			.map((row) -> Arrays.stream(row.split(" \\| ", -1))
				.map(Example::plainValue)
				.collect(Collectors.joining(" | ")))
			.collect(Collectors.joining(" ; "));
	}

	private static String plainValue(String value) {
		try {
			return new BigDecimal(value.strip()).stripTrailingZeros().toPlainString();
		}
		catch (NumberFormatException ex) {
			return (value.endsWith(".0") && value.contains(":")) ? value.substring(0, value.length() - 2)
					: value.strip();
		}
	}

}
