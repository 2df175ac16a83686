package dev.dataapi.declared;

import dev.dataapi.access.Access;
import dev.dataapi.access.CallerValue;
import dev.dataapi.declared.sql.SqlTemplate;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * A declared report: one statement with parameters.
 *
 * @param name its name in the file
 * @param path its route
 * @param description what it is, for the API description
 * @param parameters its parameters, those of its pages and of its sort included
 * @param sql the statement
 * @param sort what may stand in the statement at the caller's choice, if anything
 * @param columns the properties of a JSON object, in this order
 * @param maxRows how many rows it may find, or a page may have
 * @param maxExportRows how many rows an export may have, or 0 if the report has none
 * @param page how it is read page by page, or nothing if it is read whole
 * @param cache for how long an answer is served from the cache
 * @param deadline how long a request may wait
 * @param deprecation whether callers are told to leave it
 * @param access what it asks of its callers
 */
public record ReportDeclaration(String name, String path, @Nullable String description, List<Parameter> parameters,
		SqlTemplate sql, @Nullable Sort sort, List<Column> columns, int maxRows, int maxExportRows, @Nullable Page page,
		Caching cache, @Nullable Duration deadline, Deprecation deprecation, Access access) implements Declaration {

	@Override
	public String id() {
		return "reports." + this.name;
	}

	/** The parameters that requests say. */
	public List<Parameter> asked() {
		return this.parameters.stream().filter(Parameter::isAsked).toList();
	}

	@Override
	public List<CallerValue> fromCaller() {
		return this.parameters.stream().map(Parameter::from).filter(Objects::nonNull).distinct().toList();
	}

	/** Whether its answers in formats of lines may be larger than memory. */
	public boolean isExported() {
		return this.maxExportRows > 0;
	}

	/** The properties of a row, in order. */
	List<String> properties() {
		return this.columns.stream().map(Column::property).toList();
	}

	/** Whether requests may say a parameter of this name. */
	public boolean hasParameter(String name) {
		return this.parameters.stream().anyMatch((parameter) -> parameter.isAsked() && parameter.name().equals(name));
	}

	/**
	 * The column of the answer by which rows are ordered, or nothing if it has none of
	 * the name.
	 */
	public @Nullable Column column(OrderColumn by) {
		for (Column column : this.columns) {
			if (by.column().matches(column.name().name())) {
				return column;
			}
		}
		return null;
	}

}
