package dev.dataapi.declared.file;

import dev.dataapi.declared.Route;
import dev.dataapi.declared.LookupDeclaration;
import dev.dataapi.declared.ReportDeclaration;
import dev.dataapi.declared.Declaration;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import dev.dataapi.declared.file.YamlTree.Mapping;
import dev.dataapi.declared.file.YamlTree.Node;
import dev.dataapi.declared.file.YamlTree.Position;
import dev.dataapi.declared.file.YamlTree.Scalar;

/**
 * The endpoints declared in a file.
 *
 * @param lookups the look-ups, in the order of the file
 * @param reports the reports, in the order of the file
 */
public record Endpoints(List<LookupDeclaration> lookups, List<ReportDeclaration> reports) {

	/** Of a service for which no file is named. */
	public static final Endpoints NONE = new Endpoints(List.of(), List.of());

	/** In bytes: some hundred endpoints. */
	public static final int MAX_SIZE = 1 << 20;

	/** Look-ups and reports alike. */
	public List<Declaration> all() {
		return Stream.<Declaration>concat(this.lookups.stream(), this.reports.stream()).toList();
	}

	/**
	 * Reads a file.
	 * @param file the file, in UTF-8
	 * @return what it declares
	 * @throws InvalidEndpointsException with all that is wrong in it
	 * @throws IOException if it cannot be read
	 */
	public static Endpoints read(Path file) throws InvalidEndpointsException, IOException {
		try (InputStream content = Files.newInputStream(file)) {
			return parse(file.toString(), content.readNBytes(MAX_SIZE + 1));
		}
	}

	/**
	 * Reads a file's content.
	 * @param file the file's name, for errors
	 * @param content the content
	 * @return what it declares
	 * @throws InvalidEndpointsException with all that is wrong in it
	 */
	public static Endpoints parse(String file, byte[] content) throws InvalidEndpointsException {
		FileErrors problems = new FileErrors();
		Endpoints endpoints = read(content, problems);
		if (!problems.isEmpty()) {
			throw new InvalidEndpointsException(problems.lines(file));
		}
		return endpoints;
	}

	private static Endpoints read(byte[] content, FileErrors problems) {
		if (content.length > MAX_SIZE) {
			problems.add(Position.START, "The file has more than " + MAX_SIZE + " bytes.");
			return NONE;
		}
		String text;
		try {
			text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
		}
		catch (CharacterCodingException ex) {
			problems.add(Position.START, "The file is not UTF-8.");
			return NONE;
		}
		Node root = YamlTree.read(text.startsWith("\uFEFF") ? text.substring(1) : text, problems);
		if (root instanceof Mapping mapping) {
			return read(new Section("The file", mapping, problems, text.lines().toList()));
		}
		if (problems.isEmpty()) {
			boolean empty = root == null || (root instanceof Scalar scalar && scalar.isNull());
			problems.add((root != null) ? root.at() : Position.START,
					empty ? "The file declares nothing: it begins with version: 1."
							: "A file of endpoints is names with values, and begins with version: 1.");
		}
		return NONE;
	}

	private static Endpoints read(Section file) {
		file.knows("version", "lookups", "reports");
		String version = file.requiredValue("version");
		if (version != null && !version.equals("1")) {
			file.problem("version", "'version' must be 1, the only one so far.");
		}
		List<LookupDeclaration> lookups = new ArrayList<>();
		List<ReportDeclaration> reports = new ArrayList<>();
		List<Section> sections = new ArrayList<>();
		file.named("lookups", "A look-up").forEach((name, section) -> {
			lookups.add(LookupDeclaration.read(name, section));
			sections.add(section);
		});
		file.named("reports", "A report").forEach((name, section) -> {
			reports.add(ReportDeclaration.read(name, section));
			sections.add(section);
		});
		Endpoints endpoints = new Endpoints(List.copyOf(lookups), List.copyOf(reports));
		checkPaths(endpoints.all(), sections);
		return endpoints;
	}

	private static void checkPaths(List<Declaration> all, List<Section> sections) {
		for (int i = 0; i < all.size(); i++) {
			Route route = Route.of(all.get(i).path());
			if (route.isOwn()) {
				sections.get(i).problem("path", all.get(i).path() + " is a path of the service itself.");
			}
			for (int j = 0; j < i; j++) {
				if (route.overlaps(Route.of(all.get(j).path()))) {
					sections.get(i)
						.problem("path", "%s is a path of %s, too.".formatted(all.get(i).path(), all.get(j).id()));
				}
			}
		}
	}

}
