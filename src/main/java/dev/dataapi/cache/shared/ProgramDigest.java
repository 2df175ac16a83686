package dev.dataapi.cache.shared;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.CRC32;

import dev.dataapi.cache.Entry;
import org.jspecify.annotations.Nullable;

/**
 * Tells programs apart by their own classes and resources, and by the names of their
 * libraries. Builds of the same source have the same digest, whenever they were made and
 * whether or not their commit is known.
 */
final class ProgramDigest {

	/** When and from what a program was built, not what it does. */
	private static final String META = "META-INF/";

	private static final String COMMIT = "git.properties";

	private static final String BOOT_CLASSES = "BOOT-INF/classes/";

	private static final String BOOT_LIBRARIES = "BOOT-INF/lib/";

	/** Parts of Spring Boot's jar itself: its index, and what starts or unpacks it. */
	private static final String BOOT_INDEX = "BOOT-INF/";

	private static final String BOOT_LOADER = "org/springframework/boot/loader/";

	private static final String BOOT_TOOLS = "spring-boot-jarmode-tools";

	private static final String NESTED = "jar:nested:";

	/** Sizes and checksums by name, so that the order of files does not matter. */
	private final SortedMap<String, String> parts = new TreeMap<>();

	private ProgramDigest() {
	}

	/**
	 * Reads the program that a class belongs to: a folder of classes, a jar beside its
	 * libraries, or Spring Boot's jar with its libraries inside.
	 * @param type a class of the program
	 * @return the digest, as 32 hexadecimal digits
	 */
	static String of(Class<?> type) {
		return of(file(type.getProtectionDomain().getCodeSource().getLocation()));
	}

	private static Path file(URL location) {
		String text = location.toString();
		return Path.of(URI
			.create(text.startsWith(NESTED) ? "file:" + text.substring(NESTED.length(), text.indexOf("/!")) : text));
	}

	static String of(Path program) {
		ProgramDigest digest = new ProgramDigest();
		try {
			if (Files.isDirectory(program)) {
				digest.addFolder(program);
			}
			else {
				digest.addJar(program);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The program cannot be read from " + program, ex);
		}
		return Entry.fingerprint(digest.parts.toString().getBytes(StandardCharsets.UTF_8));
	}

	private void addFolder(Path folder) throws IOException {
		try (Stream<Path> files = Files.walk(folder)) {
			for (Path file : files.filter(Files::isRegularFile).toList()) {
				String name = folder.relativize(file).toString().replace('\\', '/');
				if (isProgram(name)) {
					byte[] content = Files.readAllBytes(file);
					CRC32 checksum = new CRC32();
					checksum.update(content);
					add(name, content.length, checksum.getValue());
				}
			}
		}
	}

	private void addJar(Path file) throws IOException {
		try (JarFile jar = new JarFile(file.toFile())) {
			for (JarEntry entry : jar.stream().filter((each) -> !each.isDirectory()).toList()) {
				if (entry.getName().startsWith(BOOT_LIBRARIES)) {
					addLibrary(entry.getName());
					continue;
				}
				String name = entry.getName().startsWith(BOOT_CLASSES)
						? entry.getName().substring(BOOT_CLASSES.length()) : entry.getName();
				if (isProgram(name)) {
					add(name, entry.getSize(), entry.getCrc());
				}
			}
			addLibraries(jar.getManifest());
		}
	}

	private void addLibraries(@Nullable Manifest manifest) {
		String path = (manifest != null) ? manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH) : null;
		if (path != null) {
			Stream.of(path.split(" ")).forEach(this::addLibrary);
		}
	}

	/** A library's name has its version. */
	private void addLibrary(String path) {
		String name = path.substring(path.lastIndexOf('/') + 1);
		if (name.endsWith(".jar") && !name.startsWith(BOOT_TOOLS)) {
			this.parts.put("lib/" + name, "");
		}
	}

	private static boolean isProgram(String name) {
		return !name.startsWith(META) && !name.startsWith(BOOT_INDEX) && !name.startsWith(BOOT_LOADER)
				&& !name.equals(COMMIT);
	}

	/** By the checksum that a jar has anyway: to read all of it costs 80 ms of CPU. */
	private void add(String name, long size, long checksum) {
		this.parts.put(name, size + " " + checksum);
	}

}
