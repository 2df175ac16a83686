package dev.dataapi.declared.file;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.DocumentStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingEndEvent;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceEndEvent;
import org.yaml.snakeyaml.events.StreamEndEvent;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * A YAML file as a tree whose nodes know where they stand. Scalars keep the text that was
 * written, so that {@code NO} and {@code 1.10} are what they look like. Anchors, aliases,
 * tags and further documents are refused, and so is a name given twice.
 */
public final class YamlTree {

	private static final int MAX_DEPTH = 16;

	private final FileErrors problems;

	private final Iterator<Event> events;

	private YamlTree(FileErrors problems, Iterator<Event> events) {
		this.problems = problems;
		this.events = events;
	}

	/**
	 * Reads a file's text.
	 * @param text the text, without a byte order mark
	 * @param problems told what is not YAML or not accepted
	 * @return the root, or nothing if the text is not YAML or empty
	 */
	public static @Nullable Node read(String text, FileErrors problems) {
		Position unprintable = unprintable(text);
		if (unprintable != null) {
			problems.add(unprintable, "This character must not stand in YAML.");
			return null;
		}
		try {
			return new YamlTree(problems, new Yaml().parse(new java.io.StringReader(text)).iterator()).document();
		}
		catch (MarkedYAMLException ex) {
			problems.add(Position.of(ex.getProblemMark()), "This is not YAML: " + sentence(ex));
		}
		catch (TooDeepException ex) {
			problems.add(ex.position, "Nothing in a file of endpoints lies deeper than " + MAX_DEPTH + " levels.");
		}
		catch (YAMLException ex) {
			problems.add(Position.START, "This is not YAML.");
		}
		return null;
	}

	private static String sentence(MarkedYAMLException failure) {
		String context = (failure.getContext() != null) ? failure.getContext() + ", " : "";
		return (context + failure.getProblem()).replace('\n', ' ') + ".";
	}

