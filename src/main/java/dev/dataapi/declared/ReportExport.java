package dev.dataapi.declared;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

import dev.dataapi.endpoint.CsvRows;
import dev.dataapi.endpoint.Format;
import dev.dataapi.export.Export;
import dev.dataapi.export.HandOver;
import dev.dataapi.warehouse.WarehouseTemplate;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.dao.IncorrectResultSizeDataAccessException;
import org.springframework.jdbc.core.ResultSetExtractor;

/**
 * Writes all rows of a report in a format of lines, while they come.
 */
final class ReportExport implements Export.Rows {

	private final ReportDeclaration report;

	private final BoundStatement statement;

	private final Format format;

	private final JsonMapper mapper;

	ReportExport(ReportStatements statements, Arguments arguments, Format format, JsonMapper mapper) {
		this.report = statements.declaration();
		this.statement = statements.export(arguments);
		this.format = format;
		this.mapper = mapper;
	}

	/**
	 * Reads and writes all rows.
	 * @throws IncorrectResultSizeDataAccessException if there are more than the report's
	 * limit
	 */
	@Override
	public void write(WarehouseTemplate warehouse, HandOver out) {
		this.report.on(warehouse).query((connection) -> {
			PreparedStatement prepared = connection.prepareStatement(this.statement.sql());
			// one more than may be, to tell that there are more
			prepared.setMaxRows(this.report.maxExportRows() + 1);
			return prepared;
		}, this.statement.setter(), (ResultSetExtractor<@Nullable Void>) (rows) -> {
			try {
				write(rows, out);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
			return null;
		});
	}

	private void write(ResultSet rows, HandOver out) throws SQLException, IOException {
		RowWriter writer = RowWriter.byName(this.report.columns(), rows.getMetaData());
		CsvRows csv = this.format.csv(this.report.properties(), out);
		if (csv != null) {
			while (next(rows, out)) {
				writer.write(rows, csv);
				if (out.rowEnded()) {
					csv.flush();
				}
			}
			csv.flush();
			return;
		}
		// Between lines, and not closed with them
		JsonGenerator json = this.mapper.writer().withRootValueSeparator("\n").createGenerator(out);
		boolean any = false;
		while (next(rows, out)) {
			writer.write(rows, json);
			any = true;
			if (out.rowEnded()) {
				json.flush();
			}
		}
		json.flush();
		if (any) {
			out.write('\n');
		}
	}

	private boolean next(ResultSet rows, HandOver out) throws SQLException {
		boolean next = rows.next();
		if (next && out.rows() == this.report.maxExportRows()) {
			throw new IncorrectResultSizeDataAccessException(
					"More than " + out.rows() + " rows, the limit of exports of " + this.report.id(),
					this.report.maxExportRows());
		}
		return next;
	}

}
