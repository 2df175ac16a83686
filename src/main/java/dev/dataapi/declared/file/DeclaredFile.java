package dev.dataapi.declared.file;

import dev.dataapi.declared.ReportDeclaration;
import dev.dataapi.declared.Declaration;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import dev.dataapi.InvalidSettingException;
import dev.dataapi.declared.file.YamlTree.Mapping;
import dev.dataapi.declared.file.YamlTree.Node;
import dev.dataapi.declared.file.YamlTree.Position;
import dev.dataapi.declared.file.YamlTree.Scalar;
import dev.dataapi.declared.file.YamlTree.Sequence;
import org.jspecify.annotations.Nullable;

/**
 * A file of endpoints that was read without an error, and where in it things stand.
 */
public final class DeclaredFile {

	private final String name;

	private final byte[] content;

	private final Endpoints endpoints;

	private @Nullable Node root;

	private DeclaredFile(String name, byte[] content, Endpoints endpoints) {
		this.name = name;
		this.content = content;
		this.endpoints = endpoints;
	}

	/**
	 * Reads a file.
	 * @param name its path
	 * @return the file
	 * @throws InvalidEndpointsException with all that is wrong in it
	 * @throws InvalidSettingException if it cannot be read
	 */
	public static DeclaredFile read(String name) throws InvalidEndpointsException {
		byte[] content;
		try (InputStream in = Files.newInputStream(Path.of(name))) {
			content = in.readNBytes(Endpoints.MAX_SIZE + 1);
		}
		catch (IOException | InvalidPathException ex) {
			throw new InvalidSettingException("data-api.endpoints", name, "name a file that this process can read", ex);
		}
		return new DeclaredFile(name, content, Endpoints.parse(name, content));
	}

	/** The path as it was given, for errors. */
	public String name() {
		return this.name;
	}

	public Endpoints endpoints() {
		return this.endpoints;
	}

	/** Where a part of an endpoint stands, or the endpoint if the file leaves it out. */
	public Position at(Declaration declaration, Object... path) {
		return node(declaration, path).at();
	}

	/** Whether the file has a part of an endpoint, and does not leave it to a default. */
	public boolean declares(Declaration declaration, Object... path) {
		return node(declaration, path) != node(declaration, Arrays.copyOf(path, path.length - 1));
	}

	/** Where an index of a report's statement stands. */
	public Position at(ReportDeclaration report, int offset) {
		Node sql = node(report, "sql");
		return (sql instanceof Scalar scalar) ? scalar.at(offset, text().lines().toList()) : sql.at();
	}

	private Node node(Declaration declaration, Object... path) {
		Node node = root();
		for (String name : declaration.id().split("\\.", 2)) {
			node = child(node, name);
		}
		if (node == null) {
			throw new IllegalStateException("No " + declaration.id() + " in " + this.name);
		}
		Node found = node;
		for (Object step : path) {
			Node child = child(found, step);
			if (child == null) {
				return found;
			}
			found = child;
		}
		return found;
	}

	/** Parsed again, since the tree is needed only where something is wrong. */
	private synchronized @Nullable Node root() {
		if (this.root == null) {
			this.root = YamlTree.read(text(), new FileErrors());
		}
		return this.root;
	}

	private static @Nullable Node child(@Nullable Node node, Object step) {
		if (node instanceof Mapping mapping && step instanceof String name) {
			YamlTree.Entry entry = mapping.entries().get(name);
			return (entry != null) ? entry.value() : null;
		}
		if (node instanceof Sequence(Position at, List<Node> items) && step instanceof Integer index) {
			return items.get(index);
		}
		return null;
	}

	private String text() {
		String text = new String(this.content, StandardCharsets.UTF_8);
		return text.startsWith("\uFEFF") ? text.substring(1) : text;
	}

}
