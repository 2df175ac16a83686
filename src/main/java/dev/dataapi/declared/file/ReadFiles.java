package dev.dataapi.declared.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

import dev.dataapi.InvalidSettingException;
import org.jspecify.annotations.Nullable;

import org.springframework.util.DigestUtils;

/**
 * Reads the files in which endpoints are declared, and remembers what each of them held,
 * so that a change can be noticed. A path through symbolic links is what they lead to.
 */
public final class ReadFiles {

	/** Of a file, in bytes: some hundred endpoints. */
	public static final int MAX_SIZE = 1 << 20;

	private static final int MAX_FILES = 1000;

	private static final String SETTING = "data-api.endpoints";

	private final List<String> places;

	/** Of what has been read, by path; empty for what could not be read. */
	private final Map<String, String> digests = new TreeMap<>();

	/**
	 * Creates a reader that has read nothing.
	 * @param places files, and folders with files, separated by commas
	 */
	public ReadFiles(String places) {
		this.places = Stream.of(places.split(",")).map(String::strip).filter((place) -> !place.isEmpty()).toList();
	}

	/**
	 * Reads the files that are named, and those in folders that are named.
	 * @return their contents by their paths, in the order of the places, and in a folder
	 * in that of their names
	 * @throws InvalidSettingException if one of them cannot be read
	 */
	SequencedMap<String, byte[]> contents() {
		SequencedMap<String, byte[]> contents = new LinkedHashMap<>();
		InvalidSettingException refusal = null;
		for (String file : files()) {
			try {
				contents.put(file, read(file));
			}
			catch (IOException | InvalidPathException ex) {
				// The others are read all the same, so that a change of theirs is noticed
				refusal = (refusal != null) ? refusal : refused(file, "name a file that this process can read", ex);
			}
		}
		if (refusal != null) {
			throw refusal;
		}
		return contents;
	}

	/** The paths, each file once. */
	private Collection<String> files() {
		SequencedMap<Path, String> files = new LinkedHashMap<>();
		for (String place : this.places) {
			try {
				Path path = Path.of(place);
				for (Path file : Files.isDirectory(path) ? in(path) : List.of(path)) {
					files.putIfAbsent(file.toAbsolutePath().normalize(), file.toString());
				}
			}
			catch (IOException | InvalidPathException ex) {
				throw refused(place, "name a file or folder that this process can read", ex);
			}
		}
		if (files.size() > MAX_FILES) {
			throw refused(String.join(",", this.places), "name at most " + MAX_FILES + " files", null);
		}
		return files.values();
	}

	/** Hidden files are copies that editors keep, or those that a link leads to. */
	private List<Path> in(Path folder) throws IOException {
		try (Stream<Path> all = Files.list(folder)) {
			List<Path> files = all.filter((file) -> file.getFileName().toString().matches("[^.].*\\.ya?ml"))
				.filter(Files::isRegularFile)
				.limit(MAX_FILES + 1L)
				.sorted()
				.toList();
			if (files.isEmpty()) {
				throw refused(folder.toString(), "hold files whose names end in .yaml or .yml, or be a file", null);
			}
			return files;
		}
	}

	private InvalidSettingException refused(String place, String requirement, @Nullable Exception cause) {
		this.digests.put(place, "");
		return new InvalidSettingException(SETTING, place, requirement, cause);
	}

	/** Reads a file, or one byte more of it than is accepted. */
	private byte[] read(String file) throws IOException {
		this.digests.put(file, "");
		try (InputStream in = Files.newInputStream(Path.of(file))) {
			byte[] content = in.readNBytes(MAX_SIZE + 1);
			this.digests.put(file, DigestUtils.md5DigestAsHex(content));
			return content;
		}
	}

	/**
	 * Reads the text of a file that another names.
	 * @param errors told what is wrong with the text
	 * @return the text, or nothing if it is not accepted
	 * @throws IOException if the file cannot be read
	 */
	@Nullable String text(String file, FileErrors errors) throws IOException {
		if (Files.exists(Path.of(file)) && !Files.isRegularFile(Path.of(file))) {
			throw new IOException(file + " is no file");
		}
		return text(file, read(file), errors);
	}

	/**
	 * Reads a file's content as text, without a byte order mark.
	 * @return the text, or nothing if it is too long or not UTF-8
	 */
	static @Nullable String text(String file, byte[] content, FileErrors errors) {
		if (content.length > MAX_SIZE) {
			errors.add(Position.start(file), "The file has more than " + MAX_SIZE + " bytes.");
			return null;
		}
		try {
			String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
			return text.startsWith("\uFEFF") ? text.substring(1) : text;
		}
		catch (CharacterCodingException ex) {
			errors.add(Position.start(file), "The file is not UTF-8.");
			return null;
		}
	}

	/** Which files have been read, and what they held. */
	public String fingerprint() {
		return this.digests.toString();
	}

	/**
	 * Reads the same files again, and those that the same folders hold now.
	 * @return their {@link #fingerprint}
	 */
	public String fingerprintNow() {
		ReadFiles now = new ReadFiles(String.join(",", this.places));
		try {
			now.files().forEach(now::look);
		}
		catch (InvalidSettingException ex) {
			// The place that it names has an empty digest now
		}
		this.digests.keySet().forEach(now::look);
		return now.fingerprint();
	}

	private void look(String file) {
		try {
			if (!this.digests.containsKey(file)) {
				read(file);
			}
		}
		catch (IOException | InvalidPathException ex) {
			// As an empty digest says
			this.digests.put(file, "");
		}
	}

}
