package dev.dataapi.declared.file;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import dev.dataapi.InvalidSettingException;
import dev.dataapi.access.CallerValue;
import dev.dataapi.declared.Declaration;
import dev.dataapi.declared.Endpoints;
import dev.dataapi.declared.LookupDeclaration;
import dev.dataapi.declared.ReportDeclaration;
import dev.dataapi.declared.file.YamlTree.Mapping;
import dev.dataapi.declared.file.YamlTree.Node;
import dev.dataapi.declared.file.YamlTree.Scalar;
import org.jspecify.annotations.Nullable;

/**
 * The files of endpoints that were read without an error, and where in them things stand.
 */
public final class DeclaredFiles {

	private final List<String> names;

	private final Endpoints endpoints;

	/** By {@link Declaration#id}. */
	private final Map<String, Section> sections = new HashMap<>();

	/**
	 * Reads files' contents.
	 * @param contents the contents, in UTF-8, by the files' paths
	 * @param files reads the files that these name
	 * @param environment replaces names of environment variables by their values
	 * @throws InvalidEndpointsException with all that is wrong in them
	 */
	public DeclaredFiles(Map<String, byte[]> contents, ReadFiles files, UnaryOperator<@Nullable String> environment)
			throws InvalidEndpointsException {
		this.names = List.copyOf(contents.keySet());
		FileErrors errors = new FileErrors();
		List<Section> roots = new ArrayList<>();
		contents.forEach((name, content) -> {
			Section root = root(name, content, errors, files);
			if (root != null) {
				roots.add(root);
			}
		});
		this.endpoints = DeclarationReader.read(roots, this.sections, environment);
		if (!errors.isEmpty()) {
			throw new InvalidEndpointsException(errors.lines());
		}
	}

	/**
	 * Reads files.
	 * @param places files, and folders with files, separated by commas
	 * @throws InvalidEndpointsException with all that is wrong in them
	 * @throws InvalidSettingException if one of them cannot be read
	 */
	public static DeclaredFiles read(String places) throws InvalidEndpointsException {
		return read(new ReadFiles(places));
	}

	/**
	 * Reads files.
	 * @param files has read nothing so far
	 * @throws InvalidEndpointsException with all that is wrong in them
	 * @throws InvalidSettingException if one of them cannot be read
	 */
	public static DeclaredFiles read(ReadFiles files) throws InvalidEndpointsException {
		return new DeclaredFiles(files.contents(), files, System::getenv);
	}

	private static @Nullable Section root(String name, byte[] content, FileErrors errors, ReadFiles files) {
		String text = ReadFiles.text(name, content, errors);
		FileErrors own = new FileErrors();
		Node root = (text != null) ? YamlTree.read(name, text, own) : null;
		if (text != null && root instanceof Mapping mapping) {
			errors.addAll(own);
			return new Section("The file", mapping, new Section.File(name, text.lines().toList(), errors, files));
		}
		if (text != null && own.isEmpty()) {
			boolean empty = root == null || (root instanceof Scalar scalar && scalar.isNull());
			own.add((root != null) ? root.at() : Position.start(name),
					empty ? "The file declares nothing: it begins with version: 1."
							: "A file of endpoints is names with values, and begins with version: 1.");
		}
		errors.addAll(own);
		return null;
	}

	/** The files' paths as they were given, for a sentence. */
	public String names() {
		return String.join(", ", this.names);
	}

	public Endpoints endpoints() {
		return this.endpoints;
	}

	/** Where a part of an endpoint stands, or the endpoint if its file leaves it out. */
	public Position at(Declaration declaration, Object... path) {
		return section(declaration).at(path);
	}

	/** Where an index of a report's statement stands. */
	public Position at(ReportDeclaration report, int offset) {
		return section(report).within("sql", offset);
	}

	/** Whether a file has a part of an endpoint, and does not leave it to a default. */
	public boolean declares(Declaration declaration, Object... path) {
		return section(declaration).has(path);
	}

	/** The path to a part of a key: filters follow the parts that {@code key} has. */
	public List<Object> path(LookupDeclaration lookup, int part) {
		int asked = 0;
		while (declares(lookup, "key", asked)) {
			asked++;
		}
		return (part < asked) ? List.of("key", part) : List.of("filter", part - asked);
	}

	/**
	 * Refuses what is bound from callers where that is not possible.
	 * @param objection says why not, or nothing
	 * @throws InvalidEndpointsException with each place that binds it
	 */
	public void require(Function<CallerValue, @Nullable String> objection) throws InvalidEndpointsException {
		FileErrors errors = new FileErrors();
		for (Declaration declaration : this.endpoints.all()) {
			fromCaller(declaration).forEach((at, value) -> {
				String sentence = objection.apply(value);
				if (sentence != null) {
					errors.add(at, sentence);
				}
			});
		}
		if (!errors.isEmpty()) {
			throw new InvalidEndpointsException(errors.lines());
		}
	}

	/** What an endpoint binds from its callers, by the places that say so. */
	private Map<Position, CallerValue> fromCaller(Declaration declaration) {
		Map<Position, CallerValue> places = new LinkedHashMap<>();
		switch (declaration) {
			case LookupDeclaration lookup -> {
				for (int i = 0; i < lookup.key().size(); i++) {
					CallerValue from = lookup.key().get(i).from();
					if (from != null) {
						List<Object> path = path(lookup, i);
						places.put(at(lookup, path.getFirst(), path.getLast(), "from"), from);
					}
				}
			}
			case ReportDeclaration report -> {
				for (int i = 0; i < report.parameters().size(); i++) {
					CallerValue from = report.parameters().get(i).from();
					if (from != null) {
						places.put(at(report, "parameters", i, "from"), from);
					}
				}
			}
		}
		return places;
	}

	private Section section(Declaration declaration) {
		return Objects.requireNonNull(this.sections.get(declaration.id()), declaration.id());
	}

}