	private static @Nullable Position unprintable(String text) {
		int line = 1;
		int column = 1;
		for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
			int character = text.codePointAt(i);
			if (!StreamReader.isPrintable(character)) {
				return new Position(line, column);
			}
			column++;
			if (character == '\n') {
				line++;
				column = 1;
			}
		}
		return null;
	}

	private @Nullable Node document() {
		Node root = null;
		while (this.events.hasNext()) {
			Event event = this.events.next();
			if (event instanceof DocumentStartEvent && root != null) {
				this.problems.add(position(event), "A second document: a file of endpoints is one.");
				return root;
			}
			if (event instanceof NodeEvent) {
				root = node(event, 0);
			}
			else if (event instanceof StreamEndEvent) {
				break;
			}
		}
		return root;
	}

	private Node node(Event event, int depth) {
		Position at = position(event);
		if (depth > MAX_DEPTH) {
			throw new TooDeepException(at);
		}
		if (event instanceof AliasEvent alias) {
			this.problems.add(at, "Aliases such as *" + alias.getAnchor() + " are not accepted: write it out.");
			return new Scalar(at, alias.getAnchor(), false);
		}
		if (((NodeEvent) event).getAnchor() != null) {
			this.problems.add(at, "Anchors such as &" + ((NodeEvent) event).getAnchor() + " are not accepted.");
		}
		String tag = (event instanceof ScalarEvent scalar) ? scalar.getTag() : ((CollectionStartEvent) event).getTag();
		if (tag != null) {
			this.problems.add(at, "Tags such as " + tag + " are not accepted.");
		}
		if (event instanceof ScalarEvent scalar) {
			return new Scalar(at, scalar.getValue(), scalar.getScalarStyle() == ScalarStyle.PLAIN);
		}
		return (event instanceof MappingStartEvent) ? mapping(at, depth) : sequence(at, depth);
	}

	private Sequence sequence(Position at, int depth) {
		List<Node> items = new ArrayList<>();
		Event event = this.events.next();
		while (!(event instanceof SequenceEndEvent)) {
			items.add(node(event, depth + 1));
			event = this.events.next();
		}
		return new Sequence(at, items);
	}

	private Mapping mapping(Position at, int depth) {
		Map<String, Entry> entries = new LinkedHashMap<>();
		Event event = this.events.next();
		while (!(event instanceof MappingEndEvent)) {
			Node name = node(event, depth + 1);
			Node value = node(this.events.next(), depth + 1);
			if (!(name instanceof Scalar scalar)) {
				this.problems.add(name.at(), "A name must be text.");
			}
			else {
				Entry first = entries.putIfAbsent(scalar.text(), new Entry(scalar.at(), value));
				if (first != null) {
					this.problems.add(scalar.at(),
							"'" + scalar.text() + "' is given twice, first in line " + first.at().line() + ".");
				}
			}
			event = this.events.next();
		}
		return new Mapping(at, entries);
	}

	private static Position position(Event event) {
		return Position.of(event.getStartMark());
	}

	/**
	 * A place in the file.
	 *
	 * @param line counted from 1
	 * @param column counted from 1, in characters
	 */
	public record Position(int line, int column) implements Comparable<Position> {

		public static final Position START = new Position(1, 1);

		public static Position of(@Nullable Mark mark) {
			return (mark != null) ? new Position(mark.getLine() + 1, mark.getColumn() + 1) : START;
		}

		@Override
		public int compareTo(Position other) {
			return (this.line != other.line) ? Integer.compare(this.line, other.line)
					: Integer.compare(this.column, other.column);
		}

	}

	/**
	 * A part of the file.
	 */
	public sealed interface Node {

		Position at();

	}

	/**
	 * A text, a number or nothing.
	 *
	 * @param at where it begins
	 * @param text as written, without quotes
	 * @param plain whether it stands there without quotes and not as a block
	 */
	public record Scalar(Position at, String text, boolean plain) implements Node {

		/**
		 * The place of an index of the text, where the file shows the text as it is: on
		 * the line where it begins, or in a block written with |.
		 * @param offset the index
		 * @param lines the file's lines
		 * @return the place, or that where the text begins
		 */
		public Position at(int offset, List<String> lines) {
			int lineStart = this.text.lastIndexOf('\n', offset - 1) + 1;
			int lineEnd = this.text.indexOf('\n', lineStart);
			String line = this.text.substring(lineStart, (lineEnd < 0) ? this.text.length() : lineEnd);
			int column = this.text.codePointCount(lineStart, offset);
			int quote = this.plain ? 0 : 1;
			if (lines.get(this.at.line() - 1).startsWith(this.text, this.at.column() - 1 + quote)) {
				return new Position(this.at.line(), this.at.column() + quote + column);
			}
			int number = this.at.line()
					+ (int) this.text.chars().limit(lineStart).filter((each) -> each == '\n').count();
			String block = (number < lines.size()) ? lines.get(number) : "";
			int indent = block.length() - line.length();
			if (indent > 0 && block.endsWith(line) && block.substring(0, indent).isBlank()) {
				return new Position(number + 1, indent + column + 1);
			}
			return this.at;
		}

		/** Whether it is null in YAML 1.2's core schema. */
		public boolean isNull() {
			return this.plain && switch (this.text) {
				case "", "~", "null", "Null", "NULL" -> true;
				default -> false;
			};
		}

	}

	/**
	 * A list.
	 *
	 * @param at where it begins
	 * @param items its items
	 */
	public record Sequence(Position at, List<Node> items) implements Node {
	}

	/**
	 * Names and what they stand for.
	 *
	 * @param at where it begins
	 * @param entries by name, in the order of the file
	 */
	public record Mapping(Position at, Map<String, Entry> entries) implements Node {
	}

	/**
	 * A name's value.
	 *
	 * @param at where the name stands
	 * @param value what stands behind it
	 */
	public record Entry(Position at, Node value) {
	}

	/**
	 * Ends the reading of a file before its depth exhausts the stack.
	 */
	private static final class TooDeepException extends RuntimeException {

		private static final long serialVersionUID = 1L;

		private final transient Position position;

		private TooDeepException(Position position) {
			super(null, null, false, false);
			this.position = position;
		}

	}

}
