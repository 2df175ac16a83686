package dev.dataapi.declared.file;

import java.util.Comparator;

import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;

/**
 * A place in a file.
 *
 * @param file the file's path, as errors name it
 * @param line counted from 1
 * @param column counted from 1, in characters
 */
public record Position(String file, int line, int column) implements Comparable<Position> {

	/** Where a file begins. */
	static Position start(String file) {
		return new Position(file, 1, 1);
	}

	static Position of(String file, @Nullable Mark mark) {
		return (mark != null) ? new Position(file, mark.getLine() + 1, mark.getColumn() + 1) : start(file);
	}

	/** The place of an index of a text that begins here. */
	Position after(String text, int offset) {
		int start = text.lastIndexOf('\n', offset - 1) + 1;
		int breaks = (int) text.chars().limit(start).filter((each) -> each == '\n').count();
		int columns = text.codePointCount(start, offset);
		return new Position(this.file, this.line + breaks, columns + ((breaks == 0) ? this.column : 1));
	}

	@Override
	public int compareTo(Position other) {
		return Comparator.comparing(Position::file)
			.thenComparingInt(Position::line)
			.thenComparingInt(Position::column)
			.compare(this, other);
	}

	/** As errors begin: {@code file:line:column}. */
	@Override
	public String toString() {
		return this.file + ":" + this.line + ":" + this.column;
	}

}
