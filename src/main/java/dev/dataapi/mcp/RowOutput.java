package dev.dataapi.mcp;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;

/**
 * Takes what an endpoint writes, and keeps the first rows of it: no more of a large
 * answer is ever held than a tool gives.
 */
final class RowOutput extends ServletOutputStream {

	/** In bytes, more than which a model makes nothing of. */
	static final int MAX_BYTES = 256 * 1024;

	private final ByteArrayOutputStream kept = new ByteArrayOutputStream(2048);

	private final int maxRows;

	private int rows;

	private int given;

	/** The end of the last row that is given, or of the bracket before the first. */
	private int end = 1;

	private boolean full;

	private int depth;

	private boolean inText;

	private boolean escaped;

	RowOutput(int maxRows) {
		this.maxRows = maxRows;
	}

	/** How many rows have been written. */
	int rows() {
		return this.rows;
	}

	/** How many of them are kept: all, unless there is a row or a byte too many. */
	int given() {
		return this.given;
	}

	/** The rows that are given, or whatever else was written. */
	String text() {
		return this.full ? new String(this.kept.toByteArray(), 0, this.end, StandardCharsets.UTF_8) + "]"
				: this.kept.toString(StandardCharsets.UTF_8);
	}

	int size() {
		return this.kept.size();
	}

	@Override
	public void write(int value) {
		write(new byte[] { (byte) value }, 0, 1);
	}

	@Override
	public void write(byte[] bytes, int offset, int length) {
		int before = this.kept.size() - offset;
		boolean open = !this.full;
		for (int i = offset; i < offset + length; i++) {
			if (isEndOfRow(bytes[i])) {
				this.rows++;
				this.full = this.full || this.rows > this.maxRows || before + i >= MAX_BYTES;
				if (!this.full) {
					this.given = this.rows;
					this.end = before + i + 1;
				}
			}
		}
		this.full = this.full || before + offset + length > MAX_BYTES;
		if (open) {
			int wanted = this.full ? Math.max(0, this.end - before - offset) : length;
			this.kept.write(bytes, offset, Math.min(wanted, length));
		}
	}

	/** Whether an object ends that stands in the outermost array. */
	private boolean isEndOfRow(byte each) {
		if (this.inText) {
			this.inText = this.escaped || each != '"';
			this.escaped = !this.escaped && each == '\\';
			return false;
		}
		switch (each) {
			case '"' -> this.inText = true;
			case '[', '{' -> this.depth++;
			case ']', '}' -> {
				this.depth--;
				return this.depth == 1;
			}
			default -> {
			}
		}
		return false;
	}

	/** Forgets what was written. */
	void reset() {
		this.kept.reset();
		this.rows = 0;
		this.given = 0;
		this.end = 1;
		this.full = false;
		this.depth = 0;
		this.inText = false;
		this.escaped = false;
	}

	@Override
	public boolean isReady() {
		return true;
	}

	@Override
	public void setWriteListener(WriteListener listener) {
		throw new UnsupportedOperationException("Answers are written by threads that may wait");
	}

}
