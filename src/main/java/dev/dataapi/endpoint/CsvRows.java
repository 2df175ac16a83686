package dev.dataapi.endpoint;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Set;

import de.siegmar.fastcsv.writer.CsvWriter;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows as CSV, one after another, behind a line of names: the same bytes as of an
 * answer that is cached.
 */
public final class CsvRows {

	private final Rows rows;

	private final CsvWriter csv;

	private final @Nullable String[] fields;

	private int next;

	CsvRows(List<String> columns, boolean forSpreadsheet, OutputStream out) throws IOException {
		this.rows = new Rows(columns, Set.of(), forSpreadsheet);
		this.fields = new String[columns.size()];
		out.write(this.rows.header());
		this.csv = Rows.csv(out);
	}

	/**
	 * Adds a field to the row; the last one ends it.
	 * @param value the field, or nothing for NULL
	 * @param isText whether it is text, and no number
	 */
	public void field(@Nullable String value, boolean isText) {
		this.fields[this.next] = (value != null && isText) ? this.rows.shown(value) : value;
		this.next++;
		if (this.next == this.fields.length) {
			this.csv.writeRecord(this.fields);
			this.next = 0;
		}
	}

	/** Passes on what has been written. */
	public void flush() throws IOException {
		this.csv.flush();
	}

}
