package dev.dataapi.declared;

import java.io.ByteArrayOutputStream;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;

import dev.dataapi.cache.Loaded;
import dev.dataapi.cache.Source;
import dev.dataapi.endpoint.BadRequestException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.dao.IncorrectResultSizeDataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Loads the rows of a declared report, all of them as one JSON array.
 */
final class ReportSource implements Source<Arguments> {

	private static final int BUFFER_BYTES = 2048;

	private final ReportDeclaration report;

	private final ReportStatements statements;

	private final JdbcTemplate reports;

	private final JsonMapper mapper;

	ReportSource(ReportStatements statements, JdbcTemplate reports, JsonMapper mapper) {
		this.report = statements.declaration();
		this.statements = statements;
		this.reports = reports;
		this.mapper = mapper;
	}

	/**
	 * Reads the rows of one report.
	 * @param keys the arguments of a request
	 * @param loaded takes the JSON
	 * @throws IncorrectResultSizeDataAccessException if there are more than the report's
	 * limit
	 */
	@Override
	public void load(List<Arguments> keys, Loaded<Arguments> loaded) {
		Arguments arguments = keys.getFirst();
		BoundStatement statement = this.statements.of(arguments);
		byte[] json = this.reports.query((connection) -> {
			PreparedStatement prepared = connection.prepareStatement(statement.sql());
			// one more than may be, to tell that there are more
			prepared.setMaxRows(this.report.maxRows() + 1);
			return prepared;
		}, statement.setter(), (rows) -> json(rows, loaded));
		loaded.value(arguments, Objects.requireNonNull(json));
	}

	private byte[] json(ResultSet rows, Loaded<Arguments> loaded) throws SQLException {
		RowWriter writer = RowWriter.byName(this.report.columns(), rows.getMetaData());
		ByteArrayOutputStream bytes = loaded.buffer(BUFFER_BYTES);
		try (JsonGenerator json = this.mapper.createGenerator(bytes)) {
			json.writeStartArray();
			for (int count = 0; rows.next(); count++) {
				if (count == this.report.maxRows()) {
					throw new IncorrectResultSizeDataAccessException(
							"More than " + count + " rows, the limit of " + this.report.id(), count);
				}
				writer.write(rows, json);
			}
			json.writeEndArray();
		}
		return bytes.toByteArray();
	}

	@Override
	public int weigh(Arguments arguments) {
		return arguments.values().values().stream().mapToInt(Weight::of).sum();
	}

	@Override
	public String text(Arguments arguments) {
		return arguments.format(this.report.parameters());
	}

	@Override
	public List<Arguments> keys(String text) {
		try {
			return List.of(Arguments.parse(this.report.parameters(), text));
		}
		catch (BadRequestException ex) {
			throw new IllegalArgumentException(ex.detail(), ex);
		}
	}

	@Override
	public String version() {
		return ValueVersion.of(this.report);
	}

}
