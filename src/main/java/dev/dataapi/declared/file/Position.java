package dev.dataapi.declared.file;

import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;

/**
 * A place in the file.
 *
 * @param line counted from 1
 * @param column counted from 1, in characters
 */
public record Position(int line, int column) implements Comparable<Position> {

	public static final Position START = new Position(1, 1);

	static Position of(@Nullable Mark mark) {
		return (mark != null) ? new Position(mark.getLine() + 1, mark.getColumn() + 1) : START;
	}

	/** The place of an index of a text that begins here. */
	Position after(String text, int offset) {
		int start = text.lastIndexOf('\n', offset - 1) + 1;
		int breaks = (int) text.chars().limit(start).filter((each) -> each == '\n').count();
		int columns = text.codePointCount(start, offset);
		return new Position(this.line + breaks, columns + ((breaks == 0) ? this.column : 1));
	}

	@Override
	public int compareTo(Position other) {
		return (this.line != other.line) ? Integer.compare(this.line, other.line)
				: Integer.compare(this.column, other.column);
	}

}
