package dev.dataapi.warehouse.embedded;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/**
 * A place in a text file.
 *
 * @param line counted from 1, as an editor does
 * @param column counted from 1, in characters
 */
record CsvPlace(long line, long column) {

	private static final String DELIMITERS = ",;\t|";

	private static final int LONGEST_VALUE = 1_000;

	/** The place of a byte, counted from 0. */
	static CsvPlace of(Path file, long offset) throws IOException {
		Scan scan = new Scan();
		try (InputStream bytes = new BufferedInputStream(Files.newInputStream(file))) {
			for (long i = 0; i < offset; i++) {
				scan.take(bytes.read());
			}
		}
		return scan.place();
	}

	/** The place of the quote that does not end, if the file has one. */
	static @Nullable CsvPlace unclosedQuote(Path file) throws IOException {
		Scan scan = new Scan();
		CsvPlace quote = null;
		try (InputStream bytes = new BufferedInputStream(Files.newInputStream(file))) {
			for (int next = bytes.read(); next >= 0; next = bytes.read()) {
				quote = (next == '"' && !scan.quoted) ? scan.place() : quote;
				scan.take(next);
			}
		}
		return scan.quoted ? quote : null;
	}

	/**
	 * Where a value begins.
	 * @param row counted from 1 after the header; blank lines are no rows
	 * @param index counted from 0
	 */
	static CsvPlace ofValue(Path file, long row, int index, char delimiter) throws IOException {
		Scan scan = new Scan();
		try (InputStream bytes = new BufferedInputStream(Files.newInputStream(file))) {
			int next = bytes.read();
			while (next >= 0 && !(scan.rows == row && scan.isRowStart() && next != '\n' && next != '\r')) {
				scan.take(next);
				next = bytes.read();
			}
			for (int left = index; next >= 0 && left > 0; next = bytes.read()) {
				scan.take(next);
				left -= (next == delimiter && !scan.quoted) ? 1 : 0;
			}
		}
		return scan.place();
	}

	/** What separates the columns: what the header has most of. */
	static char delimiter(Path file) throws IOException {
		int[] counts = new int[DELIMITERS.length()];
		try (InputStream bytes = new BufferedInputStream(Files.newInputStream(file))) {
			boolean quoted = false;
			int next = bytes.read();
			while (next >= 0 && (quoted || next != '\n')) {
				quoted ^= next == '"';
				int found = quoted ? -1 : DELIMITERS.indexOf(next);
				if (found >= 0) {
					counts[found]++;
				}
				next = bytes.read();
			}
		}
		int most = 0;
		for (int i = 1; i < counts.length; i++) {
			most = (counts[i] > counts[most]) ? i : most;
		}
		return DELIMITERS.charAt(most);
	}

	/** The value that begins at a byte, without its quotes. */
	static String value(Path file, long offset, char delimiter) throws IOException {
		try (InputStream bytes = new BufferedInputStream(Files.newInputStream(file))) {
			bytes.skipNBytes(offset);
			ByteArrayOutputStream value = new ByteArrayOutputStream();
			int next = bytes.read();
			boolean quoted = next == '"';
			next = quoted ? bytes.read() : next;
			while (next >= 0 && value.size() < LONGEST_VALUE) {
				if (quoted && next == '"') {
					next = bytes.read();
					quoted = next == '"';
				}
				if (!quoted && (next == delimiter || next == '\n' || next == '\r' || next < 0)) {
					break;
				}
				value.write(next);
				next = bytes.read();
			}
			return value.toString(StandardCharsets.UTF_8);
		}
	}

	/** {@code :line:column}, to follow the name of the file. */
	@Override
	public String toString() {
		return ":" + this.line + ":" + this.column;
	}

	/** What is known after some bytes. */
	private static final class Scan {

		private long line = 1;

		private long column = 1;

		private boolean quoted;

		/** Rows that have ended, with the header. */
		private long rows;

		private boolean blank = true;

		void take(int next) {
			this.quoted ^= next == '"';
			if (next == '\n') {
				this.line++;
				this.column = 1;
				if (!this.quoted && !this.blank) {
					this.rows++;
					this.blank = true;
				}
			}
			else {
				// The later bytes of a character in UTF-8, and the mark at its start
				this.column += ((next & 0xC0) == 0x80 || next == 0xEF && this.line == 1 && this.column == 1) ? 0 : 1;
				this.blank &= next == '\r';
			}
		}

		boolean isRowStart() {
			return this.blank && !this.quoted;
		}

		CsvPlace place() {
			return new CsvPlace(this.line, this.column);
		}

	}

}
