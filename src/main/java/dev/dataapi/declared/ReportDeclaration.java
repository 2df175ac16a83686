package dev.dataapi.declared;

import dev.dataapi.access.Access;
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
 * @param access what it asks of its callers
 */
public record ReportDeclaration(String name, String path, @Nullable String description, List<Parameter> parameters,
		SqlTemplate sql, List<Column> columns, int maxRows, Caching cache, @Nullable Duration deadline,
		Access access) implements Declaration {

	@Override
	public String id() {
		return "reports." + this.name;
	}

}
