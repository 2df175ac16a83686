package dev.dataapi.declared;

import dev.dataapi.declared.type.Domain;
import dev.dataapi.declared.sql.Identifier;
import dev.dataapi.declared.file.Section;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * A declared look-up of rows by key.
 *
 * @param name its name in the file
 * @param path its route, with the keys as one segment
 * @param description what it is, for the API description
 * @param table the table's name, one to three identifiers
 * @param key the key's parts, in the order of the path
 * @param columns the properties of a JSON object, in this order
 * @param maxKeys how many keys a request may name, repetitions counted
 * @param cache for how long a row is served from the cache
 * @param deadline how long a request may wait
 */
public record LookupDeclaration(String name, String path, @Nullable String description, List<Identifier> table,
		List<KeyPart> key, List<Column> columns, int maxKeys, Caching cache,
		@Nullable Duration deadline) implements Declaration {

	/** Stands in a path for the keys. */
	public static final String KEYS = "{keys}";

	private static final int MAX_PARTS = 8;

	private static final int MAX_KEYS = 1000;

	private static final int DEFAULT_MAX_KEYS = 100;

	@Override
	public String id() {
		return "lookups." + this.name;
	}

	/** Whether a comma may be part of a key, and is encoded there. */
	public boolean hasCommas() {
		for (KeyPart part : this.key) {
			if (part.commas()) {
				return true;
			}
		}
		return false;
	}

	/** Whether a tilde may be part of a value, and is encoded there. */
	public boolean hasTildes() {
		for (KeyPart part : this.key) {
			if (part.tildes()) {
				return true;
			}
		}
		return false;
	}

	/** The table's name as it stands in a statement. */
	public String tableSql() {
		return String.join(".", this.table.stream().map(Identifier::sql).toList());
	}

	public static LookupDeclaration read(String name, Section section) {
		section.knows("description", "table", "key", "columns", "max_keys", "cache", "deadline", "path");
		return new LookupDeclaration(name, Route.read(section, "/" + name + "/" + KEYS, true), section.description(),
				table(section), KeyPart.readAll(section), Column.readAll(section),
				section.integer("max_keys", 1, MAX_KEYS, DEFAULT_MAX_KEYS), Caching.read(section),
				section.duration("deadline", MIN_DEADLINE, MAX_DEADLINE));
	}

	private static List<Identifier> table(Section section) {
		String text = section.requiredValue("table");
		if (text == null) {
			return List.of();
		}
		List<Identifier> table = Identifier.parsePath(text);
		if (table.isEmpty() || table.size() > 3) {
			section.problem("table", InvalidRequestException.shown(text)
					+ " is not a table's name: one to three names joined by dots, each " + Identifier.ACCEPTED + ".");
		}
		return table;
	}

	/**
	 * A part of the key.
	 *
	 * @param name its name in descriptions and errors
	 * @param column the column that holds it
	 * @param domain the values that it takes
	 * @param commas whether they may hold commas
	 * @param tildes whether they may hold tildes
	 * @param description what it is, for the API description
	 * @param example a value in its one spelling
	 */
	public record KeyPart(String name, Identifier column, Domain domain, boolean commas, boolean tildes,
			@Nullable String description, @Nullable String example) {

		private static List<KeyPart> readAll(Section lookup) {
			List<KeyPart> parts = new ArrayList<>();
			Set<String> names = new HashSet<>();
			Set<String> columns = new HashSet<>();
			for (Section section : lookup.requiredList("key", "A part of a key", MAX_PARTS)) {
				section.knows("name", "column", "type", "max_length", Separator.COMMA.setting(),
						Separator.TILDE.setting(), "description", "example");
				String name = section.requiredName();
				Identifier column = Identifier.read(section, "column");
				Domain domain = Domain.read(section);
				String example = domain.readExample(section);
				boolean commas = isData(Separator.COMMA, section, domain, example);
				boolean tildes = isData(Separator.TILDE, section, domain, example);
				String description = section.description();
				if (name != null && !names.add(name)) {
					section.problem("name", "The key part '" + name + "' is declared twice.");
				}
				if (column != null && !columns.add(column.name())) {
					section.problem("column", "The column '" + column.name() + "' is in the key twice.");
				}
				if (name != null && column != null) {
					parts.add(new KeyPart(name, column, domain, commas, tildes, description, example));
				}
			}
			return List.copyOf(parts);
		}

		private static boolean isData(Separator separator, Section section, Domain domain, @Nullable String example) {
			boolean data = separator.readData(section, domain);
			if (!data && example != null) {
				separator.refuseIn(section, "example", List.of(example));
			}
			return data;
		}

	}

}
