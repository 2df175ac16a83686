package dev.dataapi.declared;

import dev.dataapi.declared.file.Section;
import dev.dataapi.declared.sql.SqlTemplate;
import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A declared report: one statement with parameters.
 *
 * @param name its name in the file
 * @param path its route
 * @param description what it is, for the API description
 * @param parameters its query parameters
 * @param sql the statement
 * @param columns the properties of a JSON object, in this order
 * @param maxRows how many rows it may find
 * @param cache for how long an answer is served from the cache
 * @param deadline how long a request may wait
 */
public record ReportDeclaration(String name, String path, @Nullable String description, List<Parameter> parameters,
		SqlTemplate sql, List<Column> columns, int maxRows, Caching cache,
		@Nullable Duration deadline) implements Declaration {

	private static final int MAX_ROWS = 10_000;

	private static final int DEFAULT_MAX_ROWS = 1000;

	@Override
	public String id() {
		return "reports." + this.name;
	}

	public static ReportDeclaration read(String name, Section section) {
		section.knows("description", "parameters", "sql", "columns", "max_rows", "cache", "deadline", "path");
		List<Parameter> parameters = Parameter.readAll(section);
		return new ReportDeclaration(name, Route.read(section, "/reports/" + name, false), section.description(),
				parameters, SqlTemplate.read(section, parameters), Column.readAll(section),
				section.integer("max_rows", 1, MAX_ROWS, DEFAULT_MAX_ROWS), Caching.read(section),
				section.duration("deadline", MIN_DEADLINE, MAX_DEADLINE));
	}

}
