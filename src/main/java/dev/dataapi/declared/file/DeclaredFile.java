package dev.dataapi.declared.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

import dev.dataapi.InvalidSettingException;
import dev.dataapi.declared.Declaration;
import dev.dataapi.declared.Endpoints;
import dev.dataapi.declared.ReportDeclaration;
import dev.dataapi.declared.file.YamlTree.Mapping;
import dev.dataapi.declared.file.YamlTree.Node;
import dev.dataapi.declared.file.YamlTree.Scalar;
import org.jspecify.annotations.Nullable;

/**
 * A file of endpoints that was read without an error, and where in it things stand.
 */
public final class DeclaredFile {

	/** In bytes: some hundred endpoints. */
	public static final int MAX_SIZE = 1 << 20;

	private final String name;

	private final Endpoints endpoints;

	/** By {@link Declaration#id}. */
	private final Map<String, Section> sections = new HashMap<>();

	/**
	 * Reads a file's content.
	 * @param name the file's name, for errors
	 * @param content the content, in UTF-8
	 * @throws InvalidEndpointsException with all that is wrong in it
	 */
	public DeclaredFile(String name, byte[] content) throws InvalidEndpointsException {
		this.name = name;
		FileErrors errors = new FileErrors();
		Section root = root(content, errors);
		Endpoints endpoints = (root != null) ? DeclarationReader.read(root, this.sections) : null;
		if (endpoints == null || !errors.isEmpty()) {
			throw new InvalidEndpointsException(errors.lines(name));
		}
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
			content = in.readNBytes(MAX_SIZE + 1);
		}
		catch (IOException | InvalidPathException ex) {
			throw new InvalidSettingException("data-api.endpoints", name, "name a file that this process can read", ex);
		}
		return new DeclaredFile(name, content);
	}

	private static @Nullable Section root(byte[] content, FileErrors errors) {
		if (content.length > MAX_SIZE) {
			errors.add(Position.START, "The file has more than " + MAX_SIZE + " bytes.");
			return null;
		}
		String text;
		try {
			text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
		}
		catch (CharacterCodingException ex) {
			errors.add(Position.START, "The file is not UTF-8.");
			return null;
		}
		text = text.startsWith("\uFEFF") ? text.substring(1) : text;
		Node root = YamlTree.read(text, errors);
		if (root instanceof Mapping mapping) {
			return new Section("The file", mapping, errors, text.lines().toList());
		}
		if (errors.isEmpty()) {
			boolean empty = root == null || (root instanceof Scalar scalar && scalar.isNull());
			errors.add((root != null) ? root.at() : Position.START,
					empty ? "The file declares nothing: it begins with version: 1."
							: "A file of endpoints is names with values, and begins with version: 1.");
		}
		return null;
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
		return section(declaration).at(path);
	}

	/** Where an index of a report's statement stands. */
	public Position at(ReportDeclaration report, int offset) {
		return section(report).within("sql", offset);
	}

	/** Whether the file has a part of an endpoint, and does not leave it to a default. */
	public boolean declares(Declaration declaration, Object... path) {
		return section(declaration).has(path);
	}

	private Section section(Declaration declaration) {
		return Objects.requireNonNull(this.sections.get(declaration.id()), declaration.id());
	}

}
