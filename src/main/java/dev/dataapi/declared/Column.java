package dev.dataapi.declared;

import dev.dataapi.declared.type.ValueType;
import dev.dataapi.declared.sql.Identifier;
import dev.dataapi.declared.file.Section;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * A column of the answer.
 *
 * @param name the column's name; without quotes, the property's name in JSON
 * @param type the type of its values
 * @param description what it holds, for the API description
 */
public record Column(Identifier name, ValueType type, @Nullable String description) {

	private static final int MAX_COLUMNS = 500;

	public static List<Column> readAll(Section endpoint) {
		List<Column> columns = new ArrayList<>();
		Set<String> names = new HashSet<>();
		for (Section section : endpoint.requiredList("columns", "A column", MAX_COLUMNS)) {
			section.knows("name", "type", "description");
			Identifier name = Identifier.read(section, "name");
			ValueType type = ValueType.read(section);
			String description = section.description();
			if (name != null && !names.add(name.name())) {
				section.problem("name", "The column '" + name.name() + "' is declared twice.");
			}
			if (name != null && type != null) {
				columns.add(new Column(name, type, description));
			}
		}
		return List.copyOf(columns);
	}

}
