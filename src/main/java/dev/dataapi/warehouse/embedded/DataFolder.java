package dev.dataapi.warehouse.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a folder of own data holds.
 *
 * @param path the folder
 * @param tables the files that become tables, in the order of their names
 * @param scripts the files of SQL, in the order in which they run
 */
record DataFolder(Path path, Map<TableName, DataFile> tables, List<Path> scripts) {

	private static final Logger LOGGER = LoggerFactory.getLogger(DataFolder.class);

	/** A file is in the folder of its schema, in that of its database. */
	private static final int DEPTH = 3;

	static DataFolder read(Path path) throws UnusableDataException {
		Map<TableName, DataFile> tables = new LinkedHashMap<>();
		List<Path> scripts = new ArrayList<>();
		for (Path file : files(path)) {
			Path name = path.relativize(file);
			DataFile.Format format = DataFile.Format.of(file);
			if (extension(file).equals("sql") && name.getNameCount() <= DEPTH) {
				scripts.add(file);
			}
			else if (format != null && name.getNameCount() == DEPTH) {
				TableName table = table(name);
				DataFile other = tables.put(table,
						new DataFile(file, slashes(name), table, format, delimiter(file, name)));
				if (other != null) {
					throw new UnusableDataException(slashes(name), other.name() + " is the same table", null);
				}
			}
			else {
				LOGGER.warn("{} is not loaded: tables are <database>/<schema>/<table>.csv, .parquet or .ndjson, "
						+ "and SQL is in files that end in .sql", slashes(name));
			}
		}
		scripts.sort(
				Comparator.comparing((Path file) -> String.valueOf(file.getFileName())).thenComparing(Path::toString));
		return new DataFolder(path, tables, scripts);
	}

	private static List<Path> files(Path path) throws UnusableDataException {
		try (Stream<Path> files = Files.walk(path)) {
			return files.filter(Files::isRegularFile)
				.filter((file) -> !path.relativize(file).toString().startsWith(".") && !isHidden(file))
				.sorted()
				.toList();
		}
		catch (IOException | UncheckedIOException ex) {
			throw new UnusableDataException("the folder", "a file or folder in it cannot be read", ex);
		}
	}

	private static char delimiter(Path file, Path name) throws UnusableDataException {
		try {
			return CsvPlace.delimiter(file);
		}
		catch (IOException ex) {
			throw new UnusableDataException(slashes(name), "it cannot be read", ex);
		}
	}

	private static boolean isHidden(Path file) {
		return String.valueOf(file.getFileName()).startsWith(".");
	}

	private static TableName table(Path name) throws UnusableDataException {
		List<String> parts = IntStream.range(0, DEPTH).mapToObj((i) -> name.getName(i).toString()).toList();
		String file = parts.getLast();
		TableName table = new TableName(parts.get(0), parts.get(1), file.substring(0, file.lastIndexOf('.')));
		for (String part : List.of(table.database(), table.schema(), table.table())) {
			boolean plain = part.chars()
				.allMatch((each) -> (each >= 'a' && each <= 'z') || (each >= '0' && each <= '9') || each == '_');
			if (!plain || part.isEmpty() || Character.isDigit(part.charAt(0))) {
				throw new UnusableDataException(slashes(name),
						"'" + part + "' is no name in SQL: it takes letters, digits and _, not a digit first", null);
			}
		}
		return table;
	}

	/** What tells whether anything has changed: names, sizes and times of change. */
	String fingerprint() throws UnusableDataException {
		List<Path> files = new ArrayList<>(this.scripts);
		this.tables.values().forEach((file) -> files.add(file.path()));
		List<String> lines = new ArrayList<>();
		for (Path file : files) {
			String name = slashes(this.path.relativize(file));
			try {
				lines.add("%s %d %s".formatted(name, Files.size(file), Files.getLastModifiedTime(file)));
			}
			catch (IOException ex) {
				throw new UnusableDataException(name, "it cannot be read", ex);
			}
		}
		return lines.stream().sorted().collect(Collectors.joining("\n"));
	}

	static String extension(Path file) {
		String name = String.valueOf(file.getFileName());
		return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
	}

	/** A name below the folder, the same on every system. */
	static String slashes(Path name) {
		return name.toString().replace('\\', '/');
	}

}
