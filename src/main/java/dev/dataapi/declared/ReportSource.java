package dev.dataapi.declared;

import java.io.ByteArrayOutputStream;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

import dev.dataapi.cache.Loaded;
import dev.dataapi.cache.Source;
import dev.dataapi.endpoint.BadRequestException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.dao.IncorrectResultSizeDataAccessException;
import org.springframework.dao.TypeMismatchDataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.ResultSetExtractor;

/**
 * Loads the rows of a declared report, or of a page of it, as one JSON array.
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
	 * @throws TypeMismatchDataAccessException if a page ends between rows that their
	 * order does not tell apart
	 */
	@Override
	public void load(List<Arguments> keys, Loaded<Arguments> loaded) {
		Arguments arguments = keys.getFirst();
		BoundStatement statement = this.statements.of(arguments);
		Paging paging = this.statements.paging();
		int limit = (paging != null) ? Paging.size(arguments) : this.report.maxRows();
		this.reports.query((connection) -> {
			PreparedStatement prepared = connection.prepareStatement(statement.sql());
			// one more than may be, to tell that there are more
			prepared.setMaxRows(limit + 1);
			return prepared;
		}, statement.setter(), (ResultSetExtractor<@Nullable Void>) (rows) -> {
			read(rows, limit, arguments, loaded);
			return null;
		});
	}

	private void read(ResultSet rows, int limit, Arguments arguments, Loaded<Arguments> loaded) throws SQLException {
		Paging paging = this.statements.paging();
		RowWriter writer = RowWriter.byName(this.report.columns(), rows.getMetaData());
		ByteArrayOutputStream bytes = loaded.buffer(BUFFER_BYTES);
		List<@Nullable Object> last = List.of();
		String link = null;
		try (JsonGenerator json = this.mapper.createGenerator(bytes)) {
			json.writeStartArray();
			for (int count = 0; rows.next(); count++) {
				if (count < limit) {
					writer.write(rows, json);
				}
				else if (paging == null) {
					throw new IncorrectResultSizeDataAccessException(
							"More than " + count + " rows, the limit of " + this.report.id(), count);
				}
				else {
					link = paging.link(arguments, last, paging.read(rows));
				}
				if (paging != null && count == limit - 1) {
					last = paging.read(rows);
				}
			}
			json.writeEndArray();
		}
		loaded.value(arguments, bytes.toByteArray());
		if (link != null) {
			loaded.link(arguments, link);
		}
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
		return BadRequestException.asArgument(() -> List.of(this.statements.arguments(text)));
	}

	@Override
	public String version() {
		return this.report.valueVersion();
	}

}
