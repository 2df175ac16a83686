package dev.dataapi.testserver;

import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;

import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** Writes what a statement answers: rows, an update count, a status or a description. */
final class QueryAnswer {

	private final Execution execution;

	private final ResultStorage storage;

	/** The statement's own. */
	private final JsonNode parameters;

	QueryAnswer(Execution execution, ResultStorage storage) {
		this(execution, storage, MissingNode.getInstance());
	}

	QueryAnswer(Execution execution, ResultStorage storage, JsonNode parameters) {
		this.execution = execution;
		this.storage = storage;
		this.parameters = parameters;
	}

	/**
	 * Rows; with wrong types, every column that is not text claims to be a number and
	 * holds none.
	 */
	HttpAnswer rows(Rows rows, int binds, boolean wrongTypes) {
		List<Column> columns = rows.columns();
		List<String[]> cells = rows.cellsInJson();
		List<Column> described = wrongTypes ? columns.stream().map(Column::spoilt).toList() : columns;
		return answer((json) -> {
			describe(json, described);
			json.writeArrayPropertyStart("rowset");
			for (String[] row : this.storage.inline(cells)) {
				json.writeStartArray();
				for (int i = 0; i < row.length; i++) {
					json.writeString((wrongTypes && columns.get(i).type() != Column.Type.TEXT) ? "wrong" : row[i]);
				}
				json.writeEndArray();
			}
			json.writeEndArray();
			this.storage.describe(json, this.execution.queryId(), cells, ResultStorage::json);
			json.writeNumberProperty("total", cells.size());
			json.writeNumberProperty("returned", cells.size());
			json.writeNumberProperty("numberOfBinds", binds);
		});
	}

	/** The same rows in Arrow's format. */
	HttpAnswer arrow(Rows rows, int binds) {
		List<String[]> cells = rows.cells();
		List<String[]> inline = this.storage.inline(cells);
		String encoded = inline.isEmpty() ? ""
				: Base64.getEncoder().encodeToString(ArrowRows.encode(rows.columns(), inline));
		return answer("arrow", (json) -> {
			describe(json, rows.columns());
			json.writeStringProperty("rowsetBase64", encoded);
			this.storage.describe(json, this.execution.queryId(), cells,
					(part) -> ArrowRows.encode(rows.columns(), part));
			json.writeNumberProperty("total", cells.size());
			json.writeNumberProperty("returned", cells.size());
			json.writeNumberProperty("numberOfBinds", binds);
		});
	}

	HttpAnswer count(long count) {
		List<String> names = switch (this.execution.sql().kind()) {
			case INSERT -> List.of("number of rows inserted");
			case DELETE -> List.of("number of rows deleted");
			case UPDATE -> List.of("number of rows updated", "number of multi-joined rows updated");
			default -> List.of("number of rows inserted", "number of rows updated");
		};
		return answer((json) -> {
			describe(json, names.stream().map((name) -> Column.fixed(1, name, 19, 0)).toList());
			json.writeArrayPropertyStart("rowset");
			json.writeStartArray();
			for (int i = 0; i < names.size(); i++) {
				json.writeString((i == 0) ? Long.toString(count) : "0");
			}
			json.writeEndArray();
			json.writeEndArray();
			json.writeNumberProperty("total", 1);
			json.writeNumberProperty("returned", 1);
		});
	}

	HttpAnswer status() {
		return answer((json) -> {
			describe(json, List.of(Column.text(1, "status")));
			json.writeArrayPropertyStart("rowset");
			json.writeStartArray();
			json.writeString("Statement executed successfully.");
			json.writeEndArray();
			json.writeEndArray();
			json.writeNumberProperty("total", 1);
			json.writeNumberProperty("returned", 1);
		});
	}

	HttpAnswer description(List<Column> columns, int binds) {
		return answer((json) -> {
			describe(json, columns);
			json.writeArrayPropertyStart("rowset");
			json.writeEndArray();
			json.writeNumberProperty("total", 0);
			json.writeNumberProperty("returned", 0);
			json.writeNumberProperty("numberOfBinds", binds);
			json.writeBooleanProperty("arrayBindSupported", this.execution.sql().kind() == Sql.Kind.INSERT);
			json.writeArrayPropertyStart("metaDataOfBinds");
			for (int i = 0; i < binds; i++) {
				// Snowflake gives each bind's type if it can, and text if it cannot
				Column.text(i + 1, "").describe(json);
			}
			json.writeEndArray();
		});
	}

	private static void describe(JsonGenerator json, List<Column> columns) {
		json.writeArrayPropertyStart("rowtype");
		columns.forEach((column) -> column.describe(json));
		json.writeEndArray();
	}

	private HttpAnswer answer(Consumer<JsonGenerator> result) {
		return answer("json", result);
	}

	private HttpAnswer answer(String format, Consumer<JsonGenerator> result) {
		Session session = this.execution.session();
		return Json.success((json) -> {
			// Statements that change parameters return all of them, others what they need
			if (this.execution.sql().kind() == Sql.Kind.SESSION) {
				LoginEndpoint.parameters(json, session);
			}
			else {
				json.writeArrayPropertyStart("parameters");
				JsonNode times = this.parameters.path("TIME_OUTPUT_FORMAT");
				if (times.isString()) {
					LoginEndpoint.parameter(json, "TIME_OUTPUT_FORMAT", times);
				}
				json.writeEndArray();
			}
			result.accept(json);
			json.writeStringProperty("queryId", this.execution.queryId());
			json.writeStringProperty("databaseProvider", null);
			json.writeStringProperty("finalDatabaseName", session.database());
			json.writeStringProperty("finalSchemaName", session.schema());
			json.writeStringProperty("finalWarehouseName", session.warehouse());
			json.writeStringProperty("finalRoleName", session.role().name());
			json.writeNumberProperty("statementTypeId", this.execution.sql().kind().id());
			json.writeNumberProperty("version", 1);
			json.writeNumberProperty("sendResultTime", System.currentTimeMillis());
			json.writeStringProperty("queryResultFormat", format);
		});
	}

}
