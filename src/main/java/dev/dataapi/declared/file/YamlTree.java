package dev.dataapi.declared.file;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.Event.ID;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * Reads a YAML file into a tree whose nodes know where they stand. Scalars keep the text
 * that was written, so that {@code NO} and {@code 1.10} are what they look like. Anchors,
 * aliases, tags and further documents are refused, and so is a name given twice: each is
 * reported at its place, and the rest is still read. Only SnakeYAML's events tell these
 * places, its nodes do not.
 */
public final class YamlTree {

	private static final int MAX_DEPTH = 16;

	private final String file;

	private final FileErrors errors;

	private final Iterator<Event> events;

	private YamlTree(String file, FileErrors errors, Iterator<Event> events) {
		this.file = file;
		this.errors = errors;
		this.events = events;
	}

	/**
	 * Reads a file's text.
	 * @param file the file's path, for errors
	 * @param text the text, without a byte order mark
	 * @param errors told what is not YAML or not accepted
	 * @return the root, or nothing if the text is not YAML or empty
	 */
	public static @Nullable Node read(String file, String text, FileErrors errors) {
		int printable = (int) text.codePoints().takeWhile(StreamReader::isPrintable).count();
		if (printable < text.codePointCount(0, text.length())) {
			errors.add(Position.start(file).after(text, text.offsetByCodePoints(0, printable)),
					"This character must not stand in YAML.");
			return null;
		}
		try {
			return new YamlTree(file, errors, new Yaml().parse(new StringReader(text)).iterator()).document();
		}
		catch (MarkedYAMLException ex) {
			String context = (ex.getContext() != null) ? ex.getContext() + ", " : "";
			errors.add(Position.of(file, ex.getProblemMark()),
					"This is not YAML: " + (context + ex.getProblem()).replace('\n', ' ') + ".");
		}
		catch (YAMLException ex) {
			if (errors.isEmpty()) {
				errors.add(Position.start(file), "This is not YAML.");
			}
		}
		return null;
	}

	private @Nullable Node document() {
		Node root = null;
		while (this.events.hasNext()) {
			Event event = this.events.next();
			if (event.is(ID.DocumentStart) && root != null) {
				this.errors.add(Position.of(this.file, event.getStartMark()),
						"A second document: a file of endpoints is one.");
				break;
			}
			if (event instanceof NodeEvent node) {
				root = node(node, 0);
			}
		}
		return root;
	}

	private Node node(NodeEvent event, int depth) {
		Position at = Position.of(this.file, event.getStartMark());
		if (depth > MAX_DEPTH) {
			this.errors.add(at, "Nothing in a file of endpoints lies deeper than " + MAX_DEPTH + " levels.");
			throw new YAMLException("Deeper than " + MAX_DEPTH + " levels");
		}
		if (event instanceof AliasEvent) {
			this.errors.add(at, "Aliases such as *" + event.getAnchor() + " are not accepted: write it out.");
			return new Scalar(at, event.getAnchor(), false);
		}
		if (event.getAnchor() != null) {
			this.errors.add(at, "Anchors such as &" + event.getAnchor() + " are not accepted.");
		}
		String tag = (event instanceof ScalarEvent scalar) ? scalar.getTag() : ((CollectionStartEvent) event).getTag();
		if (tag != null) {
			this.errors.add(at, "Tags such as " + tag + " are not accepted.");
		}
		if (event instanceof ScalarEvent scalar) {
			return new Scalar(at, scalar.getValue(), scalar.isPlain());
		}
		if (event.is(ID.SequenceStart)) {
			List<Node> items = new ArrayList<>();
			for (Event item = this.events.next(); !item.is(ID.SequenceEnd); item = this.events.next()) {
				items.add(node((NodeEvent) item, depth + 1));
			}
			return new Sequence(at, List.copyOf(items));
		}
		Map<String, Pair> entries = new LinkedHashMap<>();
		for (Event name = this.events.next(); !name.is(ID.MappingEnd); name = this.events.next()) {
			add(entries, node((NodeEvent) name, depth + 1), node((NodeEvent) this.events.next(), depth + 1));
		}
		return new Mapping(at, entries);
	}

	private void add(Map<String, Pair> entries, Node name, Node value) {
		if (!(name instanceof Scalar scalar)) {
			this.errors.add(name.at(), "A name must be text.");
			return;
		}
		Pair first = entries.putIfAbsent(scalar.text(), new Pair(name.at(), value));
		if (first != null) {
			this.errors.add(name.at(),
					"'" + scalar.text() + "' is given twice, first in line " + first.at().line() + ".");
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
		 * Where an index of the text stands, if the file shows the text as it is: on one
		 * line, or in a block written with |. Otherwise, where the text begins.
		 */
		Position at(int offset, List<String> lines) {
			int quote = this.plain ? 0 : 1;
			if (lines.get(this.at.line() - 1).startsWith(this.text, this.at.column() - 1 + quote)) {
				return new Position(this.at.file(), this.at.line(), this.at.column() + quote).after(this.text, offset);
			}
			Position within = new Position(this.at.file(), this.at.line() + 1, 1).after(this.text, offset);
			String line = this.text.split("\n", -1)[within.line() - this.at.line() - 1];
			String block = (within.line() <= lines.size()) ? lines.get(within.line() - 1) : "";
			int indent = block.length() - line.length();
			return (indent > 0 && block.endsWith(line) && block.substring(0, indent).isBlank())
					? new Position(this.at.file(), within.line(), indent + within.column()) : this.at;
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
	public record Mapping(Position at, Map<String, Pair> entries) implements Node {
	}

	/**
	 * A name's value.
	 *
	 * @param at where the name stands
	 * @param value what stands behind it
	 */
	public record Pair(Position at, Node value) {
	}

}
